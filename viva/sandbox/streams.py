"""Frames on asyncio's streams."""

from __future__ import annotations

import asyncio
from typing import Any

from viva.sandbox import frames


async def read(reader: asyncio.StreamReader) -> dict[str, Any]:
    """The next frame. Raises FrameError, also at the end of the stream."""
    try:
        header = await reader.readexactly(frames.HEADER_BYTES)
        return frames.parse(await reader.readexactly(frames.checked_length(header)))
    except (asyncio.IncompleteReadError, ConnectionError) as error:
        raise frames.FrameError("the connection ended") from error


async def write(writer: asyncio.StreamWriter, message: dict[str, Any]) -> None:
    """Raises FrameError where the other side is gone."""
    try:
        writer.write(frames.pack(message))
        await writer.drain()
    except ConnectionError as error:
        raise frames.FrameError("the connection ended") from error
