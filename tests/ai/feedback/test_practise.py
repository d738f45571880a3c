"""What to practise: what weighed most first, merged by skill, with questions of the bank that were not asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.ai.feedback.interviews import answered, code, ended, interview, question
from viva.ai.bank import load_bank
from viva.ai.engines.base import Outcome
from viva.ai.feedback.practise import HOW_MANY, main_skill, things_to_practise
from viva.ai.types import Coverage, Difficulty, KeyPoint, Kind, Question

pytestmark = pytest.mark.unit

HEAVY, LIGHT = Coverage("heavy", "Weighs much.", 0.0), Coverage("light", "Weighs  little", 0.0)
POINTS = (KeyPoint("heavy", "Weighs much.", weight=3.0), KeyPoint("light", "Weighs little", weight=1.0))


def about(skill: str, number: int = 1, **fields: object) -> Question:
    return question(skill, id=f"{skill}-{number}", **fields)


BANK = tuple(
    about(skill, number, difficulty=level)
    for skill in ("caching", "sql", "security", "testing")
    for number, level in enumerate([*Difficulty, *Difficulty], start=1)
)


def skills(*items: object, bank: tuple[Question, ...] = BANK) -> list[str]:
    return [item.skill for item in things_to_practise(interview(*items), bank)]  # type: ignore[arg-type]


def test_what_lost_most_comes_first_whatever_the_order_of_asking() -> None:
    assert skills(answered(7.0, "caching"), answered(2.0, "sql"), answered(4.0, "security")) == [
        "sql",
        "security",
        "caching",
    ]


def test_losses_of_one_skill_are_one_thing_however_it_was_written() -> None:
    found = things_to_practise(
        interview(answered(6.0, "caching"), answered(4.0, "sql"), answered(5.0, "Caching")), BANK
    )
    assert [(item.skill, item.lost) for item in found][:2] == [("caching", 9.0), ("sql", 6.0)]


def test_missed_points_are_named_by_weight_and_only_those_that_the_evaluation_named() -> None:
    asked = replace(question("caching"), key_points=(*POINTS, KeyPoint("met", "Was said")))
    found = things_to_practise(interview(answered(3.0, question=asked, missing=(LIGHT, HEAVY))), BANK)
    assert found[0].missed == ("Weighs much", "Weighs little")


def test_of_a_question_without_an_answer_no_expected_point_is_told() -> None:
    asked = replace(question("caching"), key_points=POINTS)
    said = answered(9.0, "sql")
    first = things_to_practise(interview(replace(ended(Outcome.SKIPPED), question=asked), said), BANK)[0]
    assert (first.skill, first.missed, first.lost) == ("caching", (), 10.0)
    assert "Weighs" not in first.text


def test_a_half_met_point_weighs_half() -> None:
    half = replace(HEAVY, share=0.9)  # 3 x 0.1 against 1 x 1.0
    asked = replace(question("caching"), key_points=POINTS)
    found = things_to_practise(interview(answered(3.0, question=asked, missing=(half, LIGHT))), BANK)
    assert found[0].missed == ("Weighs little", "Weighs much")


@pytest.mark.parametrize("score", [0.0, 5.0, 9.9, 10.0])
def test_there_are_always_three_each_with_one_to_three_questions(score: float) -> None:
    found = things_to_practise(interview(answered(score, "caching")), BANK)
    assert (len(found), len({item.skill for item in found})) == (HOW_MANY, HOW_MANY)
    assert all(1 <= len(item.questions) <= 3 for item in found)


def test_nothing_asked_is_given_again_and_nothing_twice() -> None:
    asked = [answered(2.0, question=each) for each in BANK[:3]]
    found = things_to_practise(interview(*asked), BANK)
    given = [each.id for item in found for each in item.questions]
    assert not set(given) & {each.id for each in BANK[:3]}
    assert len(given) == len(set(given))


@pytest.mark.parametrize(
    ("score", "asked", "first"),
    [(3.0, Difficulty.HARD, "medium"), (3.0, Difficulty.MEDIUM, "easy"), (7.0, Difficulty.MEDIUM, "medium")],
)
def test_after_a_weak_answer_an_easier_question_comes_first(score: float, asked: Difficulty, first: str) -> None:
    [item, *_rest] = things_to_practise(
        interview(answered(score, question=question("caching", difficulty=asked))), BANK
    )
    levels = [each.difficulty.value for each in item.questions]
    assert levels[0] == first
    assert asked.value in levels


def test_a_skill_that_the_bank_does_not_have_gives_way() -> None:
    assert "kettles" not in skills(answered(1.0, "kettles"), answered(5.0, "sql"))


def test_a_question_without_skills_is_placed_by_its_words() -> None:
    assert main_skill(question("", text="How do you use Redis?")) == "caching"
    assert main_skill(question("", text="How are you?")) == ""


def test_failed_code_is_practised_as_code() -> None:
    item = answered(3.0, question=question("caching", kind=Kind.CODING), code=code(1, 9, "WA"))
    assert "before you submit" in things_to_practise(interview(item), BANK)[0].text


def test_nothing_assessed_gives_nothing_and_an_empty_bank_neither() -> None:
    assert things_to_practise(interview(ended(Outcome.LEFT)), BANK) == ()
    assert things_to_practise(interview(answered(1.0)), ()) == ()


def test_the_same_interview_gives_the_same_with_the_real_bank_too() -> None:
    bank = load_bank()
    request = interview(*(answered(float(place), question=each) for place, each in enumerate(list(bank)[::60])))
    first = things_to_practise(request, bank)
    assert (len(first), first) == (HOW_MANY, things_to_practise(request, tuple(reversed(list(bank)))))
