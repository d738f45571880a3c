"""Figures of how the time of a solution grows, for tests."""

from __future__ import annotations

from collections.abc import Sequence

from viva.ai.types import CodeGrowth
from viva.live.growth import compare_growth
from viva.sandbox.types import TestResult, Verdict

SIZES = (500, 1000, 2000, 4000, 8000)


def times(*milliseconds: float, verdict: Verdict = Verdict.AC, value: object = 1) -> list[TestResult]:
    return [TestResult(verdict, cpu_ms=each, value=value) for each in milliseconds]


LINEAR = times(0.5, 1, 2, 4, 8)
SQUARE = times(8, 30, 120, 480, 1920)


def compared(own: Sequence[TestResult], reference: Sequence[TestResult] = LINEAR) -> CodeGrowth:
    found = compare_growth(SIZES, own, reference)
    assert found is not None
    return found
