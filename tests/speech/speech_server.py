"""A speech server that does as it is told, over real HTTP on loopback."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field


@dataclass
class Script:
    """`status`, `body` and `content_type` of each reply; `hang` never replies. `asked` has each request whole."""

    status: int = 200
    body: bytes = b""
    content_type: str = "audio/wav"
    hang: bool = False
    asked: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    url: str = ""


@contextlib.asynccontextmanager
async def speech_server() -> AsyncIterator[Script]:
    script = Script()

    async def reply(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            script.asked.append(await _request(reader))
            if script.hang:
                await asyncio.sleep(3600)
            head = f"HTTP/1.1 {script.status} X\r\nContent-Type: {script.content_type}\r\n"
            writer.write(
                f"{head}Content-Length: {len(script.body)}\r\nConnection: close\r\n\r\n".encode() + script.body
            )
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(reply, "127.0.0.1", 0)
    script.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
    try:
        yield script
    finally:
        server.close()


async def _request(reader: asyncio.StreamReader) -> tuple[str, dict[str, str], bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin1").split("\r\n")
    headers = {
        name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)
    }
    if headers.get("transfer-encoding") == "chunked":
        return head[0], headers, await _chunks(reader)
    return head[0], headers, await reader.readexactly(int(headers.get("content-length", 0)))


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int((await reader.readline()).strip(), 16):
        body += await reader.readexactly(size)
        await reader.readline()
    return body
