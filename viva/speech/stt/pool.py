"""Recognisers that hold a model, in processes of their own: nobody's room waits on them."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
from collections.abc import Sequence

from viva.speech.errors import SpeechError
from viva.speech.stt.base import Transcript
from viva.speech.stt.pipe import LARGEST, PREFIX, framed

START_SECONDS = 60.0
QUEUE = 32
ENVIRONMENT = ("PATH", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "TMPDIR")
"""What a worker needs; secrets stay with the server."""
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"}


class WorkerDied(Exception):
    """The worker's process ended before it replied."""


class Worker:
    """One child process, started when it is first asked; one request at a time. `niceness`, where it is given, is
    instead of its own."""

    def __init__(self, command: Sequence[str], *, niceness: int | None = None) -> None:
        self._command = tuple(command)
        self._niceness = niceness
        self._process: asyncio.subprocess.Process | None = None

    async def ask(self, pcm: bytes) -> bytes:
        """Raises WorkerDied."""
        process = await self._running()
        if process.stdin is None:
            raise WorkerDied
        try:
            process.stdin.write(framed(pcm))
            await process.stdin.drain()
        except (ConnectionError, RuntimeError) as cause:
            raise WorkerDied from cause
        return await self._receive(process)

    async def kill(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await asyncio.shield(process.wait())

    async def _running(self) -> asyncio.subprocess.Process:
        """With its model loaded."""
        if self._process is not None and self._process.returncode is None:
            return self._process
        await self.kill()
        environment = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ} | ONE_THREAD
        pipe = asyncio.subprocess.PIPE
        try:
            self._process = await asyncio.create_subprocess_exec(
                *self._command, stdin=pipe, stdout=pipe, stderr=asyncio.subprocess.DEVNULL, env=environment
            )
        except OSError as cause:
            raise WorkerDied from cause
        if self._niceness is not None:
            with contextlib.suppress(OSError):  # it may have ended
                os.setpriority(os.PRIO_PROCESS, self._process.pid, self._niceness)
        await asyncio.wait_for(self._receive(self._process), START_SECONDS)
        return self._process

    async def _receive(self, process: asyncio.subprocess.Process) -> bytes:
        if process.stdout is None:
            raise WorkerDied
        try:
            size: int = PREFIX.unpack(await process.stdout.readexactly(PREFIX.size))[0]
            if size > LARGEST:
                raise WorkerDied
            return await process.stdout.readexactly(size)
        except (asyncio.IncompleteReadError, ConnectionError) as cause:
            raise WorkerDied from cause


class RecogniserPool:
    """A few workers behind a bounded queue, first come, first served. Bound to the loop that first uses it."""

    def __init__(
        self, command: Sequence[str], *, workers: int = 1, queue: int = QUEUE, niceness: int | None = None
    ) -> None:
        self._all = [Worker(command, niceness=niceness) for _ in range(workers)]
        self._idle: asyncio.Queue[Worker] = asyncio.Queue()
        for worker in self._all:
            self._idle.put_nowait(worker)
        self._limit = queue + workers
        self._pending = 0
        self._stopped = False

    async def transcribe(self, pcm: bytes, *, deadline: float) -> Transcript:
        """Within `deadline` seconds, waiting included; a worker that is late is killed, one that dies is asked
        once more. Raises SpeechError: `recogniser_busy`, `recogniser_timeout`, `recogniser_died`."""
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
        await asyncio.gather(*(worker.kill() for worker in self._all))

    async def _ask(self, pcm: bytes) -> bytes:
        worker = await self._idle.get()
        try:
            for _ in range(2):
                try:
                    return await worker.ask(pcm)
                except WorkerDied:
                    await worker.kill()
                    if self._stopped:
                        break
        except BaseException:
            await worker.kill()  # its late reply would be taken for the next request's
            raise
        finally:
            self._idle.put_nowait(worker)
        raise SpeechError("recogniser_died", "The recogniser stopped unexpectedly.", retryable=True)


def _transcript(reply: bytes) -> Transcript:
    told = json.loads(reply)
    if "error" in told:
        raise SpeechError("recogniser_failed", "The recogniser could not write it down.", retryable=True)
    return Transcript(told["text"], told["quality"], told["engine"], told["rough"])
