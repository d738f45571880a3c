"""Pipes to and from boxes on the event loop: nothing here ever waits for a box that does not play along."""

from __future__ import annotations

import asyncio
import os
import select
from contextlib import suppress
from typing import Any

from viva.sandbox import frames

_CHUNK = 65536


class Intake:
    """What comes out of one pipe: at most `most` bytes are kept, `overflowed` says that there were more."""

    def __init__(self, fd: int, *, most: int, changed: asyncio.Event | None = None) -> None:
        self._fd, self._most = fd, most
        self._changed = changed or asyncio.Event()
        self.data = bytearray()
        self.overflowed = self.ended = False
        os.set_blocking(fd, False)
        asyncio.get_running_loop().add_reader(fd, self._take_some)

    def detach(self) -> None:
        asyncio.get_running_loop().remove_reader(self._fd)

    def _take_some(self) -> bool:
        """False once there is nothing more to take for now."""
        try:
            chunk = os.read(self._fd, _CHUNK)
        except BlockingIOError:
            return False
        room = self._most - len(self.data)
        self.data += chunk[:room]
        self.overflowed = self.overflowed or len(chunk) > room
        self.ended = self.ended or not chunk
        if self.ended or self.overflowed:
            self.detach()
        self._changed.set()
        return not (self.ended or self.overflowed)

    def take_rest(self) -> None:
        """What is still in the pipe of a dead box."""
        self.detach()
        while not (self.ended or self.overflowed) and self._take_some():
            pass

    async def frame(self, *, seconds: float) -> dict[str, Any]:
        """The next frame. Raises FrameError (also at the end of the pipe), TimeoutError."""
        async with asyncio.timeout(seconds):
            while (message := frames.unpack_from(self.data, most=self._most)) is None:
                if self.ended or self.overflowed:
                    raise frames.FrameError("the pipe ended")
                self._changed.clear()
                await self._changed.wait()
        return message


async def write_all(fd: int, data: bytes, *, seconds: float) -> None:
    """To a box that reads at its own pace; `fd` does not block. Raises OSError where it is gone, TimeoutError."""
    rest = _write_some(fd, memoryview(data))
    if rest:
        async with asyncio.timeout(seconds):
            while rest:
                await _writable(fd)
                rest = _write_some(fd, rest)


def _write_some(fd: int, rest: memoryview) -> memoryview:
    """What is still to be written."""
    with suppress(BlockingIOError):
        return rest[os.write(fd, rest) :]
    return rest


async def _writable(fd: int) -> None:
    loop, free = asyncio.get_running_loop(), asyncio.Event()
    loop.add_writer(fd, free.set)
    try:
        await free.wait()
    finally:
        loop.remove_writer(fd)


def has_ended(pidfd: int) -> bool:
    """Has the process ended by now?"""
    poll = select.poll()
    poll.register(pidfd, select.POLLIN)
    return bool(poll.poll(0))


async def readable(fd: int, *, seconds: float) -> bool:
    """Does `fd` become readable (a pidfd: has the process ended) within that time?"""
    loop, ready = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(fd, ready.set)
    try:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):  # wait_for would lose a cancellation that comes with the event
                await ready.wait()
    finally:
        loop.remove_reader(fd)
    return ready.is_set()
