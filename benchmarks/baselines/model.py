"""A language model's server that talks at a set pace: `python -m benchmarks.baselines.model PORT SECONDS`.

A reply takes SECONDS, its pieces evenly spread. The first one holds the moment, by this machine's monotonic clock,
at which it was written: whoever reads it knows how long it was under way. In a greeting it names its facts.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import sys
import time

WORDS = "you, it is good to hear that, and I am glad that we talk about all of this."
_FACTS = re.compile(r"^(?:minutes|total): (\d+)$", re.MULTILINE)


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seconds: float) -> None:
    with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            length = int(head.partition(b"content-length:")[2].split(b"\r\n")[0])
            body = json.loads(await reader.readexactly(length))
            asked = body["messages"][-1]["content"]
            facts = " ".join(_FACTS.findall(asked))
            words = f"{WORDS} {facts}." if facts else WORDS
            await _stream(writer, seconds, [] if "JSON" in asked else words.split())
    writer.close()


async def _stream(writer: asyncio.StreamWriter, seconds: float, words: list[str]) -> None:
    """No words: JSON, for whoever looks what the server can do."""
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n")
    if not words:
        _send(writer, _chunk('{"ready": true, "word": "viva"}'))
    else:
        _send(writer, _chunk(f"Thank@{time.monotonic():.6f}@ "))
        for each in words:
            await writer.drain()
            await asyncio.sleep(seconds / len(words))
            _send(writer, _chunk(f"{each} "))
    _send(writer, _chunk(None))
    _send(writer, "[DONE]")
    writer.write(b"0\r\n\r\n")
    await writer.drain()


def _send(writer: asyncio.StreamWriter, data: str) -> None:
    event = f"data: {data}\n\n".encode()
    writer.write(f"{len(event):x}\r\n".encode() + event + b"\r\n")


def _chunk(words: str | None) -> str:
    choice = {"index": 0, "delta": {"content": words} if words else {}, "finish_reason": None if words else "stop"}
    return json.dumps(
        {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "paced", "choices": [choice]}
    )


async def serve(port: int, seconds: float) -> None:
    server = await asyncio.start_server(
        lambda reader, writer: _answer(reader, writer, seconds), "127.0.0.1", port, limit=2**22
    )
    print("ready", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), float(sys.argv[2])))
