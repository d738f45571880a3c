"""Words for the candidate: what was covered, with quotes, what is missing, and what cost points. It blames
nobody."""

from __future__ import annotations

from collections.abc import Sequence

from viva.ai.grading.rubric import hint_cost
from viva.ai.types import CodeFinding, CodeJudgement, CodeResult, Coverage, Criterion

SHOWN = 0.5
"""Share from which a criterion of a rubric counts as shown."""
MOST = 4
"""Key points or findings named in one list; the page shows all of them."""


def write_feedback(
    *,
    covered: Sequence[Coverage],
    missing: Sequence[Coverage],
    denied: Sequence[Coverage],
    hints_used: int,
    notes: Sequence[str] = (),
    criteria: Sequence[Criterion] = (),
) -> str:
    parts = list(notes)
    if covered:
        parts.append("You covered: " + _listed(covered) + ".")
    if denied:
        parts.append("This reads as the opposite of what is expected: " + _listed(denied) + ". Check it again.")
    rest = [point for point in missing if point.key_point not in {each.key_point for each in denied}]
    partly = [point for point in rest if point.quote]
    absent = [point for point in rest if not point.quote]
    if partly:
        parts.append("You touched on this; say more: " + _listed(partly) + ".")
    if absent:
        parts.append("Still missing: " + _listed(absent) + ".")
    if covered and not missing:
        parts.append("Nothing essential is missing.")
    if advice := _advice(criteria):
        parts.append("To make it a fuller answer: " + " ".join(advice))
    if hints_used:
        parts.append(hint_note(hints_used))
    return "\n\n".join(parts)


def describe_code(code: CodeResult, judgement: CodeJudgement, *, spoken: bool, unmeasured: bool) -> str:
    """On the tests, how the time grows, what makes it hard to read, and what else the judgement rests on."""
    parts = [f"Your code passed {code.passed} of {code.total} tests."]
    if judgement.growth_text:
        parts.append(judgement.growth_text)
    elif unmeasured:
        parts.append("How its time grows on larger inputs could not be measured, so that does not count here.")
    if judgement.findings:
        parts.append(f"To make it easier to read: {_placed(judgement.findings)}.")
    if not spoken:
        parts.append("You said nothing about your approach, so the code alone was judged.")
    return " ".join(parts)


def _advice(criteria: Sequence[Criterion]) -> list[str]:
    """On the criteria that the answer does not show, if it shows any."""
    absent = [each for each in criteria if each.share < SHOWN]
    return [each.advice for each in absent] if len(absent) < len(criteria) else []


def _placed(findings: Sequence[CodeFinding]) -> str:
    more = f"; and {len(findings) - MOST} more" if len(findings) > MOST else ""
    return "; ".join(f"line {each.line}, {each.text}" for each in findings[:MOST]) + more


def _listed(points: Sequence[Coverage]) -> str:
    named = [
        f"{point.text.rstrip('.')} (“{point.quote}”)" if point.quote else point.text.rstrip(".")
        for point in points
    ]
    more = f"; and {len(named) - MOST} more" if len(named) > MOST else ""
    return "; ".join(named[:MOST]) + more


def hint_note(used: int) -> str:
    word = "One hint was" if used == 1 else f"{used} hints were"
    return f"{word} used, which cost {hint_cost(used):g} points."
