"""What the judging of one answer came to, before it is put into words."""

from __future__ import annotations

from dataclasses import dataclass

from viva.ai.grading.coverage import Found
from viva.ai.types import CodeJudgement, Criterion, Metrics


@dataclass(frozen=True, slots=True)
class Findings:
    """`score` 0-10 before hints; `said` the judged sentences that `found` points into; `notes` open the
    feedback."""

    score: float
    metrics: Metrics
    found: tuple[Found, ...]
    said: tuple[str, ...]
    confidence: float
    notes: tuple[str, ...]
    code: CodeJudgement | None = None
    criteria: tuple[Criterion, ...] = ()
