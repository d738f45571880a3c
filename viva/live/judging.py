"""Running code for the room: the question's tests, the judge, and what the candidate may see of the result."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from viva.ai.types import CodeResult, Problem, TestCase
from viva.live.models import CodeSubmission
from viva.live.models.session import MessageKind
from viva.live.providers import get_judge
from viva.live.services.turns import JudgedCode, NewMessage
from viva.sandbox.types import Judgement, JudgeTest, Submission, Verdict

log = logging.getLogger(__name__)

RUNNER_TROUBLE = "The code runner is in trouble. This is not your fault and does not count; please try again."
HIDDEN_FAILED = "All the sample tests pass, but a hidden one does not."
# Longer than the judge's own limit for a whole submission: only a judge that hangs meets it.
JUDGE_SECONDS = 60.0


async def judge_submission(
    submission: CodeSubmission, problem: Problem, *, seconds: float = JUDGE_SECONDS
) -> JudgedCode:
    """Judge the samples (*Run*) or samples and hidden tests (*Submit*); a runner that fails gives IE."""
    hidden = problem.hidden if submission.mode == "submit" else ()
    tests = (*problem.samples, *hidden)
    judgement = await _judge(submission, problem, tests, seconds)
    results = [
        _shown(result, case, hidden=index >= len(problem.samples))
        for index, (result, case) in enumerate(zip(judgement.tests, tests, strict=False))
    ]
    return JudgedCode(
        number=submission.number,
        verdict=str(judgement.verdict),
        passed=judgement.passed,
        total=len(tests),
        message=_message(judgement, samples=len(problem.samples)),
        results=results,
    )


def _message(judgement: Judgement, *, samples: int) -> str:
    """The judge's sentence on the first test that failed; of a hidden one it may quote the input, so not that."""
    first = next((index for index, test in enumerate(judgement.tests) if test.verdict is not Verdict.AC), None)
    return judgement.message if first is None or first < samples else HIDDEN_FAILED


async def _judge(
    submission: CodeSubmission, problem: Problem, tests: tuple[TestCase, ...], seconds: float
) -> Judgement:
    wanted = Submission(
        id=f"{submission.session_id}-{submission.number}",
        source=submission.source,
        entry_point=problem.entry_point,
        language=submission.language,
        tests=tuple(JudgeTest(args=case.args, expected=case.expected) for case in tests),
    )
    if not tests:  # nothing to fail is not a solution
        log.error("code was to be judged without a test")
        return Judgement(Verdict.IE, message=RUNNER_TROUBLE)
    try:
        return await asyncio.wait_for(get_judge().judge(wanted), seconds)
    except Exception:
        log.exception("the code runner failed")
        return Judgement(Verdict.IE, message=RUNNER_TROUBLE)


def _shown(result: Any, case: TestCase, *, hidden: bool) -> dict[str, Any]:
    """One test as the candidate may see it: of a hidden one the verdict, time and memory, and nothing else."""
    shown = {
        "verdict": str(result.verdict),
        "cpu_ms": result.cpu_ms,
        "wall_ms": result.wall_ms,
        "memory_kb": result.memory_kb,
        "hidden": hidden,
    }
    if not hidden:
        shown |= {
            "stdout": result.stdout,
            "stderr": result.stderr,
            "args": list(case.args),
            "expected": case.expected,
            "value": result.value,
        }
    return shown


def verdict_message(submission: CodeSubmission, judged: JudgedCode) -> NewMessage:
    return NewMessage(
        kind=MessageKind.VERDICT,
        text="",
        question_id=submission.question_id,
        payload={
            "submission": judged.number,
            "mode": submission.mode,
            "verdict": judged.verdict,
            "passed": judged.passed,
            "total": judged.total,
            "message": judged.message,
            "tests": judged.results,
        },
    )


def code_result(submission: CodeSubmission, judged: JudgedCode) -> CodeResult:
    return CodeResult(
        source=submission.source,
        language=submission.language,
        passed=judged.passed,
        total=judged.total,
        verdict=judged.verdict,
    )
