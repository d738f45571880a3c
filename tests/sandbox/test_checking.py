"""When an answer equals what was expected."""

from __future__ import annotations

import json
from typing import Any

import pytest

from viva.sandbox.checking import as_json, equal, judge_finding, storable
from viva.sandbox.types import Kind, Submission, TestResult, Verdict
from viva.sandbox.wire import Finding

pytestmark = pytest.mark.unit

NAN = float("nan")


@pytest.mark.parametrize(
    ("value", "expected", "same"),
    [
        (1, 1, True),
        (1, 1.0, True),
        (1.0, 1, True),
        (True, 1, False),
        (1, True, False),
        (False, 0, False),
        (None, False, False),
        (None, None, True),
        (0.1 + 0.2, 0.3, True),
        (0.3001, 0.3, False),
        (1e-10, 0, True),
        (1, 2, False),
        (10**20, 10**20 + 1, False),
        (float(10**15), 10**15 + 1, False),
        (10**400, 1.5, False),
        (NAN, NAN, False),
        ([NAN], [NAN], False),
        (float("inf"), float("inf"), True),
        (float("inf"), float("-inf"), False),
        ("1", 1, False),
        ("a", "a", True),
        ("a", "A", False),
        ([1, [2]], [1, [2.0]], True),
        ([1, 2], [2, 1], False),
        ([1], [1, 1], False),
        ([], {}, False),
        ({"a": 1, "b": [2]}, {"b": [2], "a": 1}, True),
        ({"a": 1}, {"a": True}, False),
        ({"a": 1}, {"a": 1, "b": None}, False),
    ],
)
def test_equality_of_answers(value: Any, expected: Any, same: bool) -> None:
    assert equal(value, expected) is same


def test_the_expected_answer_is_taken_as_json_carries_it() -> None:
    assert as_json({1: (2, 3)}) == {"1": [2, 3]}


CALL = Submission("", "solve", ())
PROGRAM = Submission("", "", (), kind=Kind.PROGRAM)


def test_of_a_program_the_prints_are_compared_and_nothing_else() -> None:
    finding = Finding(None, stdout="1 \n", value="2")

    verdicts = [judge_finding(finding, PROGRAM, expected=expected).verdict for expected in ("1", "2")]

    assert verdicts == [Verdict.AC, Verdict.WA]


def told(text: str, *, expected: Any) -> TestResult:
    return judge_finding(Finding(None, value=text), CALL, expected=expected)


def test_a_value_that_is_no_json_is_a_runtime_error() -> None:
    assert told("AC", expected=1).verdict is Verdict.RE


@pytest.mark.parametrize(("depth", "verdict"), [(63, Verdict.AC), (65, Verdict.RE), (100_000, Verdict.RE)])
def test_a_value_may_be_nested_only_so_deep(depth: int, verdict: Verdict) -> None:
    expected: Any = 1
    for _ in range(min(depth, 65)):
        expected = [expected]

    assert told("[" * depth + "1" + "]" * depth, expected=expected).verdict is verdict


def test_a_verdict_of_the_daemon_is_never_turned_into_another() -> None:
    finding = Finding(Verdict.RE, value="1", message="it ended itself")

    assert judge_finding(finding, CALL, expected=1).verdict is Verdict.RE


def test_a_shown_value_can_be_stored_in_any_database() -> None:
    value = [NAN, float("inf"), float("-inf"), "a\x00b", "\ud800", {"\x00": 1.5}]

    assert storable(value) == ["NaN", "Infinity", "-Infinity", "a\ufffdb", "?", {"\ufffd": 1.5}]
    assert json.loads(json.dumps(storable(value), allow_nan=False)) == storable(value)
