"""The four numbers of an interview, 0 to 100; None where nothing was assessed.

- overall: 100 x the sum of scores / (10 x the counted questions). A question skipped, left, or answered
  *I don't know* counts 0; one not reached, withheld or not assessed is left out.
- communication: clarity and relevance of what was said, averaged over the answers that were assessed.
- problem solving: depth and technical accuracy, and the share of passed tests where there is code, averaged
  over the counted questions; one without an answer counts 0.
- code quality: the share of passed tests times what readability leaves of it (all of readable code, 4/5 of
  unreadable), averaged over the questions with judged code. Readability is the grader's; unknown it
  takes nothing away.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from viva.ai.engines.base import AnsweredQuestion, Outcome

COUNTS_ZERO = frozenset({Outcome.DONT_KNOW, Outcome.SKIPPED, Outcome.LEFT})
READABILITY = 0.2  # the part of code quality that unreadable code loses
NOT_THE_CANDIDATES = "IE"  # the verdict of a run that failed on our side


@dataclass(frozen=True, slots=True)
class Scores:
    overall: float | None
    communication: float | None
    problem_solving: float | None
    code_quality: float | None


def score_interview(answered: Sequence[AnsweredQuestion]) -> Scores:
    if not any(is_assessed(item) for item in answered):
        return Scores(None, None, None, code_quality(answered))
    return Scores(
        overall=overall(answered),
        communication=communication(answered),
        problem_solving=problem_solving(answered),
        code_quality=code_quality(answered),
    )


def is_assessed(item: AnsweredQuestion) -> bool:
    """Whether the candidate said something that has a score; *I don't know* is such a thing."""
    return item.outcome is Outcome.DONT_KNOW or _scored(item)


def points(item: AnsweredQuestion) -> float | None:
    """The question's points out of 10, or None where it is left out."""
    if item.outcome in COUNTS_ZERO:
        return 0.0
    return item.evaluation.score if _scored(item) and item.evaluation else None


def overall(answered: Sequence[AnsweredQuestion]) -> float | None:
    return _mean_percent(points(item) for item in answered)


def communication(answered: Sequence[AnsweredQuestion]) -> float | None:
    metrics = [item.evaluation.metrics for item in answered if _scored(item) and item.evaluation]
    return _mean_percent((each.clarity + each.relevance) / 2 for each in metrics if each)


def problem_solving(answered: Sequence[AnsweredQuestion]) -> float | None:
    return _mean_percent(_solving(item) for item in answered)


def code_quality(answered: Sequence[AnsweredQuestion]) -> float | None:
    return _mean_percent(_quality(item) for item in answered)


def tests_passed(item: AnsweredQuestion) -> float | None:
    """Passed tests out of 10, or None without judged code."""
    if item.code is None or item.code.total < 1 or item.code.verdict == NOT_THE_CANDIDATES:
        return None
    return 10 * item.code.passed / item.code.total


def _quality(item: AnsweredQuestion) -> float | None:
    passed = tests_passed(item)
    if passed is None or item.code is None:
        return None
    judged = item.evaluation.code if item.evaluation else None
    readable = judged.readability if judged else None
    return passed * (1 - READABILITY * (1 - readable)) if readable is not None else passed


def _solving(item: AnsweredQuestion) -> float | None:
    if item.outcome in COUNTS_ZERO:
        return 0.0
    metrics = item.evaluation.metrics if _scored(item) and item.evaluation else None
    thought = (metrics.depth + metrics.technical_accuracy) / 2 if metrics else None
    parts = [part for part in (thought, tests_passed(item)) if part is not None]
    return sum(parts) / len(parts) if parts else None


def _scored(item: AnsweredQuestion) -> bool:
    evaluation = item.evaluation
    return item.outcome is Outcome.ANSWERED and evaluation is not None and evaluation.score is not None


def _mean_percent(values: Iterable[float | None]) -> float | None:
    """The mean of values out of 10 as a percentage, to two decimals; None without a value."""
    known = [value for value in values if value is not None]
    return round(10 * sum(known) / len(known), 2) if known else None
