"""The daemon's side of boxes: made ahead of need, handed out once each, cleared away wholly."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from viva.sandbox import bundle, frames
from viva.sandbox.confine import Guards
from viva.sandbox.pipes import Intake, has_ended, readable

_READY_SECONDS = 10.0
_DEATH_SECONDS = 10.0
_PAUSE_AFTER_FAILURE_SECONDS = 0.2
_READY_BYTES = 4096
_FEW = 3


class BoxError(Exception):
    """A box failed before a stranger's code ran in it: our failure, never theirs."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a box ended: `status` as waitpid gives it, CPU seconds and peak KiB by the kernel's books."""

    status: int
    cpu_seconds: float
    memory_kb: int


@dataclass(slots=True)
class Box:
    """One single-use box. The descriptors are the daemon's ends of its pipes."""

    folder: Path
    pid: int
    pidfd: int
    job: int
    out: int
    err: int
    result: int
    ended: Ended | None = None

    def close_job(self) -> None:
        if self.job >= 0:
            os.close(self.job)
            self.job = -1

    async def end(self) -> Ended:
        """Kill it and all its group, and reap them; a second call gives the first one's answer."""
        if self.ended is not None:
            return self.ended
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        await readable(self.pidfd, seconds=_DEATH_SECONDS)
        _, status, usage = os.wait4(self.pid, 0)  # noqa: ASYNC222 - it has ended
        _reap_group(self.pid)
        self.ended = Ended(status, usage.ru_utime + usage.ru_stime, usage.ru_maxrss)
        return self.ended

    async def clear_away(self) -> None:
        """Nothing of it stays: process, descriptors, files, folder. Once."""
        await self.end()
        self.close_job()
        for fd in (self.out, self.err, self.result, self.pidfd):
            os.close(fd)
        remove_folder(self.folder)


def _reap_group(group: int) -> None:
    """What else belonged to the box has come to the daemon (a subreaper): kill and reap it."""
    while True:
        try:
            with suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
            os.waitpid(-group, 0)
        except ChildProcessError:
            return


def remove_folder(folder: Path) -> None:
    """A box's folder is flat: Landlock lets it make regular files only."""
    with suppress(FileNotFoundError):
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()


class ForkServer:
    """The zygote's process, started when needed and again when it has died."""

    def __init__(self, *, python: str, bundle_fd: int, guards: Guards) -> None:
        self._python, self._bundle_fd, self._guards = python, bundle_fd, guards
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def order_box(self, folder: Path, *, fds: list[int]) -> None:
        """Raises BoxError."""
        order = {"folder": str(folder), "daemon_pid": os.getpid(), "guards": asdict(self._guards)}
        try:
            socket.send_fds(self._connection(), [json.dumps(order).encode()], fds)
        except OSError as error:
            self.stop()
            raise BoxError(f"the fork server is gone: {error}") from error

    def _connection(self) -> socket.socket:
        if self._control is None or self._process is None or self._process.poll() is not None:
            self.stop()
            self._start()
        assert self._control is not None  # noqa: S101 - set by _start
        return self._control

    def _start(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = bundle.command(
            self._python, fd=self._bundle_fd, module="zygote", function="serve", argument=str(theirs.fileno())
        )
        fds = (self._bundle_fd, theirs.fileno())
        self._process = subprocess.Popen(
            command, env={}, cwd="/", pass_fds=fds, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        theirs.close()
        self._control = ours

    def stop(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None


class BoxPool:
    """Boxes ready for a job. `take` gives each one once; two fillers make the next ones meanwhile."""

    def __init__(self, server: ForkServer, *, folder: Path, size: int) -> None:
        self._server, self._folder = server, folder
        self._ready: asyncio.Queue[Box] = asyncio.Queue(maxsize=size)
        self._fillers: list[asyncio.Task[None]] = []
        self._held = self._users = 0
        self._needed = asyncio.Event()
        self._last_error = ""

    def start(self) -> None:
        self._fillers = [asyncio.create_task(self._fill()) for _ in range(2)]

    async def stop(self) -> None:
        for filler in self._fillers:
            filler.cancel()
        await asyncio.gather(*self._fillers, return_exceptions=True)
        while not self._ready.empty():
            await self._ready.get_nowait().clear_away()
        self._server.stop()

    @property
    def count(self) -> int:
        """The boxes made and not yet handed out, those that a filler holds until there is room among them."""
        return self._ready.qsize() + self._held

    async def take(self) -> Box:
        """A box that lives and waits. Raises BoxError where none can be made."""
        while True:
            try:
                box = await asyncio.wait_for(self._ready.get(), _READY_SECONDS)
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

    async def _hand_over(self, box: Box) -> None:
        self._held += 1
        try:
            await self._ready.put(box)
        except asyncio.CancelledError:
            await box.clear_away()
            raise
        finally:
            self._held -= 1

    async def _make(self) -> Box:
        folder = self._folder / f"box-{secrets.token_hex(8)}"
        folder.mkdir(mode=0o700)
        ends = [os.pipe() for _ in range(4)]
        (job_in, job), (out, out_in), (err, err_in), (result, result_in) = ends
        try:
            self._server.order_box(folder, fds=[job_in, out_in, err_in, result_in])
            _close_all(job_in, out_in, err_in, result_in)
            job_in = out_in = err_in = result_in = -1
            pid = await _await_ready(result)
            return Box(folder, pid, os.pidfd_open(pid), job, out, err, result)
        except BaseException:
            _close_all(job_in, out_in, err_in, result_in, job, out, err, result)
            remove_folder(folder)
            raise


async def _await_ready(result: int) -> int:
    """The new box's pid, told by itself while its code is still our own. Raises BoxError."""
    intake = Intake(result, most=_READY_BYTES)
    try:
        return int((await intake.frame(seconds=_READY_SECONDS))["pid"])
    except (frames.FrameError, TimeoutError, KeyError) as error:
        raise BoxError(f"a new box did not get ready: {error or 'too slow'}") from error
    finally:
        intake.detach()


def _close_all(*fds: int) -> None:
    for fd in fds:
        if fd >= 0:
            os.close(fd)
