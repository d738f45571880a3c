"""Grading in processes of its own, so that neither an event loop nor a Django thread ever waits on the model."""

from __future__ import annotations

import asyncio
import sys
from collections import deque
from collections.abc import Sequence
from zlib import crc32

from viva.ai.dialogue.signs import Shares, Weighable
from viva.ai.grading.codec import decode_reply, decode_shares, encode_request, encode_utterances
from viva.ai.grading.errors import GradingError
from viva.ai.types import Evaluation, EvaluationRequest
from viva.core.worker_process import Worker, WorkerDied, WorkerNotStarted

WORKER = (sys.executable, "-m", "viva.ai.grading.worker")
START_SECONDS = 20.0
QUEUE = 64
Queue = deque[asyncio.Future[Worker]]


class GraderPool:
    """A few grading workers behind a bounded queue. Bound to the event loop that first uses it."""

    def __init__(self, *, workers: int = 1, queue: int = QUEUE, command: Sequence[str] = WORKER) -> None:
        self._workers = [Worker(command, start_seconds=START_SECONDS) for _ in range(workers)]
        self._limit = queue + workers
        self._pending = 0
        self._idle = list(self._workers)
        self._first: Queue = deque()
        self._waiting: Queue = deque()
        self._in_no_hurry: Queue = deque()
        self._stopped = False

    async def start(self) -> None:
        """Start and warm all workers. Raises GradingError if one does not start."""
        try:
            await asyncio.gather(*(worker.start() for worker in self._workers))
        except WorkerNotStarted as cause:
            raise _not_started() from cause

    async def stop(self) -> None:
        """End all workers; what is still asked for fails as retryable. No process is left."""
        self._stopped = True
        await asyncio.gather(*(worker.close() for worker in self._workers))

    async def grade(self, request: EvaluationRequest, *, deadline: float, in_advance: bool = False) -> Evaluation:
        """Judge `request` within `deadline` seconds, waiting in the queue included.

        One `in_advance`, for which nobody waits, is behind all others, however long it has waited.

        A worker that is not done by then is killed and replaced at the next request; one that dies is replaced and
        the request tried once more. Raises GradingError: `grader_busy`, `grading_timeout`, `worker_died`,
        `worker_not_started`, `grader_stopped` (all retryable), or what the worker replied.
        """
        queue = self._in_no_hurry if in_advance else self._waiting
        return decode_reply(await self._reply(encode_request(request), queue, deadline, request.question.id))

    async def weigh(self, utterances: Sequence[Weighable], *, deadline: float) -> list[Shares]:
        """The shares of each intent (`viva.ai.dialogue.classifier`). It goes before the answers that wait, since
        it takes a few ms and a reply waits for it. Raises GradingError as `grade` does."""
        return decode_shares(await self._reply(encode_utterances(utterances), self._first, deadline))

    async def _reply(self, data: bytes, queue: Queue, deadline: float, known_by: str = "") -> bytes:
        if self._pending >= self._limit:
            raise GradingError("grader_busy", "Too many answers are waiting to be judged.", retryable=True)
        self._pending += 1
        try:
            async with asyncio.timeout(deadline):
                worker = await self._take(known_by, queue)
                try:
                    return await self._ask_twice(worker, data)
                finally:
                    self._give_back(worker)
        except TimeoutError as cause:
            raise GradingError("grading_timeout", "Judging the answer took too long.", retryable=True) from cause
        finally:
            self._pending -= 1

    async def _take(self, known_by: str, queue: Queue) -> Worker:
        """An idle worker, if it can be the one that has met the question before; else the next to be idle."""
        known = self._workers[crc32(known_by.encode()) % len(self._workers)]
        if self._idle:
            worker = known if known in self._idle else self._idle[0]
            self._idle.remove(worker)
            return worker
        waiting: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        queue.append(waiting)
        try:
            return await waiting
        except asyncio.CancelledError:
            if waiting.done() and not waiting.cancelled():  # given one in the very moment of giving up
                self._give_back(waiting.result())
            raise

    def _give_back(self, worker: Worker) -> None:
        while queue := self._first or self._waiting or self._in_no_hurry:
            waiting = queue.popleft()
            if not waiting.done():
                waiting.set_result(worker)
                return
        self._idle.append(worker)

    async def _ask_twice(self, worker: Worker, data: bytes) -> bytes:
        for _ in range(2):
            if self._stopped:
                raise GradingError("grader_stopped", "The grader has been stopped.", retryable=True)
            try:
                return await worker.ask(data)
            except WorkerDied:
                continue
            except WorkerNotStarted as cause:
                raise _not_started() from cause
        raise GradingError("worker_died", "The grader stopped unexpectedly.", retryable=True)


def _not_started() -> GradingError:
    return GradingError("worker_not_started", "The grader could not be started.", retryable=True)
