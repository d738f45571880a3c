"""What came back against what was expected, which never left; by the rules for code that is judged here."""

from __future__ import annotations

import math
from typing import Any

from viva.sandbox.checking import storable_text
from viva.sandbox.remote.runs import Ran
from viva.sandbox.types import Checker, Limits, TestResult, Verdict

_TOLERANCE = 1e-6


def judge_printed(ran: Ran, *, checker: Checker, expected: Any, limits: Limits) -> TestResult:
    """The result of one test of a program."""
    verdict, message = ran.verdict, ran.message
    if verdict is None and len(ran.stdout.encode("utf-8", "replace")) > limits.output_bytes:
        verdict, message = Verdict.OLE, f"it printed more than {limits.output_bytes} bytes"
    if verdict is None:
        verdict = Verdict.AC if agree(checker, ran.stdout, str(expected)) else Verdict.WA
    return TestResult(
        verdict,
        cpu_ms=ran.cpu_ms,
        wall_ms=ran.wall_ms,
        memory_kb=ran.memory_kb,
        stdout=storable_text(ran.stdout)[: limits.output_bytes],
        stderr=storable_text(ran.stderr)[: limits.output_bytes],
        message=message,
    )


def agree(checker: Checker, printed: str, expected: str) -> bool:
    """Whether what a program printed is what it had to print."""
    if checker is Checker.LINES:
        return _lines(printed) == _lines(expected)
    ours, theirs = expected.split(), printed.split()
    return len(ours) == len(theirs) and all(map(_same_word, theirs, ours))


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.rstrip().split("\n")]


def _same_word(printed: str, expected: str) -> bool:
    if printed == expected:
        return True
    try:
        return math.isclose(float(printed), float(expected), rel_tol=_TOLERANCE, abs_tol=_TOLERANCE)
    except ValueError:
        return False
