"""What sends sleeps until its next tick, or until something is written in this process: then a bell rings."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator

from viva.core.pacing import about

TICK_SECONDS = 5.0


class Bell:
    """Rung from any thread; heard by the one loop of this process that answers it, if any does."""

    def __init__(self) -> None:
        self._answering: tuple[asyncio.AbstractEventLoop, asyncio.Event] | None = None

    def ring(self) -> None:
        """Look now. Nothing is lost where nobody listens: the next tick, here or elsewhere, finds it."""
        if self.is_answered and self._answering:
            loop, woken = self._answering
            loop.call_soon_threadsafe(woken.set)

    @property
    def is_answered(self) -> bool:
        return self._answering is not None and not self._answering[0].is_closed()

    @contextlib.contextmanager
    def answered(self) -> Iterator[asyncio.Event]:
        """On the loop: the event is set at each ring until the block ends."""
        woken = asyncio.Event()
        self._answering = (asyncio.get_running_loop(), woken)
        try:
            yield woken
        finally:
            self._answering = None


async def sleep_until(woken: asyncio.Event) -> None:
    """Or for about TICK_SECONDS: not just the same in each process, so that they do not tick together."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(woken.wait(), about(TICK_SECONDS))


webhooks_due = Bell()
mail_due = Bell()
