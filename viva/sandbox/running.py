"""One job in one box: hand it in, watch its limits, end it, and say what was found."""

from __future__ import annotations

import asyncio
import secrets
import time
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from viva.sandbox import frames, harness, meters
from viva.sandbox.boxes import Box, BoxError
from viva.sandbox.pipes import Intake, write_all
from viva.sandbox.verdicts import Facts, Stop, decide
from viva.sandbox.wire import Finding, Order

_START_SECONDS = 10.0
_SHORTEST_TICK, _LONGEST_TICK = 0.005, 0.03
# JSON escapes can make a value or a traceback this much longer than its own bound.
_RESULT_BYTES = 7 * harness.VALUE_BYTES


async def run_in(box: Box, order: Order, *, arguments: str) -> Finding:
    """The finding of one test; the box is cleared away whatever happens. Raises BoxError before the start."""
    run = _Run(box, order)
    try:
        await run.start(arguments)
        await run.watch()
        return await run.finish()
    finally:
        await run.clear_away()


class _Run:
    def __init__(self, box: Box, order: Order) -> None:
        self._box, self._order, self._limits = box, order, order.limits
        self._nonce = secrets.token_hex(16)
        self._changed = asyncio.Event()
        self._out = Intake(box.out, most=self._limits.output_bytes, changed=self._changed)
        self._err = Intake(box.err, most=self._limits.output_bytes, changed=self._changed)
        self._result = Intake(box.result, most=_RESULT_BYTES, changed=self._changed)
        self._outcome: dict[str, Any] | None = None
        self._stop: Stop | None = None
        self._began = self._spent_before = 0.0
        self._ended = False

    async def start(self, arguments: str) -> None:
        job = {
            "nonce": self._nonce,
            "source": self._order.source,
            "entry_point": self._order.entry_point,
            "arguments": arguments,
            "limits": asdict(self._limits),
        }
        try:
            await write_all(self._box.job, frames.pack(job), seconds=_START_SECONDS)
            self._box.close_job()
            begun = await self._result.frame(seconds=_START_SECONDS)
        except (OSError, TimeoutError, frames.FrameError) as error:
            raise BoxError(f"a box failed before its job began: {error!r}") from error
        if "failed" in begun:
            raise BoxError(f"a box failed before its job began: {begun['failed']}")
        self._spent_before, self._began = float(begun["cpu"]), float(begun["at"])

    async def watch(self) -> None:
        """Until there is an outcome, the box has ended, or a limit is passed."""
        loop = asyncio.get_running_loop()
        loop.add_reader(self._box.pidfd, self._notice_end)
        try:
            while not self._is_over():
                self._changed.clear()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._changed.wait(), self._next_tick())
                if not self._changed.is_set():
                    self._measure()
        finally:
            loop.remove_reader(self._box.pidfd)

    def _notice_end(self) -> None:
        asyncio.get_running_loop().remove_reader(self._box.pidfd)
        self._ended = True
        self._changed.set()

    def _is_over(self) -> bool:
        if self._outcome is None and self._stop is None:
            self._take_outcome()
        if self._stop is None and (self._out.overflowed or self._err.overflowed):
            self._stop = Stop.OUTPUT
        if self._stop is None and self._is_late():
            self._stop = Stop.WALL
        return self._ended or self._stop is not None or self._outcome is not None

    def _is_late(self) -> bool:
        elapsed = time.monotonic() - self._began
        if elapsed <= self._limits.wall_seconds:
            return False
        return meters.is_late(
            elapsed, starved=meters.starved_seconds(self._box.pid), limit=self._limits.wall_seconds
        )

    def _take_outcome(self) -> None:
        try:
            told = frames.unpack_from(self._result.data, most=_RESULT_BYTES)
        except frames.FrameError:
            self._stop = Stop.TAMPERED
            return
        if told is not None and told.get("nonce") != self._nonce:
            self._stop = Stop.TAMPERED
        elif told is not None:
            self._outcome = told
        elif self._result.overflowed:
            self._stop = Stop.TAMPERED

    def _next_tick(self) -> float:
        wall_left = self._began + self._limits.wall_seconds - time.monotonic()
        wall_left = wall_left if wall_left > 0 else _LONGEST_TICK  # late, but for want of a processor
        cpu_left = (self._limits.cpu_seconds - self._spent()) / self._limits.processes
        return max(_SHORTEST_TICK, min(_LONGEST_TICK, wall_left, cpu_left))

    def _measure(self) -> None:
        if self._spent() > self._limits.cpu_seconds:
            self._stop = Stop.CPU
        elif meters.files_exceed(self._box.folder, most_bytes=self._limits.file_bytes):
            self._stop = Stop.FILES
        elif self._limits.processes > 1 and meters.thread_count(self._box.pid) > self._limits.processes:
            self._stop = Stop.THREADS

    def _spent(self) -> float:
        return meters.cpu_seconds(self._box.pid) - self._spent_before

    async def finish(self) -> Finding:
        wall_ms = (time.monotonic() - self._began) * 1000
        ended = await self._box.end()
        for intake in (self._out, self._err, self._result):
            intake.take_rest()
        self._is_over()
        if self._stop is None and meters.files_exceed(self._box.folder, most_bytes=self._limits.file_bytes):
            self._stop = Stop.FILES
        cpu_ms = max(0.0, ended.cpu_seconds - self._spent_before) * 1000
        facts = Facts(self._limits, self._outcome, self._stop, ended.status, cpu_ms, ended.memory_kb)
        return self._finding(facts, wall_ms=wall_ms)

    def _finding(self, facts: Facts, *, wall_ms: float) -> Finding:
        verdict, message = decide(facts)
        outcome = facts.outcome or {}
        told = str(outcome.get("traceback", ""))[: harness.TRACEBACK_CHARS + 8]
        value = outcome.get("value")
        return Finding(
            verdict=verdict,
            cpu_ms=round(facts.cpu_ms, 3),
            wall_ms=round(wall_ms, 3),
            memory_kb=facts.memory_kb,
            stdout=_text(self._out.data),
            stderr=_text(self._err.data) + told,
            value=value if verdict is None and isinstance(value, str) else None,
            message=message[: harness.TRACEBACK_CHARS],
        )

    async def clear_away(self) -> None:
        for intake in (self._out, self._err, self._result):
            intake.detach()
        await asyncio.shield(self._box.clear_away())


def _text(data: bytearray) -> str:
    return data.decode("utf-8", "replace").replace("\x00", "\ufffd")
