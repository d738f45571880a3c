"""A result in the words of the result page."""

from __future__ import annotations

from typing import Any

import pytest
from django.template.loader import render_to_string

from viva.insights.result import CodeShown, QuestionResult
from viva.web.candidate.shown import question_shown

pytestmark = pytest.mark.unit


def judged(*, hidden: bool) -> dict[str, Any]:
    return {
        "verdict": "AC",
        "cpu_ms": 1.0,
        "memory_kb": 10,
        "hidden": hidden,
        "args": [1],
        "expected": 1,
        "value": 1,
    }


def result(**fields: Any) -> QuestionResult:
    known: dict[str, Any] = {
        "number": 1,
        "title": "",
        "text": "Why?",
        "kind": "Technical",
        "status": "answered",
        "score": 5.0,
        "needs_review": False,
        "hints_used": 0,
        "feedback": "",
        "answers": [],
        "missing": [],
        "model_answer": "",
    }
    return QuestionResult(**{**known, **fields})


def test_sample_and_hidden_tests_are_counted_apart_as_in_the_room() -> None:
    tests = [judged(hidden=False), judged(hidden=False), judged(hidden=True), judged(hidden=True)]
    shown = question_shown(result(code=CodeShown("", "python", "AC", 4, 4, tests)))
    names = [test["name"] for test in shown["code"]["tests"]]
    assert names == ["Sample 1", "Sample 2", "Hidden test 1", "Hidden test 2"]


def test_a_question_that_was_not_reached_does_not_blame_the_clock() -> None:
    shown = question_shown(result(status="not_reached", score=None))
    html = render_to_string("partials/result_question.html", {"question": shown})
    assert "This one was not reached. It does not count." in html
    assert "time was up" not in html
