"""Who is judged now and who waits: first come, first served, with the number of those before each told."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from viva.sandbox.types import Waiting


class LineFullError(Exception):
    """There is no place, and none came in time."""


@dataclass(slots=True, eq=False)
class _Waiter:
    tell: Waiting | None
    turn: asyncio.Event = field(default_factory=asyncio.Event)
    told: int = -1


class Line:
    """`places` at once, `most` waiting, each for at most `seconds`. Used from one event loop at a time."""

    def __init__(self, *, places: int, most: int, seconds: float) -> None:
        self._free, self._most, self._seconds = places, most, seconds
        self._waiters: deque[_Waiter] = deque()

    @property
    def waiting(self) -> int:
        return len(self._waiters)

    @asynccontextmanager
    async def place(self, tell: Waiting | None) -> AsyncIterator[None]:
        """Raises LineFullError. Who is cancelled while waiting leaves the line, and those behind move up."""
        if self._free and not self._waiters:
            self._free -= 1
        else:
            await self._wait(_Waiter(tell))
        try:
            yield
        finally:
            self._free += 1
            self._move_up()

    async def _wait(self, waiter: _Waiter) -> None:
        if len(self._waiters) >= self._most:
            raise LineFullError
        self._waiters.append(waiter)
        self._tell_all()
        try:
            async with asyncio.timeout(self._seconds):  # not wait_for: Python 3.11 has it swallow a cancellation
                await waiter.turn.wait()
        except BaseException as error:
            self._leave(waiter)
            if isinstance(error, TimeoutError):
                raise LineFullError from None
            raise

    def _leave(self, waiter: _Waiter) -> None:
        """Also for one whose turn came in the moment in which it gave up: its place goes on."""
        if waiter.turn.is_set():
            self._free += 1
        else:
            self._waiters.remove(waiter)
        self._move_up()

    def _move_up(self) -> None:
        while self._free and self._waiters:
            self._free -= 1
            self._waiters.popleft().turn.set()
        self._tell_all()

    def _tell_all(self) -> None:
        for before, waiter in enumerate(self._waiters):
            if waiter.tell is not None and waiter.told != before:
                waiter.told = before
                waiter.tell(before)
