"""Length-prefixed messages on a pipe: four bytes, big-endian, then that many bytes."""

from __future__ import annotations

import asyncio
import struct
from typing import BinaryIO

PREFIX = struct.Struct(">I")
LARGEST = 8 * 1024 * 1024


def frame(data: bytes) -> bytes:
    """Raises ValueError over 8 MiB."""
    if len(data) > LARGEST:
        raise ValueError(f"a message of {len(data)} bytes is over the limit")
    return PREFIX.pack(len(data)) + data


def read_frame(stream: BinaryIO) -> bytes | None:
    """The next message, or None at the end of the stream, be it in the middle of one."""
    prefix = stream.read(PREFIX.size)
    if len(prefix) < PREFIX.size:
        return None
    size: int = PREFIX.unpack(prefix)[0]
    data = stream.read(size) if size <= LARGEST else b""
    return data if len(data) == size and size <= LARGEST else None


async def receive_frame(stream: asyncio.StreamReader) -> bytes:
    """Raises IncompleteReadError at the end of the stream, ValueError over 8 MiB."""
    size: int = PREFIX.unpack(await stream.readexactly(PREFIX.size))[0]
    if size > LARGEST:
        raise ValueError(f"a message of {size} bytes is over the limit")
    return await stream.readexactly(size)
