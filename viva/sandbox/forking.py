"""The fork server's process, started when needed and again when it has died; and boxes had from it."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from viva.sandbox import bundle, container, frames
from viva.sandbox.boxes import Box, BoxError, remove_folder
from viva.sandbox.confine import Guards
from viva.sandbox.containing import BOX
from viva.sandbox.inside import Orders
from viva.sandbox.languages.language import Plan
from viva.sandbox.pipes import readable
from viva.sandbox.work import plan_message

_READY_SECONDS = 15.0
_READY_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Ground:
    """What all boxes of one daemon stand on.

    `container` is bubblewrap's path, empty for no container; `abi` is 0 for no Landlock.
    """

    python: str
    bundle_fd: int
    folder: Path
    guards: Guards
    abi: int
    container: str
    readable: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stock:
    """`size` boxes kept ready (0: made when they are needed), each with `spares` children of `warm` begun.

    Those were told that they have `memory_mb`.
    """

    size: int
    warm: Plan | None = None
    spares: int = 0
    memory_mb: int = 0


class ForkServer:
    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    async def make_box(self, stock: Stock) -> Box:
        """Raises BoxError, OSError."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        folder = self._make_folder()
        try:
            self._order(folder, stock, channel=theirs)
            theirs.close()
            pid, pidfd = await _await_ready(ours)
            return Box(pid, pidfd, ours, folder, is_child=not self._ground.container)
        except BaseException:
            ours.close()
            if folder is not None:
                remove_folder(folder)
            raise
        finally:
            theirs.close()

    def _make_folder(self) -> Path | None:
        if self._ground.container:
            return None
        folder = self._ground.folder / f"box-{secrets.token_hex(8)}"
        folder.mkdir(mode=0o700)
        return folder

    def _order(self, folder: Path | None, stock: Stock, *, channel: socket.socket) -> None:
        ground = self._ground
        orders = Orders(
            folder=str(folder or BOX),
            daemon_pid=os.getpid(),
            guards=asdict(ground.guards),
            abi=ground.abi,
            readable=list(ground.readable),
            is_contained=bool(ground.container),
            warm=plan_message(stock.warm) if stock.warm else None,
            memory_mb=stock.memory_mb,
            spares=stock.spares,
        )
        try:
            socket.send_fds(self._connection(), [json.dumps(asdict(orders)).encode()], [channel.fileno()])
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
        ground = self._ground
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = bundle.command(
            ground.python, fd=ground.bundle_fd, module="zygote", function="serve", argument=str(theirs.fileno())
        )
        if ground.container:
            around = container.command(ground.container, python=ground.python, readable=ground.readable)
            command = [*around, *command]
        fds = (ground.bundle_fd, theirs.fileno())
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


async def _await_ready(channel: socket.socket) -> tuple[int, int]:
    """The new box's pid, as it sees itself, and its pidfd, while its code is still our own. Raises BoxError."""
    if not await readable(channel.fileno(), seconds=_READY_SECONDS):
        raise BoxError("a new box did not get ready in time")
    data, fds, _, _ = socket.recv_fds(channel, _READY_BYTES, 1)
    message: dict[str, Any] | None = None
    try:
        message = frames.unpack_from(bytearray(data))
    except frames.FrameError as error:
        raise BoxError(f"a new box did not get ready: {error}") from error
    if not message or not fds or "pid" not in message:
        raise BoxError(f"a new box did not get ready: {(message or {}).get('failed', 'it ended')}")
    return int(message["pid"]), fds[0]
