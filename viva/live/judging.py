"""Running code for the room: the question's tests, the judge, and what the candidate may see of the result."""

from __future__ import annotations

import logging
from typing import Any

from viva.ai.types import CodeResult, Problem, TestCase
from viva.live.judge_calls import call_judge, judge_calls
from viva.live.models import CodeSubmission, InterviewSession
from viva.live.models.code import RETURNED, STOPPED, SubmissionMode
from viva.live.models.session import MessageKind
from viva.live.services.turns import JudgedCode, NewMessage
from viva.sandbox.types import Judgement, JudgeTest, Submission, TestResult, Verdict

log = logging.getLogger(__name__)

RUNNER_TROUBLE = "The code runner is in trouble. This is not your fault and does not count; please try again."
HIDDEN_FAILED = "All the sample tests pass, but a hidden one does not."
# Longer than the judge's own limit for a whole submission: only a judge that hangs meets it.
JUDGE_SECONDS = 60.0


async def judge_submission(
    submission: CodeSubmission, problem: Problem, *, seconds: float = JUDGE_SECONDS, owner: str = ""
) -> JudgedCode:
    """Judge the samples (*Run*) or samples and hidden tests (*Submit*), or run it with the candidate's own input
    (*try*); a runner that fails gives IE, one that was told to stop STOPPED. `owner`: whose turn it takes.
    """
    tests = _tests(submission, problem)
    wanted = _wanted(submission, problem, tests, owner)
    judgement = await _judge(submission, wanted, seconds)
    if judgement is None:
        return JudgedCode(submission.number, STOPPED, passed=0, total=0, message="", results=[])
    if submission.mode == SubmissionMode.TRY:
        return _tried(submission, judgement)
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


def owner_of(submission: CodeSubmission, session: InterviewSession | None = None) -> str:
    """Whose turn the judge's queue takes: the interview's candidate."""
    interview = (session or submission.session).interview
    return f"{interview.candidate_id or interview.user_id}"


def _tests(submission: CodeSubmission, problem: Problem) -> tuple[TestCase, ...]:
    if submission.mode == SubmissionMode.TRY:
        return (TestCase(args=tuple(submission.given or ()), expected=None),)
    return (*problem.samples, *(problem.hidden if submission.mode == SubmissionMode.SUBMIT else ()))


def _wanted(submission: CodeSubmission, problem: Problem, tests: tuple[TestCase, ...], owner: str) -> Submission:
    return Submission(
        id=f"{submission.session_id}-{submission.number}",
        source=submission.source,
        entry_point=problem.entry_point,
        language=submission.language,
        tests=tuple(JudgeTest(args=case.args, expected=case.expected) for case in tests),
        owner=owner,
    )


async def _judge(submission: CodeSubmission, wanted: Submission, seconds: float) -> Judgement | None:
    """None where the candidate stopped it."""
    if not wanted.tests:  # nothing to fail is not a solution
        log.error("code was to be judged without a test")
        return Judgement(Verdict.IE, message=RUNNER_TROUBLE)
    try:
        call = call_judge(submission.session_id, submission.number, wanted, seconds=seconds)
        return await judge_calls.carry_out(submission.session_id, submission.number, call)
    except Exception:
        log.exception("the code runner failed")
        return Judgement(Verdict.IE, message=RUNNER_TROUBLE)


def _tried(submission: CodeSubmission, judgement: Judgement) -> JudgedCode:
    """What came of it: nothing is right or wrong, so a value is as good as another."""
    returned = judgement.verdict in {Verdict.AC, Verdict.WA}
    results = [_ran(result, submission.given or []) for result in judgement.tests]
    return JudgedCode(
        number=submission.number,
        verdict=RETURNED if returned else str(judgement.verdict),
        passed=0,
        total=0,
        message="" if returned else judgement.message,
        results=results,
    )


def _ran(result: TestResult, given: list[Any]) -> dict[str, Any]:
    shown = _shown(result, TestCase(args=tuple(given), expected=None), hidden=False)
    del shown["expected"]
    if result.verdict in {Verdict.AC, Verdict.WA}:
        shown["verdict"] = RETURNED
    return shown


def _shown(result: TestResult, case: TestCase, *, hidden: bool) -> dict[str, Any]:
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
            "language": submission.language,
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
