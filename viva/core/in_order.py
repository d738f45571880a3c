"""Much work done at once and answered in the order in which it came."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeVar

from viva.core.lines import Asked

Work = TypeVar("Work")
Answer = TypeVar("Answer")
Do = Callable[[Work], Awaitable[Answer]]
Write = Callable[[Asked[Work], Answer | None], Awaitable[None]]
# So many answers per job may wait for one before them: memory is bounded, and a slow one holds up few.
_AHEAD = 32


async def do_in_order(
    asked: AsyncIterator[Asked[Work]], do: Do[Work, Answer], *, jobs: int, write: Write[Work, Answer]
) -> None:
    """`write` gets each line with its answer as soon as all before it have theirs; None if it was not understood.

    No more is read of `asked` than can be begun. Raises what `asked` or `write` raises."""
    seats = asyncio.Semaphore(jobs)
    begun: asyncio.Queue[tuple[Asked[Work], asyncio.Task[Answer | None]] | None] = asyncio.Queue(_AHEAD * jobs)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(_write_all(begun, write=write))
            async for one in asked:
                await seats.acquire()
                await begun.put((one, group.create_task(_do(one, do, seats=seats))))
            await begun.put(None)
    except BaseExceptionGroup as raised:
        raise raised.exceptions[0] from None


async def _write_all(
    begun: asyncio.Queue[tuple[Asked[Work], asyncio.Task[Answer | None]] | None], *, write: Write[Work, Answer]
) -> None:
    while (first := await begun.get()) is not None:
        asked, doing = first
        await write(asked, await doing)


async def _do(asked: Asked[Work], do: Do[Work, Answer], *, seats: asyncio.Semaphore) -> Answer | None:
    try:
        return await do(asked.work) if asked.work is not None else None
    finally:
        seats.release()
