"""A child process that is asked over pipes, one request at a time: for what would hold up the loop or a thread."""

from __future__ import annotations

import asyncio
import contextlib
import os
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence

from viva.core.frames import frame, receive_frame

PASSED_ON = ("PATH", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "TMPDIR")
"""Environment a worker needs; secrets stay with the parent."""
ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "HF_HUB_OFFLINE": "1",
}


class WorkerDied(Exception):
    """The worker's process ended before it replied."""


class WorkerNotStarted(Exception):
    """It could not be started, did not say hello in time, or is closed."""


class Worker:
    """Runs `command` when it is first asked. The child (`viva.core.worker_side`) says hello once it is ready."""

    def __init__(
        self, command: Sequence[str], *, start_seconds: float, quiet: bool = False, niceness: int | None = None
    ) -> None:
        """A `quiet` one's standard error goes nowhere; `niceness`, where it is given, is instead of its own."""
        self._command = tuple(command)
        self._start_seconds = start_seconds
        self._stderr = DEVNULL if quiet else None
        self._niceness = niceness
        self._process: Process | None = None
        self._starting: asyncio.Task[None] | None = None
        self._closed = False

    async def start(self) -> None:
        """Returns once it has said hello. Who gives up waiting leaves it to the next request: a model that takes
        longer to load than a request may take would never be loaded otherwise. Raises WorkerNotStarted."""
        if self._starting is None:
            if self._process is not None and self._process.returncode is None:
                return
            self._starting = asyncio.create_task(self._start())
            self._starting.add_done_callback(_hear)
        await asyncio.shield(self._starting)

    async def ask(self, data: bytes) -> bytes:
        """The reply. Who gives up waiting for it has the process ended: it would be taken for the next request's.

        Raises WorkerDied, WorkerNotStarted.
        """
        await self.start()
        try:
            await self._send(data)
            return await self._receive()
        except BaseException:
            await self._kill()
            raise

    async def close(self) -> None:
        """End it at once, and start none again."""
        self._closed = True
        await self._kill()
        if self._starting is not None:
            await asyncio.wait([self._starting])

    async def _start(self) -> None:
        try:
            await self._kill()
            await self._launch()
            await asyncio.wait_for(self._receive(), self._start_seconds)
        except (OSError, WorkerDied, TimeoutError) as cause:
            await self._kill()
            raise WorkerNotStarted from cause
        except BaseException:
            await self._kill()
            raise
        finally:
            self._starting = None

    async def _kill(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await asyncio.shield(process.wait())

    async def _launch(self) -> None:
        if self._closed:
            raise WorkerNotStarted
        environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ} | ONE_THREAD
        self._process = await asyncio.create_subprocess_exec(
            *self._command, stdin=PIPE, stdout=PIPE, stderr=self._stderr, env=environment
        )
        if self._closed:  # while it was being made, when there was nothing yet to kill
            raise WorkerNotStarted
        if self._niceness is not None:
            with contextlib.suppress(OSError):  # it may have ended
                os.setpriority(os.PRIO_PROCESS, self._process.pid, self._niceness)

    async def _send(self, data: bytes) -> None:
        process = self._process
        if process is None or process.stdin is None:
            raise WorkerDied
        try:
            process.stdin.write(frame(data))
            await process.stdin.drain()
        except (ConnectionError, RuntimeError) as cause:
            raise WorkerDied from cause

    async def _receive(self) -> bytes:
        process = self._process
        if process is None or process.stdout is None:
            raise WorkerDied
        try:
            return await receive_frame(process.stdout)
        except (asyncio.IncompleteReadError, ConnectionError, ValueError) as cause:
            raise WorkerDied from cause


def _hear(ended: asyncio.Task[None]) -> None:
    """asyncio complains of an exception that nobody asks for; here nobody may be waiting any more."""
    if not ended.cancelled():
        ended.exception()
