"""Does what came back equal what was expected? Runs in the client, which alone knows the expected answers.

The rule: both are compared as JSON. Numbers compare by value (1 equals 1.0), within 1e-9, relative and
absolute, as soon as one of the two is not whole; true and false equal only themselves, never 1 or
0; NaN equals nothing; texts, lists and dicts must match exactly, dicts in any order."""

from __future__ import annotations

import json
import math
from typing import Any

from viva.sandbox import printed
from viva.sandbox.types import Kind, Submission, TestResult, Verdict
from viva.sandbox.wire import Finding

TOLERANCE = 1e-9
MOST_DEPTH = 64


def judge_finding(finding: Finding, submission: Submission, *, expected: Any) -> TestResult:
    """The test's result: AC or WA where there is something to compare, else the finding's own verdict."""
    if finding.verdict is not None:
        return _result(finding, verdict=finding.verdict, message=finding.message)
    if submission.kind is Kind.PROGRAM:
        right = printed.agree(submission.checker, finding.stdout, str(expected))
        return _result(finding, verdict=Verdict.AC if right else Verdict.WA)
    return _judge_value(finding, expected)


def _judge_value(finding: Finding, expected: Any) -> TestResult:
    if finding.value is None:
        return _result(finding, verdict=Verdict.IE, message=finding.message)
    try:
        value = json.loads(finding.value)
        deep = _deeper_than(value, MOST_DEPTH)
    except (ValueError, RecursionError):
        return _result(finding, verdict=Verdict.RE, message="what came back is not JSON")
    if deep:
        message = f"the returned value is nested more than {MOST_DEPTH} levels deep"
        return _result(finding, verdict=Verdict.RE, message=message)
    right = equal(value, as_json(expected))
    return _result(finding, verdict=Verdict.AC if right else Verdict.WA, value=storable(value))


def _result(finding: Finding, *, verdict: Verdict, value: Any = None, message: str = "") -> TestResult:
    return TestResult(
        verdict=verdict,
        cpu_ms=finding.cpu_ms,
        wall_ms=finding.wall_ms,
        memory_kb=finding.memory_kb,
        stdout=finding.stdout,
        stderr=finding.stderr,
        value=value,
        message=message,
    )


def as_json(expected: Any) -> Any:
    """`expected` as JSON would carry it (tuples as lists, keys as texts). Raises TypeError, ValueError."""
    return json.loads(json.dumps(expected))


def equal(value: Any, expected: Any) -> bool:
    """The rule above, on plain JSON values."""
    if isinstance(value, bool) or isinstance(expected, bool):
        return value is expected
    if isinstance(value, int | float) and isinstance(expected, int | float):
        return _same_number(value, expected)
    if type(value) is not type(expected):
        return False
    if isinstance(value, list):
        return len(value) == len(expected) and all(map(equal, value, expected))
    if isinstance(value, dict):
        return value.keys() == expected.keys() and all(equal(value[key], expected[key]) for key in value)
    return bool(value == expected)


def _same_number(value: float, expected: float) -> bool:
    if isinstance(value, int) and isinstance(expected, int):
        return value == expected
    try:
        whole = float(value).is_integer() and float(expected).is_integer()
        return value == expected or (
            not whole and math.isclose(value, expected, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
        )
    except OverflowError:  # an int beyond any float
        return False


def storable(value: Any) -> Any:
    """`value` as any database takes it: no NaN, no infinity, no NUL, no half surrogate pair."""
    if isinstance(value, str):
        return storable_text(value)
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, list):
        return [storable(item) for item in value]
    if isinstance(value, dict):
        return {storable_text(key): storable(item) for key, item in value.items()}
    return value


def storable_text(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "\ufffd")


def _deeper_than(value: Any, levels: int) -> bool:
    layer = [value]
    for _ in range(levels):
        layer = [inner for item in layer for inner in _inside(item)]
        if not layer:
            return False
    return True


def _inside(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    return list(value.values()) if isinstance(value, dict) else []
