"""Sample answers as they would have been judged: the evidence is written beside them, and no grader is asked."""

from __future__ import annotations

from typing import Any

from viva.ai.engines.base import AnsweredQuestion, Outcome
from viva.ai.grading.feedback import write_feedback
from viva.ai.types import CodeResult, Coverage, Evaluation, KeyPoint, Metrics, Question
from viva.web.sample.content import question

ENGINE = "sample"  # so that nobody takes these judgements for a grader's


def answered(entry: dict[str, Any]) -> AnsweredQuestion:
    """The entry of a YAML file as the conclusion takes it; `covered` has key points with their quotes."""
    asked = question(entry["question"])
    code = _code(asked, entry["code"]) if "code" in entry else None
    return AnsweredQuestion(
        question=asked,
        outcome=Outcome.ANSWERED,
        evaluation=_evaluation(asked, entry),
        code=code,
        hints_used=entry.get("hints", 0),
        answers=(entry["text"],),
    )


def _evaluation(asked: Question, entry: dict[str, Any]) -> Evaluation:
    quotes = entry["covered"]
    covered = tuple(_point(point, 0.9, quotes[point.id]) for point in asked.key_points if point.id in quotes)
    missing = tuple(_point(point, 0.0) for point in asked.key_points if point.id not in quotes)
    clarity, relevance, depth, accuracy = entry["metrics"]
    return Evaluation(
        score=entry["score"],
        metrics=Metrics(clarity=clarity, relevance=relevance, depth=depth, technical_accuracy=accuracy),
        covered=covered,
        missing=missing,
        feedback=write_feedback(covered=covered, missing=missing, denied=(), hints_used=entry.get("hints", 0)),
        confidence=0.9,
        engine=ENGINE,
        rubric_version="1",
    )


def _point(point: KeyPoint, share: float, quote: str | None = None) -> Coverage:
    return Coverage(key_point=point.id, text=point.text, share=share, quote=quote)


def _code(asked: Question, source: str) -> CodeResult:
    """A right solution: a test holds the sample's code to the problem's tests."""
    assert asked.problem  # noqa: S101 - code is written to coding questions only
    tests = len(asked.problem.samples) + len(asked.problem.hidden)
    return CodeResult(source=source, language="python", passed=tests, total=tests, verdict="AC")
