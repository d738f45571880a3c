"""What came back against what was expected, which never left; by the rules for code that is judged here."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from viva.sandbox.checking import judge_finding, storable_text
from viva.sandbox.printed import agree
from viva.sandbox.remote.runs import Ran
from viva.sandbox.types import Kind, Limits, Submission, TestResult, Verdict
from viva.sandbox.wire import Finding


def finding_of_program(ran: Ran, *, limits: Limits) -> Finding:
    """A program's prints are its answer; more of them than allowed are none."""
    verdict, message = ran.verdict, ran.message
    if verdict is None and len(ran.stdout.encode("utf-8", "replace")) > limits.output_bytes:
        verdict, message = Verdict.OLE, f"it printed more than {limits.output_bytes} bytes"
    return Finding(
        verdict,
        cpu_ms=ran.cpu_ms,
        wall_ms=ran.wall_ms,
        memory_kb=ran.memory_kb,
        stdout=storable_text(ran.stdout)[: limits.output_bytes],
        stderr=storable_text(ran.stderr)[: limits.output_bytes],
        message=message,
    )


def judged(finding: Finding, submission: Submission, *, expected: Any) -> TestResult:
    """Where an answer meets what was expected. Raises TypeError, ValueError where the latter is not JSON."""
    if submission.kind is Kind.PROGRAM and finding.verdict is None:
        right = agree(submission.checker, finding.stdout, str(expected))
        finding = replace(finding, verdict=Verdict.AC if right else Verdict.WA)
    return judge_finding(finding, expected=expected)
