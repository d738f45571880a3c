"""Recognisers that hold a model, in processes of their own: nobody's room waits on them."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Sequence

from viva.core.worker_process import Worker, WorkerDied, WorkerNotStarted
from viva.speech.errors import SpeechError
from viva.speech.stt.base import Transcript

START_SECONDS = 60.0
QUEUE = 32


class RecogniserPool:
    """A few workers behind a bounded queue, first come, first served. Bound to the loop that first uses it."""

    def __init__(
        self, command: Sequence[str], *, workers: int = 1, queue: int = QUEUE, niceness: int | None = None
    ) -> None:
        self._all = [
            Worker(command, start_seconds=START_SECONDS, quiet=True, niceness=niceness) for _ in range(workers)
        ]
        self._idle: asyncio.Queue[Worker] = asyncio.Queue()
        for worker in self._all:
            self._idle.put_nowait(worker)
        self._limit = queue + workers
        self._pending = 0
        self._stopped = False

    async def transcribe(self, pcm: bytes, *, deadline: float) -> Transcript:
        """Within `deadline` seconds, waiting included; a worker that is late is killed, one that dies is asked
        once more. Raises SpeechError: `recogniser_busy`, `recogniser_timeout`, `recogniser_died`,
        `recogniser_not_started`, `recogniser_failed`; all are retryable."""
        if self._pending >= self._limit or self._stopped:
            raise SpeechError("recogniser_busy", "Too much is waiting to be written down.", retryable=True)
        self._pending += 1
        try:
            async with asyncio.timeout(deadline):
                return _transcript(await self._ask(pcm))
        except TimeoutError as cause:
            raise SpeechError("recogniser_timeout", "Writing it down took too long.", retryable=True) from cause
        finally:
            self._pending -= 1

    async def stop(self) -> None:
        self._stopped = True
        await asyncio.gather(*(worker.close() for worker in self._all))

    async def _ask(self, pcm: bytes) -> bytes:
        worker = await self._idle.get()
        try:
            for _ in range(2):
                with contextlib.suppress(WorkerDied):
                    return await worker.ask(pcm)
        except WorkerNotStarted as cause:
            raise SpeechError(
                "recogniser_not_started", "The recogniser could not be started.", retryable=True
            ) from cause
        finally:
            self._idle.put_nowait(worker)
        raise SpeechError("recogniser_died", "The recogniser stopped unexpectedly.", retryable=True)


def _transcript(reply: bytes) -> Transcript:
    told = json.loads(reply)
    if "error" in told:
        raise SpeechError("recogniser_failed", "The recogniser could not write it down.", retryable=True)
    return Transcript(told["text"], told["quality"], told["engine"], told["rough"])
