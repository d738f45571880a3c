"""Role, skills, level and the words they stand in, out of texts as people write them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.ai.profile.texts import EXAMPLES, Example
from viva.ai.bank import load_bank
from viva.ai.bank.roles import ROLES
from viva.ai.profile import Level, Source, plan_interview, read_profile
from viva.ai.profile.level import years_asked, years_worked
from viva.ai.profile.skills import find_mentions, known_skills
from viva.ai.types import Kind

pytestmark = pytest.mark.unit
YEAR = 2026
each = pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES.keys())


def read(example: Example):
    return read_profile(example.text, source=example.source, this_year=YEAR)


@each
def test_the_role_and_the_level_are_those_a_person_would_read(example: Example) -> None:
    found = read(example)

    assert (found.role, found.level) == (example.role, example.level)


@each
def test_what_matters_most_stands_first_and_what_is_not_meant_nowhere(example: Example) -> None:
    labels = [skill.label for skill in read(example).skills]

    assert set(example.most) <= set(labels[: len(example.most) + 2]), labels
    assert set(example.never).isdisjoint(labels)


@each
def test_every_skill_shows_the_words_it_was_found_in(example: Example) -> None:
    flat = re.sub(r"\s+", " ", example.text)

    assert [skill.label for skill in read(example).skills if re.sub(r"\s+", " ", skill.quote) not in flat] == []


def test_what_would_be_nice_weighs_less_than_what_is_required() -> None:
    weights = {skill.label: skill.weight for skill in read(EXAMPLES["a back-end job"]).skills}

    assert weights["Kafka"] < 0.5 * weights["PostgreSQL"]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("5+ years of Java", 5),
        ("at least three years' experience", 3),
        ("3-5 years", 3),
        ("2 years of Go and 4 years in software", 4),
        ("our company is 20 years old", None),
        ("ready in two weeks", None),
    ],
)
def test_the_years_that_are_asked_for(text: str, years: float | None) -> None:
    assert years_asked(text) == years


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2016 - 2019 Acme\n2018 – 2022 Beta", 6),
        ("Jan 2020 to present", 6),
        ("University 2010 - 2016\nAcme 2016 - 2018", 2),
        ("2031 - 2035", None),
        ("I have six years of experience", 6),
        ("", None),
    ],
)
def test_the_years_that_were_worked(text: str, years: float | None) -> None:
    assert years_worked(text, this_year=YEAR) == years


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Go, Python", {"Go", "Python"}),
        ("We go far. Go and see.", set()),
        ("C, C++ and C#", {"C", "C++", "C#"}),
        ("node.js/React", {"Node.js", "React"}),
        ("In spring we use Spring Boot", {"Spring"}),
        ("reactive people", set()),
        ("javascript", {"JavaScript"}),
        ("R&D", set()),
        ("mail me at java@example.org", set()),
    ],
)
def test_names_that_are_also_words_are_told_apart(text: str, labels: set[str]) -> None:
    assert {mention.skill.label for mention in find_mentions(text)} == labels


@pytest.mark.parametrize("text", ["", "\x00" * 50, "x" * 200_000, "a\n" * 50_000, "🙂", "(((((", "Go" * 20_000])
def test_no_text_makes_it_fail(text: str) -> None:
    found = read_profile(text, source=Source.JOB, this_year=YEAR)

    assert (found.role, found.level) == ("software_engineer", Level.JUNIOR)


def test_every_role_of_the_lexicon_is_one_and_every_role_has_skills() -> None:
    named = {role for skill in known_skills() for role in skill.roles}

    assert named == set(ROLES)


@pytest.mark.parametrize(
    ("skill", "topics", "told"),
    [
        ("Flask", ("api_design", "deployment"), ("API design",)),
        ("Kubernetes", ("kubernetes", "containers"), ()),
        ("Knitting", ("api_design",), ()),
    ],
)
def test_a_question_names_its_topics_unless_the_skill_itself_is_one(
    skill: str, topics: tuple[str, ...], told: tuple[str, ...]
) -> None:
    profile = read_profile(f"Requirements\n- {skill}", source=Source.JOB, this_year=YEAR)
    question = next(each for each in load_bank() if each.kind is Kind.TECHNICAL)
    [planned] = plan_interview(profile, [replace(question, skills=topics, roles=())], minutes=60)

    assert planned.topics == told


def test_the_plan_asks_about_what_the_job_asks_for() -> None:
    profile = read(EXAMPLES["a data engineer"])
    plan = plan_interview(profile, load_bank(), kind=Kind.TECHNICAL, minutes=20)

    assert len(plan) >= 3
    assert sum(bool(planned.skills) for planned in plan) >= 2
    assert all("data_engineer" in item.question.roles or not item.question.roles for item in plan[:1])


def test_the_same_text_gives_the_same_plan() -> None:
    profile = read(EXAMPLES["a back-end job"])

    assert plan_interview(profile, load_bank(), seed=3) == plan_interview(profile, load_bank(), seed=3)
