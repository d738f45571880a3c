"""Asks the daemon to run a submission, and compares what comes back with the answers, which stay here."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from pathlib import Path
from typing import Any, Protocol

from viva.sandbox import address, frames, streams
from viva.sandbox.checking import judge_finding
from viva.sandbox.judging import QUEUE_SECONDS, SUBMISSION_SECONDS
from viva.sandbox.types import Judgement, Submission, Verdict, Waiting
from viva.sandbox.wire import Order, OrderError, Report

DEADLINE_SECONDS = QUEUE_SECONDS + SUBMISSION_SECONDS + 60
STATUS_SECONDS = 60.0
DOWN = "The code runner is down; this is not your fault. Please try again in a moment."
SLOW = "The code runner did not answer in time; this is not your fault. Please try again in a moment."
_STREAM_LIMIT = 1 << 20


class Reviver(Protocol):
    """Who can bring the daemon back: the supervisor."""

    async def revive(self) -> None: ...


class SandboxClient:
    """Usable from any event loop or thread; one connection per call."""

    def __init__(
        self, socket_path: Path, *, reviver: Reviver | None = None, deadline_seconds: float = DEADLINE_SECONDS
    ) -> None:
        self._path, self._reviver, self._deadline = socket_path, reviver, deadline_seconds

    async def judge(self, submission: Submission, *, waiting: Waiting | None = None) -> Judgement:
        """Never raises: what fails on our side is a Judgement of IE with a message for a person."""
        try:
            order = Order.of(submission)
        except OrderError as error:
            return Judgement(Verdict.IE, message=str(error))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._deadline):
                report = await self._report(order, waiting)
                return conclude(report, submission) if report else Judgement(Verdict.IE, message=DOWN)
        return Judgement(Verdict.IE, message=SLOW)

    async def status(self) -> dict[str, Any]:
        """What the daemon says of itself: `safe`, `tier`, `reason`, …

        Raises OSError (TimeoutError where it says nothing for a minute) and FrameError.
        """
        async with asyncio.timeout(STATUS_SECONDS):
            return await self._ask({"op": "status"})

    async def _report(self, order: Order, waiting: Waiting | None) -> Report | None:
        """The daemon's; asked once more after it was brought back to life. None where it is down."""
        report = await self._attempt(order, waiting)
        if report is None and self._reviver is not None:
            await self._reviver.revive()
            report = await self._attempt(order, waiting)
        return report

    async def _attempt(self, order: Order, waiting: Waiting | None) -> Report | None:
        message = {"op": "judge", "order": order.to_message(), "waiting": waiting is not None}
        try:
            return Report.from_message(await self._ask(message, waiting))
        except (OSError, frames.FrameError, KeyError, TypeError, ValueError):
            return None

    async def _ask(self, message: dict[str, Any], waiting: Waiting | None = None) -> dict[str, Any]:
        reader, writer = await connect(self._path)
        try:
            await streams.write(writer, message)
            while "waiting" in (reply := await streams.read(reader)) and waiting is not None:
                if type(before := reply.pop("waiting")) is int:
                    waiting(before)
            return reply
        finally:
            writer.close()


async def connect(path: Path) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Raises OSError where nobody listens."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        with address.reachable(path) as short:
            connection.connect(short)
        return await asyncio.open_unix_connection(sock=connection, limit=_STREAM_LIMIT)
    except BaseException:
        connection.close()
        raise


def judge_now(submission: Submission, *, socket_path: Path) -> Judgement:
    """The same for command-line use, outside any event loop."""
    return asyncio.run(SandboxClient(socket_path).judge(submission))


def conclude(report: Report, submission: Submission) -> Judgement:
    """The judgement: findings compared with expected answers; the whole is the first that is not AC."""
    if report.verdict is not None:
        return Judgement(report.verdict, message=report.message)
    if len(report.findings) != len(submission.tests):
        return Judgement(Verdict.IE, message="the code runner answered for another number of tests")
    with contextlib.suppress(TypeError, ValueError):
        pairs = zip(report.findings, submission.tests, strict=True)
        results = tuple(judge_finding(finding, submission, expected=test.expected) for finding, test in pairs)
        first = next((result for result in results if result.verdict is not Verdict.AC), None)
        return Judgement(first.verdict if first else Verdict.AC, results, first.message if first else "")
    return Judgement(Verdict.IE, message="an expected answer of this problem is not JSON")
