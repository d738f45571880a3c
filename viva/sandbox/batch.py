"""Many submissions judged at once and answered in the order in which they came."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

from viva.sandbox.lines import Asked
from viva.sandbox.types import Judge, Judgement

Write = Callable[[Asked, Judgement | None], Awaitable[None]]
_Begun = asyncio.Queue[tuple[Asked, asyncio.Task[Judgement | None]] | None]
# So many answers per job may wait for one before them: memory is bounded, and a slow one holds up few.
_AHEAD = 32


async def judge_in_order(asked: AsyncIterator[Asked], judge: Judge, *, jobs: int, write: Write) -> None:
    """`write` gets each with its judgement as soon as all before it have theirs; None where it was not understood.

    No more is read of `asked` than can be begun. Raises what `asked` or `write` raises."""
    seats = asyncio.Semaphore(jobs)
    begun: _Begun = asyncio.Queue(_AHEAD * jobs)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(_write_all(begun, write=write))
            async for one in asked:
                await seats.acquire()
                await begun.put((one, group.create_task(_judge(one, judge, seats=seats))))
            await begun.put(None)
    except BaseExceptionGroup as raised:
        raise raised.exceptions[0] from None


async def _write_all(begun: _Begun, *, write: Write) -> None:
    while (first := await begun.get()) is not None:
        asked, judging = first
        await write(asked, await judging)


async def _judge(asked: Asked, judge: Judge, *, seats: asyncio.Semaphore) -> Judgement | None:
    try:
        return await judge.judge(asked.submission) if asked.submission else None
    finally:
        seats.release()
