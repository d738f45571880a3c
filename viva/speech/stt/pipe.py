"""Messages on a worker's pipes: four bytes of length, big-endian, then that many bytes."""

from __future__ import annotations

import struct
from typing import BinaryIO

PREFIX = struct.Struct(">I")
LARGEST = 8 * 1024 * 1024


def framed(data: bytes) -> bytes:
    return PREFIX.pack(len(data)) + data


def read(stream: BinaryIO) -> bytes | None:
    """The next message, or None at the end of the stream, be it in the middle of one."""
    prefix = stream.read(PREFIX.size)
    if len(prefix) < PREFIX.size:
        return None
    size: int = PREFIX.unpack(prefix)[0]
    data = stream.read(size) if size <= LARGEST else b""
    return data if len(data) == size and size <= LARGEST else None
