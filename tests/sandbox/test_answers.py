"""A judgement as a line of JSON, and whether it is one."""

from __future__ import annotations

import json

import pytest

from viva.sandbox.lines import Asked, is_judged, write_line
from viva.sandbox.types import Judgement, Submission, TestResult, Verdict

pytestmark = pytest.mark.unit


def test_a_judgement_is_one_line_with_all_that_is_known_of_each_test() -> None:
    asked = Asked(7, 1, Submission("", "add", ()))
    result = TestResult(Verdict.WA, 1.5, 2.5, 1024, "prints\n", "complaints\u2028", [4], "differs")

    text = write_line(asked, Judgement(Verdict.WA, (result,), "differs"))
    assert (text.count(b"\n"), text.isascii(), text[-1:]) == (1, True, b"\n")
    assert json.loads(text) == {
        "id": 1,
        "verdict": "WA",
        "tests": [
            {
                "verdict": "WA",
                "cpu_ms": 1.5,
                "wall_ms": 2.5,
                "memory_kb": 1024,
                "stdout": "prints\n",
                "stderr": "complaints\u2028",
                "value": [4],
                "message": "differs",
            }
        ],
        "message": "differs",
    }


@pytest.mark.parametrize(
    ("judgement", "judged"),
    [
        (Judgement(Verdict.AC), True),
        (Judgement(Verdict.CE, message="line 1"), True),
        (Judgement(Verdict.WA, (TestResult(Verdict.WA), TestResult(Verdict.AC))), True),
        (None, False),
        (Judgement(Verdict.IE), False),
        (Judgement(Verdict.WA, (TestResult(Verdict.WA), TestResult(Verdict.IE))), False),
    ],
)
def test_a_line_was_judged_where_the_judge_itself_did_not_fail(judgement: Judgement | None, judged: bool) -> None:
    assert is_judged(judgement) is judged
