"""A whole submission: its turn, its build, its tests one after another in one fresh box."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from viva.sandbox.boxes import Box, BoxError
from viva.sandbox.builds import Builds, key_of
from viva.sandbox.languages.language import Language, Plan, SourceError, Toolchain
from viva.sandbox.pool import BoxPool
from viva.sandbox.seats import BusyError, Seats, Ticket
from viva.sandbox.types import Kind, Verdict
from viva.sandbox.wire import MOST_SOURCE_CHARS, Finding, Order, Report
from viva.sandbox.work import BUILD, Work

QUEUE_SECONDS = 60.0
# A submission may time out this often, and take this long in all; what is left is TLE without being run.
MOST_TIMEOUTS = 3
SUBMISSION_SECONDS = 30.0
# A box that failed is tried anew; with the fork server's container all boxes end, a moment after one another.
_PAUSES = (0.0, 0.1, 0.5)
# A runner keeps its limits by itself; one that says nothing for so long has failed.
_PATIENCE, _GRACE_SECONDS = 4.0, 15.0
BUSY = "the code runner is busy; please try again"


@dataclass(frozen=True, slots=True)
class Tool:
    """A language as it is here, and the stock of boxes that are ready for it."""

    language: Language
    toolchain: Toolchain
    pool: BoxPool


class Bench:
    """`tools` by the language's name: what can be judged here."""

    def __init__(self, tools: Mapping[str, Tool], *, seats: int) -> None:
        self._tools, self._seats, self._builds = tools, Seats(seats), Builds()
        self.judged = 0

    @property
    def waiting(self) -> int:
        return self._seats.waiting

    def queue(self, order: Order) -> Ticket:
        """Raises BusyError."""
        return self._seats.queue(order.owner)

    async def judge(self, order: Order, ticket: Ticket | None = None) -> Report:
        """Never raises for what an order does; IE with a message where the fault is ours."""
        try:
            ticket = ticket or self.queue(order)
        except BusyError:
            return Report(verdict=Verdict.IE, message=BUSY)
        try:
            async with asyncio.timeout(QUEUE_SECONDS):
                await asyncio.shield(ticket.called)
            return await self._judge(order)
        except TimeoutError:
            return Report(verdict=Verdict.IE, message=BUSY)
        finally:
            self._seats.leave(ticket)
            self.judged += 1

    async def _judge(self, order: Order) -> Report:
        if len(order.source) > MOST_SOURCE_CHARS:
            return Report(verdict=Verdict.CE, message=f"the source is longer than {MOST_SOURCE_CHARS} characters")
        tool = self._tools.get(order.language)
        if tool is None:
            return Report(verdict=Verdict.IE, message=f"no such language here: {order.language}")
        try:
            work, key = self._work(order, tool)
        except SourceError as error:
            return Report(verdict=Verdict.CE, message=str(error))
        with tool.pool.in_use():
            return await _Sitting(tool.pool, work, order, self._builds, key).judge()

    @staticmethod
    def _work(order: Order, tool: Tool) -> tuple[Work, str]:
        plan = tool.language.plan(
            order.source, kind=order.kind, entry_point=order.entry_point, toolchain=tool.toolchain
        )
        limits = order.limits or tool.language.limits
        work = Work(plan, order.kind, order.entry_point, order.source, limits)
        return work, key_of(plan, version=tool.toolchain.version) if plan.steps else ""


class _Sitting:
    """One submission with the boxes that it uses: one, unless that fails."""

    def __init__(self, pool: BoxPool, work: Work, order: Order, builds: Builds, key: str) -> None:
        self._pool, self._work, self._order, self._builds, self._key = pool, work, order, builds, key
        self._box: Box | None = None

    async def judge(self) -> Report:
        try:
            if (told := await self._settle()) is not None:
                return told
            return await self._run_all() if self._order.inputs else await self._compile_only()
        finally:
            await self._leave_box()

    async def _settle(self) -> Report | None:
        """Get a box and build in it, more than once if need be; a report where that is all there is to say."""
        message = ""
        for pause in _PAUSES:
            if pause:
                await asyncio.sleep(pause)
            try:
                return await self._enter_box()
            except (BoxError, OSError) as error:
                message = str(error)
                await self._leave_box()
        return Report(verdict=Verdict.IE, message=f"the code runner failed: {message}")

    async def _enter_box(self) -> Report | None:
        self._box = await self._pool.take()
        built = self._builds.get(self._key) if self._key else None
        work = replace(self._work, built=built)
        seconds = _PATIENCE * BUILD.wall_seconds * max(1, len(work.plan.steps)) + _GRACE_SECONDS
        reply = await self._box.ask(work.to_message(), seconds=seconds)
        if reply["artefacts"]:
            self._builds.keep(self._key, reply["artefacts"])
        finding = reply["finding"]
        return Report(verdict=Verdict(finding["verdict"]), message=finding["message"]) if finding else None

    async def _leave_box(self) -> None:
        if self._box is not None:
            box, self._box = self._box, None
            await asyncio.shield(box.clear_away())

    async def _run_all(self) -> Report:
        findings: list[Finding] = []
        began = time.monotonic()
        for place, text in enumerate(self._order.inputs):
            late = _give_up_reason(findings, seconds=time.monotonic() - began)
            left = len(self._order.inputs) - place - 1
            finding = Finding(Verdict.TLE, message=late) if late else await self._run_once(text, left=left)
            if finding.verdict is Verdict.CE:
                return Report(verdict=Verdict.CE, message=finding.message)
            findings.append(finding)
        return Report(findings=tuple(findings))

    async def _compile_only(self) -> Report:
        """Nothing is to be run: of an interpreted language an empty call shows whether it is a program at all."""
        if self._work.plan.interpreter != "python":
            return Report()
        self._work = replace(self._work, kind=Kind.FUNCTION, entry_point="")
        await self._leave_box()
        if (told := await self._settle()) is not None:
            return told
        finding = await self._run_once("[]", left=0)
        return Report(verdict=finding.verdict, message=finding.message)

    async def _run_once(self, text: str, *, left: int) -> Finding:
        """One test; where our box failed, again in another."""
        is_function = self._work.kind is Kind.FUNCTION
        message = {"arguments": text if is_function else "", "stdin": "" if is_function else text, "left": left}
        trouble = ""
        for pause in _PAUSES:
            if pause:
                await asyncio.sleep(pause)
            try:
                if self._box is None and (told := await self._settle()) is not None:
                    return Finding(told.verdict, message=told.message)
                assert self._box is not None  # noqa: S101 - settled
                reply = await self._box.ask(message, seconds=self._patience)
                return _finding(reply["finding"])
            except (BoxError, OSError) as error:
                trouble = str(error)
                await self._leave_box()
        return Finding(Verdict.IE, message=f"the code runner failed: {trouble}")

    @property
    def _patience(self) -> float:
        return _PATIENCE * self._work.limits.wall_seconds + _GRACE_SECONDS


def _finding(message: dict[str, Any]) -> Finding:
    verdict = message["verdict"]
    return Finding(**{**message, "verdict": None if verdict is None else Verdict(verdict)})


def _give_up_reason(findings: list[Finding], *, seconds: float) -> str:
    timeouts = sum(finding.verdict is Verdict.TLE for finding in findings)
    if timeouts >= MOST_TIMEOUTS:
        return f"not run: {MOST_TIMEOUTS} tests before it took too long"
    if seconds > SUBMISSION_SECONDS:
        return f"not run: the tests before it took more than {SUBMISSION_SECONDS:g} s together"
    return ""


def plan_of_tool(tool: Language, toolchain: Toolchain) -> Plan | None:
    """How children can be begun before there is a source; None where nothing begins without one."""
    try:
        plan = tool.plan("", kind=Kind.PROGRAM, entry_point="", toolchain=toolchain)
    except SourceError:
        return None
    return plan if plan.interpreter or plan.warm_source else None
