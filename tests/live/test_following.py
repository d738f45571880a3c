"""Which follow-up is asked: by what is missing, by what was not known, and by the time left."""

from __future__ import annotations

import pytest

from tests.live.conversation import Conversation, code, judged, script, solved, talk
from viva.ai.types import Coverage, Evaluation, FollowUp, Intent, KeyPoint, Metrics
from viva.live.conductor.events import CodeJudged
from viva.live.conductor.script import MOST_FOLLOW_UPS, Asked

pytestmark = pytest.mark.unit

POINTS = (
    KeyPoint("price", "Each write becomes slower.", 1.0),
    KeyPoint("order", "The order of the columns matters.", 3.0, ("A leading column decides.",)),
    KeyPoint("size", "It takes room on the disk.", 2.0),
)
FOLLOW_UPS = tuple(FollowUp(point.id, f"And the {point.id}?") for point in POINTS)
EVERY = ("price", "order", "size")


def indexes(**fields: object) -> Asked:
    known = {"text": "What is an index good for?", "key_points": POINTS, "follow_ups": FOLLOW_UPS}
    return talk(1, **{**known, **fields})


def begun(*questions: Asked, minutes: int = 30) -> Conversation:
    conversation = Conversation(script(*(questions or (indexes(), talk(2))), minutes=minutes))
    conversation.begin()
    return conversation


def asked_after(conversation: Conversation, text: str, *, missing: tuple[str, ...] = EVERY) -> str:
    """The follow-up to that answer, "" where the next thing is another."""
    moves = conversation.says(text, evaluation=judged(3, missing=missing))
    return conversation.lines()[-1].slots["question"] if moves == ["follow_up"] else ""


def test_the_weightiest_of_the_missing_key_points_comes_first():
    conversation = begun()
    assert asked_after(conversation, "It makes reading quick.") == "And the order?"
    assert asked_after(conversation, "Left to right.", missing=("price", "size")) == "And the size?"


def test_of_key_points_of_the_same_weight_the_one_missing_most_comes_first():
    points = tuple(KeyPoint(point.id, point.text) for point in POINTS)
    conversation = begun(indexes(key_points=points), talk(2))
    gaps = tuple(Coverage(point, point, share) for point, share in zip(EVERY, (0.4, 0.3, 0.1), strict=True))
    conversation.says("Some.", evaluation=Evaluation(3.0, Metrics(3, 3, 3, 3), missing=gaps))
    assert conversation.lines()[-1].slots == {"question": "And the size?"}


def test_what_was_covered_is_not_asked_after_however_weighty():
    assert asked_after(begun(), "The order.", missing=("price",)) == "And the price?"


def test_no_more_follow_ups_than_the_set_number():
    conversation = begun()
    asked = [asked_after(conversation, f"Answer {number}.") for number in range(MOST_FOLLOW_UPS + 1)]
    assert [bool(text) for text in asked] == [True] * MOST_FOLLOW_UPS + [False]


@pytest.mark.parametrize(
    "answer",
    [
        "It makes reading quick. I don't know about the order of columns.",
        "It makes reading quick, but I'm not sure which order the columns should have.",
        "Reading gets quick; no idea what the leading column decides.",
        "I have never worked with the order of several columns, I only made single ones.",
        "I’m not familiar with ordering columns.",
    ],
)
def test_what_the_candidate_just_said_not_to_know_is_not_asked_after(answer):
    assert asked_after(begun(), answer) == "And the size?"


def test_a_denial_is_of_the_point_that_shares_most_words_with_it():
    points = (
        KeyPoint("retry", "Try the provider again without sending twice.", 2.0),
        KeyPoint("gone", "Cope with an unreachable provider.", 1.0),
    )
    follow_ups = tuple(FollowUp(point.id, f"And the {point.id}?") for point in points)
    conversation = begun(indexes(text="Design it.", key_points=points, follow_ups=follow_ups), talk(2))
    answer = "A queue. I'm not sure what one does when a provider is unreachable."
    assert asked_after(conversation, answer, missing=("retry", "gone")) == "And the retry?"


@pytest.mark.parametrize(
    "answer",
    [
        "The planner does not know the order of columns beforehand, so it asks the statistics.",
        "The client cannot tell in which order the columns came.",
        "I'm not sure, but it makes reading quick.",
        "I did not know my colleague then, who had built it.",
    ],
)
def test_words_that_only_sound_like_not_knowing_hold_no_follow_up_back(answer):
    assert asked_after(begun(), answer) == "And the order?"


@pytest.mark.parametrize(
    "answer", ["It makes reading quick. That's all I know.", "Speed. I can't think of anything else."]
)
def test_who_says_that_this_is_all_is_asked_nothing_more(answer):
    assert asked_after(begun(), answer) == ""


def test_what_was_denied_in_an_earlier_answer_is_not_asked_after_later():
    conversation = begun()
    asked_after(conversation, "Quick reads. I don't know about column order.")
    assert asked_after(conversation, "It takes a gigabyte.", missing=("order", "price")) == "And the price?"


def test_not_knowing_a_follow_up_ends_the_question():
    conversation = begun()
    asked_after(conversation, "It makes reading quick.")
    said = conversation.says("no idea", intent=Intent.DONT_KNOW, evaluation=judged(3, missing=("size",)))
    assert said == ["dont_know", "ask"]


@pytest.mark.parametrize(("at", "moves"), [(9 * 60, ["follow_up"]), (11 * 60, ["acknowledge", "ask"])])
def test_a_follow_up_leaves_the_questions_to_come_two_thirds_of_their_time(at, moves):
    """Of 30 minutes two questions of 13 minutes keep 17 and 20 seconds; 2 more are for the follow-up itself."""
    conversation = begun(indexes(), talk(2, minutes=13), talk(3, minutes=13))
    assert conversation.says("Reads.", evaluation=judged(3, missing=EVERY), at=at) == moves


def test_the_last_question_is_followed_up_as_long_as_there_is_time_to_answer():
    early, late = begun(indexes()), begun(indexes())
    assert early.says("Reads.", evaluation=judged(3, missing=EVERY), at=28 * 60) == ["follow_up"]
    assert late.says("Reads.", evaluation=judged(3, missing=EVERY), at=28 * 60 + 1) == ["close"]


def test_a_good_answer_or_one_that_was_not_judged_is_not_followed_up():
    for evaluation in (judged(8.5, missing=EVERY), None):
        assert begun().says("Reads.", evaluation=evaluation) == ["acknowledge", "ask"]


def test_code_is_talked_about_by_its_weightiest_point():
    conversation = begun(code(1, key_points=POINTS, follow_ups=FOLLOW_UPS), talk(2))
    assert conversation.happens(CodeJudged(solved(), at=20)) == ["code_passed", "code_talk"]
    assert conversation.lines()[-1].slots == {"question": "And the order?"}
