"""What a line of JSON asks of the grader, and the line that it gets back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from viva.ai.grading.lines import read_line, write_line
from viva.ai.types import Coverage, Criterion, Evaluation, EvaluationRequest, KeyPoint, Kind

pytestmark = pytest.mark.unit
LINE: dict[str, Any] = {"id": 3, "question": "Why?", "reference_answer": "Because of it.", "answer": "It."}


def understood(**changes: Any) -> EvaluationRequest:
    asked = read_line(json.dumps(LINE | changes).encode(), number=1)
    assert asked is not None
    assert asked.work is not None, asked.message
    return asked.work


def refused(found: Any) -> str:
    asked = read_line(found if isinstance(found, bytes) else json.dumps(found).encode(), number=4)
    assert asked is not None
    assert asked.work is None
    return asked.message


def test_a_line_without_key_points_is_judged_by_its_reference() -> None:
    request = understood()

    assert (request.question.text, request.question.expected_answer) == ("Why?", "Because of it.")
    assert (request.question.key_points, request.answers) == ((), ("It.",))


def test_key_points_are_texts_or_objects() -> None:
    points = ["One thing", {"text": "Another", "id": "b", "weight": 2, "paraphrases": ["the other"]}]

    assert understood(key_points=points).question.key_points == (
        KeyPoint("key-point-1", "One thing"),
        KeyPoint("b", "Another", 2.0, ("the other",)),
    )


def test_with_key_points_there_need_be_no_reference() -> None:
    found = {name: value for name, value in LINE.items() if name != "reference_answer"}
    asked = read_line(json.dumps(found | {"key_points": ["One"]}).encode(), number=1)

    assert asked is not None
    assert asked.work is not None


def test_the_kind_may_be_named() -> None:
    assert understood(kind="behavioral").question.kind is Kind.BEHAVIORAL


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"answer": None}, "answer is null; it has to be a text"),
        ({"answr": "x"}, 'the line has no use for "answr"; did you mean answer?'),
        ({"answer": "x" * 20_001}, "answer has 20001 characters; at most 20000 are judged"),
        ({"kind": "oral"}, 'kind is "oral"; it has to be "technical" or'),
        ({"key_points": "One"}, "key_points is a text; it has to be a list"),
        ({"key_points": ["x"] * 31}, "key_points are 31; at most 30 are judged"),
        ({"key_points": [7]}, "key point 1 is a whole number; it has to be a text, or an object"),
        ({"key_points": [" "]}, "text of key point 1 is empty"),
        (
            {"key_points": [{"text": "a", "wieght": 1}]},
            'key point 1 has no use for "wieght"; did you mean weight?',
        ),
        ({"key_points": [{"text": "a", "weight": 0}]}, "weight of key point 1 has to be a number above 0"),
        ({"key_points": [{"text": "a", "weight": True}]}, "weight of key point 1 has to be a number above 0"),
        ({"key_points": [{"text": "a", "paraphrases": [1]}]}, "paraphrases of key point 1 have to be"),
        (
            {"key_points": [{"text": "a", "id": "x"}, {"text": "b", "id": "x"}]},
            "two of the key_points have the same",
        ),
    ],
)
def test_what_is_wrong_is_named(changes: dict[str, Any], message: str) -> None:
    assert refused(LINE | changes).startswith(message)


@pytest.mark.parametrize("name", ["question", "reference_answer", "answer"])
def test_what_is_missing_is_named(name: str) -> None:
    found = {key: value for key, value in LINE.items() if key != name}

    assert refused(found) == f"the line has no {name}; it has to be a text"


@pytest.mark.parametrize("text", [b"{", b"[]", b"\xff", b'{"id": []}', b"NaN", b"1e999"])
def test_nothing_that_a_line_may_hold_raises(text: bytes) -> None:
    assert refused(text)


def test_a_line_that_was_not_understood_is_answered_with_its_number() -> None:
    asked = read_line(b"nonsense", number=9)

    assert asked is not None
    assert json.loads(write_line(asked, None)) == {"id": None, "line": 9, "score": None, "message": asked.message}


def test_an_evaluation_is_written_with_its_quotes() -> None:
    asked = read_line(json.dumps(LINE).encode(), number=1)
    assert asked is not None
    met = Coverage("a", "Says a", 0.9, "It says a.")
    partly = Criterion("task", "The task", 0.4, None, "Say more.")
    found = Evaluation(
        7.5,
        None,
        covered=(met,),
        feedback="Good.",
        confidence=0.8,
        engine="embedded",
        criteria=(partly,),
    )

    assert json.loads(write_line(asked, found)) == {
        "id": 3,
        "score": 7.5,
        "confidence": 0.8,
        "needs_review": False,
        "covered": [{"id": "a", "text": "Says a", "share": 0.9, "quote": "It says a."}],
        "missing": [],
        "criteria": [{"id": "task", "text": "The task", "share": 0.4, "quote": None, "advice": "Say more."}],
        "feedback": "Good.",
        "message": "",
    }
