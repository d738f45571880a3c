"""What is wrong and what would be better, in words for people."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from tests.ai.bank.factory import question_data
from viva.ai.bank.own import advice, read_own
from viva.ai.types import Question
from viva.interviews.question_wording import mistakes, remarks

pytestmark = pytest.mark.unit


def told(**changes: Any) -> list[tuple[str, str]]:
    with pytest.raises(ValidationError) as caught:
        read_own({"text": "How do kettles stop?", "expected_answer": "Steam.", **changes})
    return [(remark.place, remark.message) for remark in mistakes(caught.value)]


@pytest.mark.parametrize(
    ("changes", "place", "words"),
    [
        ({"expected_answer": ""}, "expected_answer", "Write an expected answer, or key points."),
        ({"kind": "coding"}, "kind", "Choose another kind"),
        ({"kind": "dance"}, "kind", "Choose one of: 'technical'"),
        ({"roles": ["astronaut"]}, "roles", "no role “astronaut”. Known are: software_engineer"),
        ({"answer": "x"}, "answer", "Check its spelling"),
        ({"hints": ["ok then", "x"]}, "hints.2", "at least 3 characters"),
        ({"minutes": "x"}, "minutes", "whole number"),
        ({"minutes": "0"}, "minutes", "at least 1"),
        ({"skills": "sql"}, "skills", "a list"),
        ({"key_points": [{"id": "a", "text": "One"}, {"id": "a", "text": "Two"}]}, "key_points", "same id"),
        ({"follow_ups": [{"key_point": "no", "text": "Then?"}]}, "follow_ups.1.key_point", "no key point “no”"),
        ({"key_points": [{"text": "Steam", "weight": "x"}]}, "key_points.1.weight", "such as 1 or 2.5"),
    ],
)
def test_a_mistake_names_the_field_and_how_to_mend_it(changes: dict[str, Any], place: str, words: str) -> None:
    [(found_place, message)] = told(**changes)
    assert found_place == place
    assert words in message


def spoilt_questions() -> list[Question]:
    """That break, together, each rule that a company can come upon."""
    data = question_data()
    answer = data["expected_answer"]
    points = [
        {**data["key_points"][0], "paraphrases": ["the steam", "the steam"]},
        {**data["key_points"][1], "text": "The bimetal strip near the base, which bends"},
        data["key_points"][2],
    ]
    badly = {
        "text": "First of all. Then again. And then. How does it end, after so many words?",
        "clarification": "Explain how the hot vapour is led to a sensor, so that the current is interrupted.",
        "key_points": points,
        "hints": [answer, answer],
        "model_answer": f"{answer} Hot vapour is led to a sensor.",
        "skills": [],
    }
    given_away = [{"key_point": "vapour", "text": "Where is the hot vapour led?"}]
    little = {"clarification": "", "hints": [], "model_answer": "Steam.", "follow_ups": given_away}
    return [read_own({**data, **badly}), read_own({**data, **little})]


def test_every_message_of_the_linter_has_words_of_its_own() -> None:
    found = {remark.message for question in spoilt_questions() for remark in remarks(question)}
    raw = {message for question in spoilt_questions() for _field, message in advice(question)}
    assert found.isdisjoint(raw)
    for words in (
        "Nothing here yet",
        "words long;",
        "would be better",
        "at most 3 can be kept",
        "Stands word for word",
        "Repeats a key point",
        "One of these repeats",
        "None yet. Without one",
        "Says words of its key point",
        "Gives away part",
        "Says as much as",
        "Repeats an earlier hint",
        "Name a skill",
    ):
        assert any(words in message for message in found), words


def test_advice_on_follow_ups_stands_at_their_key_point() -> None:
    data = {**question_data(), "follow_ups": [{"key_point": "circuit", "text": "Is the current interrupted?"}]}
    fields = {remark.field: remark.label for remark in remarks(read_own(data))}
    assert fields["key_points.0.follow_ups"] == "Key point 1, follow-ups"
    assert "key_points.2.follow_ups" in fields


def test_a_question_like_another_is_told_of() -> None:
    assert remarks(read_own(question_data()), alike="The other one?")[-1].message.startswith(
        "Nearly the same as “The other one?”"
    )
