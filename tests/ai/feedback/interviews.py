"""Answered questions, as short as the tests want them."""

from __future__ import annotations

from typing import Any

from viva.ai.engines.base import AnsweredQuestion, ConcludeRequest, Mode, Outcome
from viva.ai.types import CodeResult, Coverage, Difficulty, Evaluation, Kind, Metrics, Problem, Question


def question(skill: str = "caching", **fields: Any) -> Question:
    known: dict[str, Any] = {
        "id": f"about-{skill}",
        "text": f"What do you know about {skill}?",
        "kind": Kind.TECHNICAL,
        "difficulty": Difficulty.MEDIUM,
        "expected_answer": "Everything.",
        "skills": (skill,) if skill else (),
    }
    return Question(**(known | fields))


def coding(title: str = "Two Sum") -> Question:
    problem = Problem(title, "Find two.", "two_sum", {}, (), ())
    return question("arrays", id=title, kind=Kind.CODING, problem=problem)


def judged(
    score: float | None,
    *,
    metrics: tuple[float, float, float, float] | None = None,
    covered: tuple[Coverage, ...] = (),
    missing: tuple[Coverage, ...] = (),
) -> Evaluation:
    known = Metrics(*metrics) if metrics else None
    return Evaluation(score=score, metrics=known, covered=covered, missing=missing)


def answered(score: float | None, skill: str = "caching", **fields: Any) -> AnsweredQuestion:
    """`metrics`, `covered` and `missing` go to the evaluation, the rest to the answered question."""
    about = {name: fields.pop(name) for name in ("metrics", "covered", "missing") if name in fields}
    asked = fields.pop("question", None) or question(skill)
    return AnsweredQuestion(asked, Outcome.ANSWERED, judged(score, **about), **fields)


def ended(outcome: Outcome, skill: str = "caching") -> AnsweredQuestion:
    return AnsweredQuestion(question(skill), outcome)


def code(passed: int, total: int, verdict: str = "AC", source: str = "") -> CodeResult:
    return CodeResult(source, "python", passed, total, verdict)


def interview(*items: AnsweredQuestion, mode: Mode = Mode.PRACTICE, **fields: Any) -> ConcludeRequest:
    known: dict[str, Any] = {"role": "Back-end developer", "kind": Kind.TECHNICAL, "difficulty": Difficulty.MEDIUM}
    return ConcludeRequest(mode=mode, answered=items, **(known | fields))
