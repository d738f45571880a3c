"""Frames between client, daemon and box: four bytes of length, big-endian, then one JSON object.

Kept apart from `streams`, because a box pays in time for every module that its fork server has imported."""

from __future__ import annotations

import json
import os
import socket
import struct
from typing import Any

_LENGTH = struct.Struct(">I")
HEADER_BYTES = _LENGTH.size
MOST_BYTES = 16 * 1024 * 1024


class FrameError(Exception):
    """The other side does not keep to the protocol, or is gone."""


def pack(message: dict[str, Any]) -> bytes:
    """ASCII JSON, so that half a surrogate pair from a stranger's string passes too. FrameError: too long."""
    body = json.dumps(message, separators=(",", ":")).encode("ascii")
    if len(body) > MOST_BYTES:
        raise FrameError(f"a message of {len(body)} bytes; at most {MOST_BYTES} are taken")
    return _LENGTH.pack(len(body)) + body


def unpack_from(buffer: bytearray, *, most: int = MOST_BYTES) -> dict[str, Any] | None:
    """Take the first whole frame out of `buffer`; None while there is none. FrameError: no frame of ours."""
    if len(buffer) < HEADER_BYTES:
        return None
    end = HEADER_BYTES + checked_length(buffer, most=most)
    if len(buffer) < end:
        return None
    body = bytes(buffer[HEADER_BYTES:end])
    del buffer[:end]
    return parse(body)


def checked_length(header: bytes | bytearray, *, most: int = MOST_BYTES) -> int:
    """What a frame's first four bytes say. Raises FrameError."""
    length = int(_LENGTH.unpack_from(header)[0])
    if length > most:
        raise FrameError(f"a frame of {length} bytes; at most {most} are taken")
    return length


def parse(body: bytes) -> dict[str, Any]:
    """Raises FrameError."""
    try:
        message = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise FrameError("not JSON") from error
    if not isinstance(message, dict):
        raise FrameError("not a JSON object")
    return message


def send(connection: socket.socket, message: dict[str, Any]) -> None:
    """The same on a blocking socket. Raises OSError."""
    connection.sendall(pack(message))


def receive(connection: socket.socket) -> dict[str, Any]:
    """The next frame of a blocking socket. Raises FrameError, OSError."""
    buffer = bytearray()
    while (message := unpack_from(buffer)) is None:
        chunk = connection.recv(65536)
        if not chunk:
            raise FrameError("the connection ended")
        buffer += chunk
    return message


def write_whole(fd: int, message: dict[str, Any]) -> None:
    """The same on a blocking descriptor. Raises OSError."""
    rest = memoryview(pack(message))
    while rest:
        rest = rest[os.write(fd, rest) :]
