"""Grading in processes of its own, so that neither an event loop nor a Django thread ever waits on the model."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections import deque
from collections.abc import Sequence
from zlib import crc32

from viva.ai.dialogue.signs import Shares, Weighable
from viva.ai.grading.codec import decode_reply, decode_shares, encode_request, encode_utterances
from viva.ai.grading.errors import GradingError
from viva.ai.grading.frames import frame, receive_frame
from viva.ai.types import Evaluation, EvaluationRequest

WORKER = (sys.executable, "-m", "viva.ai.grading.worker")
START_SECONDS = 20.0
QUEUE = 64
ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
}
PASSED_ON = ("PATH", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "TMPDIR")
"""Environment the worker needs; secrets stay with the parent."""


class WorkerDied(Exception):
    """The worker's process ended before it replied."""


class Worker:
    """One child process; at most one request at a time."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = tuple(command)
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    async def start(self) -> None:
        """Returns once the model is loaded and warm. Raises GradingError if that fails or takes over 20 s."""
        if self._process is not None and self._process.returncode is None:
            return
        await self.kill()
        environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ} | ONE_THREAD
        try:
            self._process = await asyncio.create_subprocess_exec(
                *self._command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, env=environment
            )
            await asyncio.wait_for(self._receive(), START_SECONDS)
        except (OSError, WorkerDied, TimeoutError) as cause:
            await self.kill()
            raise GradingError("worker_not_started", "The grader could not be started.", retryable=True) from cause
        except BaseException:
            await self.kill()
            raise

    async def ask(self, data: bytes) -> bytes:
        """Raises WorkerDied."""
        await self.start()
        process = self._process
        if process is None or process.stdin is None:
            raise WorkerDied
        try:
            process.stdin.write(frame(data))
            await process.stdin.drain()
        except (ConnectionError, RuntimeError) as cause:
            raise WorkerDied from cause
        return await self._receive()

    async def kill(self) -> None:
        """End the process at once and wait for it."""
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await asyncio.shield(process.wait())

    async def _receive(self) -> bytes:
        process = self._process
        if process is None or process.stdout is None:
            raise WorkerDied
        try:
            return await receive_frame(process.stdout)
        except (asyncio.IncompleteReadError, ConnectionError, ValueError) as cause:
            raise WorkerDied from cause


Queue = deque[asyncio.Future[Worker]]


class GraderPool:
    """A few grading workers behind a bounded queue. Bound to the event loop that first uses it."""

    def __init__(self, *, workers: int = 1, queue: int = QUEUE, command: Sequence[str] = WORKER) -> None:
        self._workers = [Worker(command) for _ in range(workers)]
        self._limit = queue + workers
        self._pending = 0
        self._idle = list(self._workers)
        self._first: Queue = deque()
        self._waiting: Queue = deque()
        self._in_no_hurry: Queue = deque()
        self._stopped = False

    async def start(self) -> None:
        """Start and warm all workers. Raises GradingError if one does not start."""
        await asyncio.gather(*(worker.start() for worker in self._workers))

    async def stop(self) -> None:
        """End all workers; what is still asked for fails as retryable. No process is left."""
        self._stopped = True
        await asyncio.gather(*(worker.kill() for worker in self._workers))

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
                await worker.kill()
            except BaseException:
                # Cancelled or past its deadline: its reply would be taken for the next request's.
                await worker.kill()
                raise
        raise GradingError("worker_died", "The grader stopped unexpectedly.", retryable=True)
