"""One name for each skill, however it is written."""

from __future__ import annotations

import re

import pytest

from viva.ai.bank.loader import load_bank
from viva.ai.bank.skills import VOCABULARY, canonical, is_known, skill_label, suggestion, vocabulary
from viva.ai.profile import bank_skills_of
from viva.ai.profile.skills import known_skills

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("authorization", "authorisation"),
        ("Authorisation", "authorisation"),
        ("scaling", "scalability"),
        ("API", "api_design"),
        ("REST APIs", "api_design"),
        ("rest-apis", "api_design"),
        ("data modeling", "data_modelling"),
        (" CI/CD ", "ci_cd"),
        ("Kettle design", "kettle_design"),
        ("", ""),
    ],
)
def test_what_people_write_is_read_as_the_one_name(written: str, name: str) -> None:
    assert canonical(written) == name


def test_no_way_to_write_a_skill_stands_for_two() -> None:
    lines = [line for line in VOCABULARY.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    written = [part.strip() for line in lines for part in re.split(r"[|;]", line) if part.strip()]

    assert sorted(written) == sorted(set(written))
    assert [each for each in written if canonical(each) != vocabulary()[each]] == []
    assert [line.split("|")[0].strip() for line in lines] == sorted(set(vocabulary().values()))


def test_no_two_names_are_the_same_but_for_an_ending() -> None:
    names = {re.sub(r"z", "s", name.removesuffix("s")) for name in vocabulary().values()}

    assert len(names) == len(set(vocabulary().values()))


def test_the_bank_and_the_lexicon_use_the_names_and_no_name_is_idle() -> None:
    asked = {skill for question in load_bank() for skill in question.skills}
    lexicon = {skill for known in known_skills() for skill in known.bank}

    assert sorted(skill for skill in asked | lexicon if not is_known(skill)) == []
    assert sorted(set(vocabulary().values()) - asked) == []


def test_a_misspelt_skill_is_told_which_one_was_meant() -> None:
    assert [suggestion(slug) for slug in ("authorization", "databses", "kettles")] == [
        "authorisation",
        "databases",
        "",
    ]


def test_a_wish_in_other_spelling_finds_the_banks_questions() -> None:
    assert "authorisation" in bank_skills_of(["Authorization"])
    assert "scalability" in bank_skills_of(["scaling"])


@pytest.mark.parametrize(
    ("slug", "label"),
    [("api_design", "API design"), ("ci_cd", "CI/CD"), ("llm", "LLM"), ("data-modelling", "Data modelling")],
)
def test_a_skill_reads_as_people_write_it(slug: str, label: str) -> None:
    assert skill_label(slug) == label
