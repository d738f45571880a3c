"""Group commit: the small saves of all rooms wait a moment and share one transaction.

A commit that reaches the disk costs milliseconds whether it carries one save or a hundred.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")

log = logging.getLogger(__name__)


class GroupCommit(Generic[Job, Result]):
    """`commit(jobs)` stores all jobs in one transaction and returns one result (or exception) for each.

    At most `largest` jobs are taken at once; a batch waits `pause` seconds for company. When a whole batch
    fails, its jobs are tried one by one, so that one bad job does not take the others with it; an error of
    `storage` (full, locked, gone) is nobody's fault and would meet each of them, so it is given to all at once.
    """

    def __init__(
        self,
        commit: Callable[[list[Job]], Awaitable[list[Result]]],
        *,
        pause: float = 0.02,
        largest: int = 200,
        storage: tuple[type[Exception], ...] = (),
    ) -> None:
        self._commit = commit
        self._pause = pause
        self._largest = largest
        self._storage = storage
        self._waiting: list[tuple[Job, asyncio.Future[Result]]] = []
        self._worker: asyncio.Task[None] | None = None

    async def save(self, job: Job) -> Result:
        """Wait until `job` is committed; raises what the commit raised for it."""
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((job, future))
        if self._worker is None or self._worker.done():
            self._worker = asyncio.create_task(self._work())
        return await future

    async def _work(self) -> None:
        while self._waiting:
            await asyncio.sleep(self._pause)
            batch, self._waiting = self._waiting[: self._largest], self._waiting[self._largest :]
            await self._store(batch)

    async def _store(self, batch: list[tuple[Job, asyncio.Future[Result]]]) -> None:
        try:
            results = await self._commit([job for job, _ in batch])
        except Exception as error:
            if len(batch) == 1 or isinstance(error, self._storage):
                for _, future in batch:
                    _settle(future, error)
                return
            log.warning("a group commit of %d failed (%s); trying one by one", len(batch), type(error).__name__)
            for pair in batch:
                await self._store([pair])
            return
        for (_, future), result in zip(batch, results, strict=True):
            _settle(future, result)


def _settle(future: asyncio.Future[Result], result: Result | Exception) -> None:
    if future.done():
        return
    if isinstance(result, Exception):
        future.set_exception(result)
    else:
        future.set_result(result)
