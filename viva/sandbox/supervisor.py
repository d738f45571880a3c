"""Keeps one daemon alive for the server: starts it, takes over a living one, replaces what is stale.

Its hold is a connection: while it is open the daemon lives on. A server killed with -9 drops it, and its
daemon ends after a grace, unless the next server holds it first."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import socket
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

from viva.sandbox import bundle, frames, streams
from viva.sandbox.client import SandboxClient, connect

_log = logging.getLogger(__name__)
START_SECONDS = 30.0
HEARTBEAT_SECONDS = 20.0
_POLL_SECONDS = 0.05
_STOP_SECONDS = 10.0
_LONGEST_PAUSE_SECONDS = 10.0
_ALREADY_RUNS = 3  # the daemon's exit status where another has the socket
_PEER = struct.Struct("3i")
_ROOT = str(Path(__file__).parents[2])
_BOOT = "import sys; sys.path.insert(0, sys.argv.pop(1)); from viva.sandbox.daemon import main; main()"


class RunnerDownError(Exception):
    """No daemon could be had; the text says why."""


class Supervisor:
    """`start()` and `stop()` are for the server's lifespan; `client` judges meanwhile, from any loop."""

    def __init__(
        self, socket_path: Path, *, options: tuple[str, ...] = (), heartbeat_seconds: float = HEARTBEAT_SECONDS
    ) -> None:
        self._path, self._options, self._heartbeat = socket_path, options, heartbeat_seconds
        self.client = SandboxClient(socket_path, reviver=self)
        self.reason = ""
        self._fingerprint = bundle.fingerprint(bundle.pack_source())
        self._child: subprocess.Popen[bytes] | None = None
        self._hold: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock = asyncio.Lock()

    async def start(self) -> None:
        """Never raises: a server without a code runner still serves; `status()` says what is wrong."""
        self._loop = asyncio.get_running_loop()
        await self._hold_or_tell()
        self._keeper = asyncio.create_task(self._keep())

    async def stop(self) -> None:
        """Let go; the daemon ends at once unless another server holds it."""
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)
        if self._hold is not None:
            await self._let_go(self._hold[1])
        elif self._child is not None and not await self._is_held_by_others():
            self._child.terminate()
        await self._reap_child()

    async def revive(self) -> None:
        """See that a daemon lives; for the client, from whatever loop or thread."""
        if self._loop is None or self._loop.is_closed():
            return
        coroutine = self._hold_or_tell()
        await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(coroutine, self._loop))

    async def status(self) -> dict[str, Any]:
        """The daemon's own words (`safe`, `tier`, `reason`, …), or `safe: False` with why there is none."""
        try:
            return await self.client.status()
        except (OSError, frames.FrameError):
            return {"safe": False, "tier": "", "reason": self.reason or "the code runner is down"}

    async def _keep(self) -> None:
        """Whenever the daemon is gone, get another; slower and slower while that fails."""
        pause = _POLL_SECONDS
        while True:
            if self._hold is not None:
                await self._await_loss(*self._hold)
                _log.warning("the code runner has gone; starting it again")
            await self._hold_or_tell()
            pause = _POLL_SECONDS if self._hold is not None else min(2 * pause, _LONGEST_PAUSE_SECONDS)
            await asyncio.sleep(pause)

    async def _await_loss(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Until the daemon has gone; one that no longer answers is made to go."""
        with contextlib.suppress(OSError):
            while not reader.at_eof():
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(reader.read(1), self._heartbeat)
                if not reader.at_eof() and not await self._answers():
                    _end_peer(writer, by=signal.SIGKILL)

    async def _answers(self) -> bool:
        try:
            return bool(await asyncio.wait_for(self.client.status(), self._heartbeat))
        except (OSError, frames.FrameError):
            return False

    async def _hold_or_tell(self) -> None:
        try:
            async with self._lock:
                await self._get_hold()
            self.reason = ""
        except (RunnerDownError, OSError) as error:
            self._hold = None
            self.reason = str(error) or "the code runner did not start in time"
            _log.error("no code runner: %s", self.reason)

    async def _get_hold(self) -> None:
        if self._hold is not None and not self._hold[0].at_eof() and await self._answers():
            return  # asked, because the end of a killed daemon's connection may still be on its way
        self._drop_hold()
        async with asyncio.timeout(START_SECONDS):
            while self._hold is None:
                self._hold = await self._try_hold()
                if self._hold is None:
                    self._ensure_child()
                    await asyncio.sleep(_POLL_SECONDS)

    def _drop_hold(self) -> None:
        if self._hold is not None:
            self._hold[1].close()
            self._hold = None

    async def _try_hold(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        """Hold the daemon that listens; one of another version is told to end first."""
        try:
            reader, writer = await connect(self._path)
        except OSError:
            return None
        try:
            await streams.write(writer, {"op": "hold"})
            status = await streams.read(reader)
        except frames.FrameError:
            status = {}
        if status.get("fingerprint") == self._fingerprint:
            return reader, writer
        if status:
            _end_peer(writer, by=signal.SIGTERM)
        writer.close()
        return None

    def _ensure_child(self) -> None:
        """Start a daemon unless one of ours is getting ready. Raises RunnerDownError where it cannot run."""
        if self._child is not None:
            code = self._child.poll()
            if code is None:
                return
            self._child = None
            if code > 0 and code != _ALREADY_RUNS:
                raise RunnerDownError(self._log_path.read_text(errors="replace").strip()[-500:])
        self._child = self._spawn()

    @property
    def _log_path(self) -> Path:
        return self._path.with_name(f"{self._path.name}.log")

    def _spawn(self) -> subprocess.Popen[bytes]:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        command = [
            sys.executable,
            "-I",
            "-c",
            _BOOT,
            _ROOT,
            "--socket",
            str(self._path.absolute()),
            *self._options,
        ]
        with self._log_path.open("wb") as log:
            return subprocess.Popen(
                command,
                env={},
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    async def _let_go(self, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(frames.FrameError):
            await streams.write(writer, {"op": "release"})
        writer.close()
        self._hold = None

    async def _reap_child(self) -> None:
        """Wait for our daemon to end; one that another server holds lives on, and is init's afterwards."""
        if self._child is None:
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_STOP_SECONDS):
                while self._child.poll() is None and not await self._is_held_by_others():  # noqa: ASYNC110
                    await asyncio.sleep(_POLL_SECONDS)
                return
        self._child.kill()
        self._child.wait()

    async def _is_held_by_others(self) -> bool:
        try:
            return int((await self.client.status()).get("holders", 0)) > 0
        except (OSError, frames.FrameError):
            return False


def _end_peer(writer: asyncio.StreamWriter, *, by: signal.Signals) -> None:
    """End the daemon at the other end of the socket, whoever started it."""
    peer = writer.get_extra_info("socket").getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _PEER.size)
    with contextlib.suppress(OSError):
        os.kill(_PEER.unpack(peer)[0], by)
