"""The daemon at work: started by `daemon` in a clean process without root, it answers on its Unix socket.

Requests, one per connection: `status`, `judge`, `shutdown`, and `hold`, which keeps the connection open. The
daemon lives while somebody holds it, and a little longer, so that a restarted server can take it over."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import platform
import signal
import socket
import struct
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from viva.sandbox import confine, frames, streams, syscalls, workfolder
from viva.sandbox.boxes import BoxPool, ForkServer
from viva.sandbox.judging import Bench
from viva.sandbox.probe import probe_arguments, probe_order
from viva.sandbox.types import Verdict
from viva.sandbox.wire import Order, OrderError, Report

TIER = "landlock+seccomp"
GRACE_SECONDS = 10.0
_PR_SET_CHILD_SUBREAPER = 36
_LISTEN_BACKLOG = 512
_PEER = struct.Struct("3i")


@dataclass(frozen=True, slots=True)
class Setting:
    """What `daemon` hands over, as JSON: descriptors, who may ask, what to be called, which guards."""

    listener: int
    bundle: int
    python: str
    owner: int
    name: str
    fingerprint: str
    guards: dict[str, bool]
    reason: str = ""


def main(setting_text: str) -> None:
    setting = Setting(**json.loads(setting_text))
    os.umask(0o077)
    syscalls.prctl(_PR_SET_CHILD_SUBREAPER, 1)
    confine.give_up_privileges()
    asyncio.run(Service(setting).run())


class Service:
    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._folder = workfolder.claim(setting.name)
        self._server = ForkServer(
            python=setting.python, bundle_fd=setting.bundle, guards=confine.Guards(**setting.guards)
        )
        seats = len(os.sched_getaffinity(0))
        self._pool = BoxPool(self._server, folder=self._folder, size=6 * seats + 4)
        self._bench, self._seats = Bench(self._pool, seats=seats), seats
        self._reason = setting.reason
        self._holders = 0
        self._ending = asyncio.Event()
        self._grace: asyncio.TimerHandle | None = None
        self._proved = asyncio.Event()

    async def run(self) -> None:
        """Until told to end or held by nobody."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._ending.set)
        listener = socket.socket(fileno=self._setting.listener)
        server = await asyncio.start_unix_server(self._serve, sock=listener, backlog=_LISTEN_BACKLOG)
        self._begin_grace()
        proof = asyncio.create_task(self._prove())
        await self._ending.wait()
        server.close()
        proof.cancel()
        await self._pool.stop()
        workfolder.remove(self._folder)

    async def _prove(self) -> None:
        """Start the boxes and let the probe try to get out; until it has failed to, nothing is judged."""
        if not self._reason:
            self._pool.start()
            self._reason = await self._find_breach()
        self._proved.set()

    async def _find_breach(self) -> str:
        canary = self._folder / "canary"
        canary.write_text("no box may read this")
        numbers = {
            name: syscalls.number_of(name, machine=syscalls.machine()) or 0 for name in ("ptrace", "unshare")
        }
        arguments = probe_arguments(canary=str(canary), most_files=confine.OPEN_FILES, **numbers)
        finding = await self._bench.run_once(probe_order(), arguments)
        if finding.value is None:
            return f"the probe of the sandbox failed: {finding.verdict} {finding.message}"
        breaches = json.loads(finding.value)
        return f"code in a box can {', '.join(breaches)}" if breaches else ""

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(frames.FrameError):
            if _peer_uid(writer) in (self._setting.owner, 0):
                await self._answer(await streams.read(reader), reader, writer)
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()

    async def _answer(
        self, message: dict[str, Any], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        await self._proved.wait()
        answers: dict[object, Callable[[], Awaitable[dict[str, Any]]]] = {
            "status": self._status,
            "hold": self._status,
            "shutdown": self._shutdown,
            "judge": lambda: self._judge(message, reader),
        }
        answer = answers.get(message.get("op"))
        if answer is None:
            return
        await streams.write(writer, await answer())
        if message["op"] == "hold":
            await self._hold(reader)

    async def _status(self) -> dict[str, Any]:
        return {
            "safe": not self._reason,
            "tier": "" if self._reason else TIER,
            "reason": self._reason,
            "fingerprint": self._setting.fingerprint,
            "pid": os.getpid(),
            "fork_server_pid": self._server.pid,
            "uid": os.getuid(),
            "python": f"{platform.python_version()} ({sys.executable})",
            "seats": self._seats,
            "holders": self._holders,
            "boxes": self._pool.count,
            "waiting": self._bench.waiting,
            "judged": self._bench.judged,
            "descriptors": sum(1 for _ in os.scandir("/proc/self/fd")),
            "folder": str(self._folder),
        }

    async def _shutdown(self) -> dict[str, Any]:
        asyncio.get_running_loop().call_soon(self._ending.set)
        return {}

    async def _judge(self, message: dict[str, Any], reader: asyncio.StreamReader) -> dict[str, Any]:
        """Given up when the asker hangs up."""
        if self._reason:
            return Report(
                verdict=Verdict.IE, message=f"code cannot be run safely here: {self._reason}"
            ).to_message()
        try:
            order = Order.from_message(message["order"])
        except (OrderError, KeyError) as error:
            return Report(verdict=Verdict.IE, message=str(error)).to_message()
        work = asyncio.create_task(self._bench.judge(order))
        gone = asyncio.create_task(reader.read(1))
        try:
            await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                raise frames.FrameError("the asker hung up")
            return work.result().to_message()
        finally:
            for task in (work, gone):
                task.cancel()
            await asyncio.gather(work, gone, return_exceptions=True)

    async def _hold(self, reader: asyncio.StreamReader) -> None:
        """Live on while this connection does; after a `release`, unlike a plain end, no grace is needed."""
        self._holders += 1
        if self._grace is not None:
            self._grace.cancel()
        released = False
        with contextlib.suppress(frames.FrameError):
            released = (await streams.read(reader)).get("op") == "release"
        self._holders -= 1
        if not self._holders:
            self._begin_grace(seconds=0.0 if released else GRACE_SECONDS)

    def _begin_grace(self, *, seconds: float = GRACE_SECONDS) -> None:
        self._grace = asyncio.get_running_loop().call_later(seconds, self._ending.set)


def _peer_uid(writer: asyncio.StreamWriter) -> int:
    peer = writer.get_extra_info("socket").getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _PEER.size)
    return int(_PEER.unpack(peer)[1])
