"""How hard the next question is: by the last answers, one step at a time, and only where nobody picked it."""

from __future__ import annotations

import json

import pytest

from tests.live.conversation import Conversation, code, judged, script, talk
from viva.ai.types import Difficulty, Evaluation, Intent, Metrics
from viva.live.conductor.script import Asked, State

pytestmark = pytest.mark.unit

EASY, MEDIUM, HARD = Difficulty


def question(number: int, level: Difficulty = MEDIUM, *, skills: tuple[str, ...] = ("sql",), **fields) -> Asked:
    known = {"kind": "technical", "difficulty": level, "skills": skills, "fixed": False, "minutes": 5}
    return talk(number, **{**known, **fields})


def begun(*questions: Asked, adaptive: bool = True, bank: bool = True, minutes: int = 30) -> Conversation:
    conversation = Conversation(script(*questions, adaptive=adaptive, minutes=minutes), bank=bank)
    conversation.begin()
    return conversation


def levels(conversation: Conversation) -> list[Difficulty]:
    return [asked.difficulty for asked in conversation.script.questions]


def after(score: float, *, first: Difficulty, planned: Difficulty) -> Difficulty:
    """The level of a question planned after one answer to the same skill."""
    conversation = begun(question(1, first), question(2, planned))
    conversation.says("words", evaluation=judged(score))
    return levels(conversation)[1]


@pytest.mark.parametrize(
    ("first", "planned", "asked"),
    [
        (EASY, EASY, MEDIUM),
        (EASY, MEDIUM, MEDIUM),  # a step harder as planned
        (MEDIUM, MEDIUM, HARD),
        (MEDIUM, EASY, MEDIUM),  # one step, not two
        (MEDIUM, HARD, HARD),
        (HARD, HARD, HARD),
    ],
)
def test_after_a_strong_answer_the_next_one_of_the_skill_is_a_step_harder(first, planned, asked):
    assert after(8.0, first=first, planned=planned) is asked


@pytest.mark.parametrize(
    ("first", "planned", "asked"),
    [
        (HARD, HARD, MEDIUM),
        (MEDIUM, MEDIUM, EASY),
        (MEDIUM, HARD, MEDIUM),  # one step, not two
        (MEDIUM, EASY, EASY),
        (EASY, EASY, EASY),
        (EASY, MEDIUM, MEDIUM),  # there is nothing easier than what was weak
    ],
)
def test_after_a_weak_answer_the_next_one_of_the_skill_is_a_step_easier(first, planned, asked):
    assert after(4.0, first=first, planned=planned) is asked


def test_after_an_answer_in_between_all_stays_as_planned():
    assert after(6.0, first=MEDIUM, planned=MEDIUM) is MEDIUM


def test_what_is_not_known_counts_as_weak_and_what_is_skipped_tells_nothing():
    for intent, level in ((Intent.DONT_KNOW, EASY), (Intent.SKIP, MEDIUM)):
        conversation = begun(question(1), question(2))
        conversation.says("...", intent=intent)
        assert levels(conversation)[1] is level


def test_a_judgement_that_is_not_sure_moves_nothing():
    unsure = Evaluation(9.5, Metrics(9, 9, 9, 9), needs_review=True)
    for evaluation in (unsure, None):
        conversation = begun(question(1), question(2))
        conversation.says("words", evaluation=evaluation)
        assert conversation.chosen() == []


def test_one_answer_about_something_else_says_too_little_and_two_of_the_same_kind_enough():
    conversation = begun(*(question(number, skills=(f"skill-{number}",)) for number in (1, 2, 3)))
    conversation.says("words", evaluation=judged(9))
    assert conversation.chosen() == []
    conversation.says("words", evaluation=judged(9))
    assert levels(conversation) == [MEDIUM, MEDIUM, HARD]


def test_answers_that_do_not_agree_move_nothing():
    conversation = begun(*(question(number) for number in (1, 2, 3)))
    conversation.says("words", evaluation=judged(6))
    conversation.says("words", evaluation=judged(9))
    assert conversation.chosen() == []


def test_answers_of_another_kind_tell_nothing_of_code():
    conversation = begun(question(1), question(2), code(3, kind="coding", fixed=False))
    for _ in range(2):
        conversation.says("words", evaluation=judged(6.0 if not conversation.state.index else 9))
    assert conversation.chosen() == []


def test_it_goes_up_and_down_again_step_by_step():
    conversation = begun(*(question(number, EASY) for number in range(1, 6)))
    for score in (9, 9, 2, 2):
        conversation.says("words", evaluation=judged(score))
    assert levels(conversation) == [EASY, MEDIUM, MEDIUM, EASY, EASY]


def test_a_question_is_never_more_than_one_step_from_what_was_planned():
    conversation = begun(*(question(number, EASY) for number in range(1, 6)))
    for _ in range(4):
        conversation.says("words", evaluation=judged(10))
    assert HARD not in levels(conversation)


def test_what_a_person_picked_is_asked_as_it_stands():
    conversation = begun(question(1), question(2, fixed=True))
    conversation.says("words", evaluation=judged(10))
    assert (conversation.chosen(), levels(conversation)[1]) == ([], MEDIUM)


def test_nothing_is_exchanged_where_the_interview_is_not_adaptive():
    conversation = begun(question(1), question(2), adaptive=False)
    conversation.says("words", evaluation=judged(10))
    assert conversation.chosen() == []


def test_where_the_bank_has_no_such_question_the_planned_one_is_asked():
    conversation = begun(question(1), question(2), bank=False)
    assert conversation.says("words", evaluation=judged(10)) == ["acknowledge", "ask"]
    assert (conversation.state.index, conversation.state.exchanged) == (1, ())


def test_the_state_tells_which_were_exchanged_and_survives_being_stored():
    conversation = begun(question(1), question(2))
    conversation.says("words", evaluation=judged(10))
    state = conversation.state
    assert (state.exchanged, state.scores) == ((1,), ((0, 10),))
    assert State.from_json(json.loads(json.dumps(state.to_json()))) == state


def test_a_follow_up_changes_what_an_answer_tells():
    conversation = begun(question(1), question(2))
    conversation.says("half", evaluation=judged(3, missing=("cost",)))
    conversation.says("more", evaluation=judged(9))
    assert levels(conversation)[1] is HARD


@pytest.mark.parametrize(("at", "minutes"), [(60, 38), (14 * 60, 19), (24 * 60, 5)])
def test_a_harder_question_may_take_no_more_than_the_time_allows(at, minutes):
    """Talk may be cut to two thirds; what comes after it keeps its own; the planned length always fits."""
    conversation = begun(question(1), question(2), question(3))
    conversation.says("words", evaluation=judged(10), at=at)
    assert conversation.chosen()[0].minutes == minutes


def test_code_keeps_all_of_its_time():
    conversation = begun(*(code(n, kind="coding", fixed=False, skills=("trees",), minutes=12) for n in (1, 2)))
    conversation.says("none", intent=Intent.DONT_KNOW, at=10 * 60)
    assert conversation.chosen()[0].minutes == 20
