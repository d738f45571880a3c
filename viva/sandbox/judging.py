"""A whole submission, test after test, each in a fresh box; as many at once as there are cores."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace

from viva.sandbox.boxes import BoxError, BoxPool
from viva.sandbox.running import run_in
from viva.sandbox.types import Verdict
from viva.sandbox.wire import MOST_SOURCE_CHARS, Finding, Order, Report

MOST_WAITING = 256
QUEUE_SECONDS = 60.0
# A submission may time out this often, and take this long in all; what is left is TLE without being run.
MOST_TIMEOUTS = 3
SUBMISSION_SECONDS = 30.0
_TRIES = 2


class Bench:
    """The seats at which submissions are judged, and the bounded queue before them."""

    def __init__(self, pool: BoxPool, *, seats: int) -> None:
        self._pool, self._seats = pool, asyncio.Semaphore(seats)
        self.waiting = 0
        self.judged = 0

    async def judge(self, order: Order) -> Report:
        """Never raises for what an order does; IE with a message where the fault is ours."""
        if len(order.source) > MOST_SOURCE_CHARS:
            return Report(verdict=Verdict.CE, message=f"the source is longer than {MOST_SOURCE_CHARS} characters")
        if self.waiting >= MOST_WAITING or not await self._take_seat():
            return Report(verdict=Verdict.IE, message="the code runner is busy; please try again")
        try:
            with self._pool.in_use():
                return await self._judge_tests(order)
        finally:
            self._seats.release()
            self.judged += 1

    async def _take_seat(self) -> bool:
        self.waiting += 1
        try:
            await asyncio.wait_for(self._seats.acquire(), QUEUE_SECONDS)
        except TimeoutError:
            return False
        finally:
            self.waiting -= 1
        return True

    async def _judge_tests(self, order: Order) -> Report:
        if not order.arguments:
            return await self._compile_only(order)
        findings: list[Finding] = []
        began = time.monotonic()
        for arguments in order.arguments:
            late = _give_up_reason(findings, seconds=time.monotonic() - began)
            finding = Finding(Verdict.TLE, message=late) if late else await self.run_once(order, arguments)
            if finding.verdict is Verdict.CE:
                return Report(verdict=Verdict.CE, message=finding.message)
            findings.append(finding)
        return Report(findings=tuple(findings))

    async def _compile_only(self, order: Order) -> Report:
        finding = await self.run_once(replace(order, entry_point=""), "[]")
        return Report(verdict=finding.verdict, message=finding.message)

    async def run_once(self, order: Order, arguments: str) -> Finding:
        """One test in one box; where our box failed, once more in another."""
        message = ""
        for _ in range(_TRIES):
            try:
                return await run_in(await self._pool.take(), order, arguments=arguments)
            except (BoxError, OSError) as error:
                message = str(error)
        return Finding(Verdict.IE, message=f"the code runner failed: {message}")


def _give_up_reason(findings: list[Finding], *, seconds: float) -> str:
    timeouts = sum(finding.verdict is Verdict.TLE for finding in findings)
    if timeouts >= MOST_TIMEOUTS:
        return f"not run: {MOST_TIMEOUTS} tests before it took too long"
    if seconds > SUBMISSION_SECONDS:
        return f"not run: the tests before it took more than {SUBMISSION_SECONDS:g} s together"
    return ""
