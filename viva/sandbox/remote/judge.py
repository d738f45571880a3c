"""`RemoteJudge`: the `Judge` that hands the running over to go-judge or Piston and keeps the judging."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from viva.sandbox.checking import judge_finding
from viva.sandbox.languages.registry import limits_of
from viva.sandbox.remote import calls
from viva.sandbox.remote.comparing import finding_of_program
from viva.sandbox.remote.go_judge import GoJudge
from viva.sandbox.remote.line import Line, LineFullError
from viva.sandbox.remote.piston import Piston
from viva.sandbox.remote.recipes import RECIPES, Recipe
from viva.sandbox.remote.runs import BuildError, Built, Job
from viva.sandbox.remote.runs import Kind as ServiceKind
from viva.sandbox.remote.transport import NOT_UNDERSTOOD, RemoteError, Service
from viva.sandbox.types import Judgement, JudgeTest, Kind, Submission, TestResult, Verdict, Waiting

KINDS: dict[str, Callable[[Service], ServiceKind]] = {"go-judge": GoJudge, "piston": Piston}
PLACES = 4  # submissions at once
MOST_WAITING, QUEUE_SECONDS = 256, 60.0
SUBMISSION_SECONDS, MOST_TIMEOUTS = 30.0, 3
DEADLINE_SECONDS = QUEUE_SECONDS + 2 * SUBMISSION_SECONDS + 120
MOST_SOURCE_CHARS, MOST_TESTS = 256 * 1024, 500
BUSY = "The code runner is busy; this is not your fault. Please try again in a moment."
SLOW = "The code runner did not answer in time; this is not your fault. Please try again in a moment."
_VERSIONS_SECONDS = 600.0  # for how long what languages there are is believed
_T = TypeVar("_T")
_log = logging.getLogger(__name__)


class RemoteJudge:
    """Used from one event loop at a time. `pause_seconds`: before what failed is asked for again."""

    def __init__(
        self,
        url: str,
        kind: str,
        *,
        token: str = "",
        places: int = PLACES,
        pause_seconds: float = 0.5,
        deadline_seconds: float = DEADLINE_SECONDS,
    ) -> None:
        """Raises KeyError for a `kind` that is none of KINDS."""
        self._kind = KINDS[kind](Service(url, token))
        self._line = Line(places=places, most=MOST_WAITING, seconds=QUEUE_SECONDS)
        self._places, self._pause, self._deadline = places, pause_seconds, deadline_seconds
        self._versions: dict[str, str] = {}
        self._versions_until = 0.0
        self._judged = 0

    async def judge(self, submission: Submission, *, waiting: Waiting | None = None) -> Judgement:
        """Never raises: what fails, here or there, is IE with a sentence for a person. Cancelling hangs up."""
        try:
            async with asyncio.timeout(self._deadline), self._line.place(waiting):
                return await self._judge(submission)
        except TimeoutError:
            return Judgement(Verdict.IE, message=SLOW)
        except LineFullError:
            return Judgement(Verdict.IE, message=BUSY)
        except RemoteError as error:
            return Judgement(Verdict.IE, message=told(error))
        except Exception as error:
            _log.error("the remote code runner's adapter failed: %s", type(error).__name__)
            return Judgement(Verdict.IE, message=told(RemoteError(NOT_UNDERSTOOD)))
        finally:
            self._judged += 1

    async def status(self) -> dict[str, Any]:
        """As the daemon's: `safe`, `tier`, `reason`, `languages`, `missing`, … It asks; never raises."""
        found: dict[str, Any] = {
            "safe": True,
            "tier": f"remote ({self._kind.title})",
            "reason": "",
            "seats": self._places,
            "waiting": self._line.waiting,
            "judged": self._judged,
        }
        try:
            versions = await self._known_versions()
        except RemoteError as error:
            return found | {"safe": False, "reason": told(error)}
        there = [recipe for recipe in RECIPES.values() if recipe.name in versions]
        missing = [recipe for recipe in RECIPES.values() if recipe.name not in versions]
        return found | {
            "languages": [_named(recipe, version=versions[recipe.name]) for recipe in there],
            "missing": [_named(recipe, needs=recipe.needs) for recipe in missing],
        }

    async def _judge(self, submission: Submission) -> Judgement:
        refused = _refusal(submission)
        if refused:
            return refused
        if submission.language not in await self._twice(self._known_versions):
            title = RECIPES[submission.language].title
            return Judgement(Verdict.IE, message=f"{title} cannot be run by the remote code runner.")
        try:
            return await self._judge_tests(submission)
        except BuildError as error:
            return Judgement(Verdict.CE, message=str(error)[:8000])

    async def _judge_tests(self, submission: Submission) -> Judgement:
        job = _job(submission)
        async with contextlib.AsyncExitStack() as stack:
            built = await self._twice(lambda: stack.enter_async_context(self._kind.build(job)))
            results: list[TestResult] = []
            began = time.monotonic()
            for test in submission.tests or _only_compiling(submission):
                late = _give_up_reason(results, seconds=time.monotonic() - began)
                result = (
                    TestResult(Verdict.TLE, message=late)
                    if late
                    else await self._test(built, job, submission, test)
                )
                if result.verdict in (Verdict.CE, Verdict.IE):
                    return Judgement(result.verdict, message=result.message)
                results.append(result)
        return _concluded(tuple(results) if submission.tests else ())

    async def _test(self, built: Built, job: Job, submission: Submission, test: JudgeTest) -> TestResult:
        if submission.kind is Kind.PROGRAM:
            ran = await self._twice(lambda: built.run(test.stdin))
            return judge_finding(finding_of_program(ran, limits=job.limits), submission, expected=test.expected)
        nonce = calls.new_nonce()
        entry_point = submission.entry_point if submission.tests else ""
        try:
            stdin = calls.stdin_of(test, entry_point=entry_point, nonce=nonce)
            ran = await self._twice(lambda: built.run(stdin))
            return judge_finding(
                calls.finding_of(ran, nonce=nonce, limits=job.limits), submission, expected=test.expected
            )
        except (TypeError, ValueError):
            return TestResult(Verdict.IE, message="a test of this problem is not JSON")

    async def _known_versions(self) -> dict[str, str]:
        if time.monotonic() >= self._versions_until:
            self._versions = await self._kind.versions()
            self._versions_until = time.monotonic() + _VERSIONS_SECONDS
        return self._versions

    async def _twice(self, ask: Callable[[], Awaitable[_T]]) -> _T:
        """What failed for no fault of the program is asked for once more."""
        try:
            return await ask()
        except RemoteError:
            await asyncio.sleep(self._pause)
            return await ask()


def told(error: RemoteError) -> str:
    return f"The remote code runner cannot be used: {error}. This is not your fault; please try again in a moment."


def _refusal(submission: Submission) -> Judgement | None:
    """What need not be sent at all."""
    if submission.language not in RECIPES:
        return Judgement(Verdict.IE, message=f"no such language here: {submission.language[:40]}")
    if len(submission.source) > MOST_SOURCE_CHARS:
        return Judgement(Verdict.CE, message=f"the source is longer than {MOST_SOURCE_CHARS} characters")
    if len(submission.tests) > MOST_TESTS:
        return Judgement(Verdict.IE, message=f"{len(submission.tests)} tests; at most {MOST_TESTS} are taken")
    if submission.kind is Kind.FUNCTION and not calls.has_functions(submission.language):
        title = RECIPES[submission.language].title
        return Judgement(Verdict.IE, message=f"Functions in {title} cannot be run by the remote code runner.")
    if submission.kind is Kind.FUNCTION and submission.entry_point and not submission.entry_point.isidentifier():
        return Judgement(Verdict.IE, message="the function of this problem has no usable name")
    return None


def _job(submission: Submission) -> Job:
    recipe = RECIPES[submission.language]
    limits = submission.limits or limits_of(submission.language)
    if submission.kind is Kind.FUNCTION:
        out_bytes = limits.output_bytes + 2 * calls.MOST_VALUE_BYTES
        return Job(recipe, calls.files_of(submission), limits, out_bytes, wrapped=True)
    return Job(recipe, {recipe.file: submission.source}, limits, limits.output_bytes)


def _only_compiling(submission: Submission) -> tuple[JudgeTest, ...]:
    """Without a test a function's source is compiled by its wrapper; a program's was when it was built."""
    return (JudgeTest(),) if submission.kind is Kind.FUNCTION else ()


def _give_up_reason(results: list[TestResult], *, seconds: float) -> str:
    if sum(result.verdict is Verdict.TLE for result in results) >= MOST_TIMEOUTS:
        return f"not run: {MOST_TIMEOUTS} tests before it took too long"
    if seconds > SUBMISSION_SECONDS:
        return f"not run: the tests before it took more than {SUBMISSION_SECONDS:g} s together"
    return ""


def _concluded(results: tuple[TestResult, ...]) -> Judgement:
    first = next((result for result in results if result.verdict is not Verdict.AC), None)
    return Judgement(first.verdict if first else Verdict.AC, results, first.message if first else "")


def _named(recipe: Recipe, **more: str) -> dict[str, str]:
    return {"name": recipe.name, "title": recipe.title, **more}
