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
from viva.sandbox.forking import Ground
from viva.sandbox.judging import BUSY
from viva.sandbox.languages.language import Toolchain
from viva.sandbox.probe import find_breach
from viva.sandbox.seats import BusyError, Ticket
from viva.sandbox.stand import Stand, find_tools, languages_message, seats
from viva.sandbox.tiers import Tier, ground_of, usable_abi, what_lacks
from viva.sandbox.types import Verdict
from viva.sandbox.wire import Order, OrderError, Report

GRACE_SECONDS = 10.0
_PR_SET_CHILD_SUBREAPER = 36
_LISTEN_BACKLOG = 512
_TELL_SECONDS = 0.25
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
    tiers: list[str]
    is_cold: bool
    languages: list[str] | None
    abi: int
    cgroup: str
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
        self._stand: Stand | None = None
        self._tiers: list[Tier] = []
        self._reason = setting.reason
        self._holders = 0
        self._ending = asyncio.Event()
        self._grace: asyncio.TimerHandle | None = None
        self._proved = asyncio.Event()
        self._toolchains: dict[str, Toolchain] = {}

    async def run(self) -> None:
        """Until told to end or held by nobody."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._ending.set)
        listener = socket.socket(fileno=self._setting.listener)
        server = await asyncio.start_unix_server(self._serve, sock=listener, backlog=_LISTEN_BACKLOG)
        proof = asyncio.create_task(self._prove())
        await self._ending.wait()
        server.close()
        proof.cancel()
        await asyncio.gather(proof, return_exceptions=True)
        if self._stand is not None:
            await self._stand.stop()
        workfolder.remove(self._folder)

    async def _prove(self) -> None:
        """Take the first tier that holds; until one has shown that it does, nothing is judged."""
        try:
            if not self._reason:
                await self._choose_tier()
        except Exception as error:
            self._reason = f"the code runner could not be set up: {error!r}"
        finally:
            self._proved.set()
            if not self._holders:
                self._begin_grace()

    async def _choose_tier(self) -> None:
        setting = self._setting
        found = await find_tools(setting.languages)
        self._toolchains = found
        paths = sorted({path for toolchain in found.values() for path in toolchain.readable})
        guards = confine.Guards(**setting.guards)
        ground = Ground(setting.python, setting.bundle, self._folder, guards, 0, "", tuple(paths))
        abi = usable_abi(setting.abi)
        for name in setting.tiers:
            reason = what_lacks(name, abi=abi) or await self._try(ground_of(name, ground, abi=abi))
            self._tiers.append(Tier(name, reason))
            if not reason:
                break
        self._tiers += [Tier(name, what_lacks(name, abi=abi)) for name in setting.tiers[len(self._tiers) :]]
        if self._stand is None:
            self._reason = "; ".join(f"{tier.name}: {tier.reason}" for tier in self._tiers)

    async def _try(self, ground: Ground) -> str:
        """Why its boxes do not hold; empty where they do, and it is the one."""
        stand = Stand(ground, self._toolchains, is_cold=self._setting.is_cold)
        stand.start()
        if reason := await find_breach(stand.bench, self._folder):
            await stand.stop()
            return reason
        self._stand = stand
        return ""

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
            "judge": lambda: self._judge(message, reader, writer),
        }
        answer = answers.get(message.get("op"))
        if answer is None:
            return
        await streams.write(writer, await answer())
        if message["op"] == "hold":
            await self._hold(reader)

    async def _status(self) -> dict[str, Any]:
        stand = self._stand
        tier = next((tier.name for tier in self._tiers if not tier.reason), "") if stand else ""
        return {
            "safe": stand is not None,
            "tier": f"{tier}+seccomp" if tier else "",
            "tiers": [each.to_message() for each in self._tiers],
            "cgroup": self._setting.cgroup,
            "reason": self._reason,
            "fingerprint": self._setting.fingerprint,
            "pid": os.getpid(),
            "fork_server_pid": stand.server.pid if stand else None,
            "uid": os.getuid(),
            "python": f"{platform.python_version()} ({sys.executable})",
            "seats": seats(),
            "holders": self._holders,
            **(stand.stocks() if stand else {"boxes": 0, "stocked": 0, "spares": 0}),
            "waiting": stand.bench.waiting if stand else 0,
            "judged": stand.bench.judged if stand else 0,
            "descriptors": sum(1 for _ in os.scandir("/proc/self/fd")),
            "folder": str(self._folder),
            **languages_message(self._toolchains),
        }

    async def _shutdown(self) -> dict[str, Any]:
        asyncio.get_running_loop().call_soon(self._ending.set)
        return {}

    async def _judge(
        self, message: dict[str, Any], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> dict[str, Any]:
        """Given up when the asker hangs up; told how many come before, if it asked for that."""
        if self._stand is None:
            return _refusal(f"code cannot be run safely here: {self._reason}")
        try:
            order = Order.from_message(message["order"])
            ticket = self._stand.bench.queue(order)
        except (OrderError, KeyError) as error:
            return _refusal(str(error))
        except BusyError:
            return _refusal(BUSY)
        work = asyncio.create_task(self._stand.bench.judge(order, ticket))
        gone = asyncio.create_task(reader.read(1))
        telling = asyncio.create_task(_tell_waiting(ticket, writer)) if message.get("waiting") else None
        try:
            await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                raise frames.FrameError("the asker hung up")
            return work.result().to_message()
        finally:
            tasks = [task for task in (work, gone, telling) if task is not None]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

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


async def _tell_waiting(ticket: Ticket, writer: asyncio.StreamWriter) -> None:
    """Whenever that changes, looked at now and then, until it is called."""
    told = None
    while not ticket.called.done():
        if told != (told := ticket.before):
            await streams.write(writer, {"waiting": told})
        await asyncio.wait({ticket.called}, timeout=_TELL_SECONDS)


def _refusal(message: str) -> dict[str, Any]:
    return Report(verdict=Verdict.IE, message=message).to_message()


def _peer_uid(writer: asyncio.StreamWriter) -> int:
    peer = writer.get_extra_info("socket").getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _PEER.size)
    return int(_PEER.unpack(peer)[1])
