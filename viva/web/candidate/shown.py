"""A question's result in the words and shapes of the result page."""

from __future__ import annotations

import json
from dataclasses import asdict
from itertools import count
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _

from viva.ai.bank.skills import skill_label
from viva.ai.types import CodeJudgement, Criterion
from viva.insights.figures import whole
from viva.insights.result import CodeShown, QuestionResult
from viva.interviews.enums import Difficulty, Outcome
from viva.interviews.models import Interview
from viva.live.markdown import render_markdown

_STATUS = {
    Outcome.ANSWERED: "answered",
    Outcome.DONT_KNOW: "dont_know",
    Outcome.SKIPPED: "skipped",
    Outcome.LEFT: "left",
    Outcome.NOT_REACHED: "not_reached",
    Outcome.WITHHELD: "not_assessed",
}
_LEVELS = Difficulty.values
_LONGEST_VALUE = 400
FULLY_SHOWN, PARTLY_SHOWN = 0.9, 0.5
"""Shares from which a criterion of a rubric is shown, and partly shown."""


def verdict_sentence(score: float | None) -> str:
    """One sentence on an overall score of 0-100."""
    if score is None:
        return _("Nothing was answered, so there is nothing to assess.")
    score = whole(score)
    if score >= 85:
        return _("A strong interview: most of what a good answer needs was there.")
    if score >= 65:
        return _("A solid interview with a few points left out.")
    if score >= 40:
        return _("A fair start: the main ideas came up, and several points were missing.")
    return _("Much was missing this time. The points below are where to begin.")


def question_shown(result: QuestionResult, *, with_model_answer: bool = True) -> dict[str, Any]:
    """Without the model answer for a company's candidate: the company asks others the same."""
    model_answer = result.model_answer if with_model_answer else ""
    return {
        "number": result.number,
        "text": mark_safe(render_markdown(result.text)),  # noqa: S308 - sanitised by render_markdown
        "kind": result.kind,
        "difficulty": Difficulty(result.difficulty).label if result.difficulty else "",
        "shift": _shift(result),
        "status": _STATUS.get(Outcome(result.status), "answered"),
        "score": result.score,
        "needs_review": result.needs_review,
        "hints_used": result.hints_used,
        "feedback": result.feedback,
        "answers": [asdict(answer) for answer in result.answers],
        "missing": result.missing,
        "criteria": [_criterion(each) for each in result.criteria],
        "model_answer": mark_safe(render_markdown(model_answer)),  # noqa: S308 - as above
        "code": _code(result.code) if result.code else None,
    }


def _shift(result: QuestionResult) -> str:
    """harder or easier than planned, "" where it is as planned."""
    if not result.planned_difficulty or result.planned_difficulty == result.difficulty:
        return ""
    harder = _LEVELS.index(result.difficulty) > _LEVELS.index(result.planned_difficulty)
    return "harder" if harder else "easier"


def _criterion(found: Criterion) -> dict[str, Any]:
    """`degree`: whether it was shown, partly or not."""
    degree = "full" if found.share >= FULLY_SHOWN else "partly" if found.share >= PARTLY_SHOWN else "not"
    return {"text": found.text, "quote": found.quote or "", "advice": found.advice, "degree": degree}


def _code(code: CodeShown) -> dict[str, Any]:
    numbers = {hidden: count(1) for hidden in (False, True)}  # counted apart, as in the room
    tests = [_test(test, next(numbers[test.get("hidden", True)])) for test in code.tests]
    return {
        "text": code.text,
        "language": code.language,
        "passed": code.passed,
        "total": code.total,
        "growth": (code.judgement.growth_text if code.judgement else "") or code.remark,
        "parts": _parts(code.judgement) if code.judgement else [],
        "findings": code.judgement.findings if code.judgement else (),
        "tests": tests,
        "any_hidden": any(test["input"] is None for test in tests),
    }


def _parts(judgement: CodeJudgement) -> list[tuple[str, int]]:
    """What the score was made of, in whole percent; what could not be judged is left out."""
    parts = [
        (_("Tests"), judgement.tests),
        (_("Complexity"), judgement.complexity),
        (_("Explanation"), judgement.said),
        (_("Readability"), judgement.readability),
    ]
    return [(name, whole(100 * share)) for name, share in parts if share is not None]


def _test(test: dict[str, Any], number: int) -> dict[str, Any]:
    hidden = test.get("hidden", True)
    name = _("Hidden test %(number)d") if hidden else _("Sample %(number)d")
    return {
        "name": name % {"number": number},
        "verdict": test["verdict"],
        "time_ms": round(test["cpu_ms"]),
        "memory_kb": test["memory_kb"],
        "input": None if hidden else ", ".join(_value(arg) for arg in test["args"]),
        "expected": None if hidden else _value(test["expected"]),
        "got": None if hidden else _value(test["value"]),
    }


def _value(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"


def practise_next(interview: Interview, results: list[QuestionResult]) -> list[dict[str, str]]:
    """The skills to practise, weakest first, each with what was missing."""
    missing: dict[str, str] = {}
    for result in results:
        for skill in result.skills:
            if result.missing:
                missing.setdefault(skill, result.missing[0])
    return [
        {"name": skill_label(skill), "slug": slugify(skill), "reason": missing.get(skill, "")}
        for skill in interview.practise
    ]
