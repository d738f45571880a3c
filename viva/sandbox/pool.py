"""Boxes made ahead of need, by what they are ready for, and handed out once each."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from viva.sandbox.boxes import Box, BoxError
from viva.sandbox.forking import ForkServer, Stock
from viva.sandbox.pipes import has_ended

_READY_SECONDS = 15.0
_PAUSE_AFTER_FAILURE_SECONDS = 0.2
_FEW = 1
# Making a box is mostly waiting, in a container for the kernel's grace periods.
_FILLERS = 3


class BoxPool:
    """One stock. `take` gives each box once; fillers make the next ones meanwhile."""

    def __init__(self, server: ForkServer, stock: Stock) -> None:
        self._server, self._stock = server, stock
        self._ready: asyncio.Queue[Box] = asyncio.Queue(maxsize=max(1, stock.size))
        self._fillers: list[asyncio.Task[None]] = []
        self._held = self._users = 0
        self._needed = asyncio.Event()
        self._last_error = ""

    def start(self) -> None:
        if self._stock.size:
            self._fillers = [asyncio.create_task(self._fill()) for _ in range(_FILLERS)]

    async def stop(self) -> None:
        for filler in self._fillers:
            filler.cancel()
        await asyncio.gather(*self._fillers, return_exceptions=True)
        while not self._ready.empty():
            await self._ready.get_nowait().clear_away()

    @property
    def count(self) -> int:
        """The boxes made and not yet handed out, those which fillers hold until there is room among them."""
        return self._ready.qsize() + self._held

    @property
    def full(self) -> int:
        """What `count` is at rest: each filler has one more in its hands."""
        return self._stock.size + _FILLERS if self._stock.size else 0

    @property
    def spares(self) -> int:
        """The children that wait in those boxes."""
        return self.count * self._stock.spares

    async def take(self) -> Box:
        """A box that lives and waits. Raises BoxError where none can be made."""
        if not self._stock.size:
            return await self._make()
        while True:
            try:
                async with asyncio.timeout(_READY_SECONDS):
                    box = await self._ready.get()
            except TimeoutError:
                raise BoxError(f"no box could be made: {self._last_error or 'too slow'}") from None
            if self._ready.qsize() <= _FEW:
                self._needed.set()
            if not has_ended(box.pidfd):
                return box
            await box.clear_away()

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """While somebody uses boxes the next ones wait, unless few are left: making them slows the judged."""
        self._users += 1
        try:
            yield
        finally:
            self._users -= 1
            self._needed.set()

    async def _await_need(self) -> None:
        while self._users and self._ready.qsize() > _FEW:
            self._needed.clear()
            await self._needed.wait()

    async def _fill(self) -> None:
        while True:
            await self._await_need()
            try:
                box = await self._make()
            except (BoxError, OSError) as error:
                self._last_error = str(error)
                await asyncio.sleep(_PAUSE_AFTER_FAILURE_SECONDS)
                continue
            await self._hand_over(box)

    async def _make(self) -> Box:
        return await self._server.make_box(self._stock)

    async def _hand_over(self, box: Box) -> None:
        self._held += 1
        try:
            await self._ready.put(box)
        except asyncio.CancelledError:
            await box.clear_away()
            raise
        finally:
            self._held -= 1
