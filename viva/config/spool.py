"""Request bodies are read whole, with a size limit and a deadline, before a WSGI thread is taken.

a2wsgi has ten threads; ten slow uploads would hold them all. Here an upload costs the loop a task and no more.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
from typing import Any

Scope = dict[str, Any]
Message = dict[str, Any]

IN_MEMORY = 256 * 1024
CHUNK = 256 * 1024
_ANNOUNCE = (b"content-length", b"transfer-encoding")


class Refused(Exception):
    """The body is not taken; `status` is the HTTP status, the text says why."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


class Gone(Exception):
    """The client went away in the middle of its body."""


class SpoolBodies:
    """ASGI middleware: bodies above `largest` bytes are 413, slower ones than `seconds` 408."""

    def __init__(self, app: Any, *, largest: int, seconds: float) -> None:
        self.app = app
        self.largest = largest
        self.seconds = seconds

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        if not _has_body(scope):
            await self.app(scope, receive, send)
            return
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as body:
            try:
                self._check_announced(scope)
                size = await asyncio.wait_for(self._read(receive, body), self.seconds)
            except TimeoutError:
                late = Refused(408, f"The request took longer than {self.seconds:.0f} seconds.")
                await refuse(send, late, path=scope["path"])
                return
            except Refused as refusal:
                await refuse(send, refusal, path=scope["path"])
                return
            except Gone:
                return
            body.seek(0)
            await self.app(_with_length(scope, size), _replay(body, size, receive), send)

    def _check_announced(self, scope: Scope) -> None:
        for name, value in scope["headers"]:
            if name == b"content-length" and value.isdigit() and int(value) > self.largest:
                raise self._too_large()

    def _too_large(self) -> Refused:
        return Refused(413, f"A request may have {self.largest} bytes.")

    async def _read(self, receive: Any, body: Any) -> int:
        size = 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise Gone
            chunk = message.get("body", b"")
            size += len(chunk)
            if size > self.largest:
                raise self._too_large()
            body.write(chunk)
            if not message.get("more_body"):
                return size


def _has_body(scope: Scope) -> bool:
    """By RFC 9112, section 6.3: a request that announces none has none."""
    return any(name in _ANNOUNCE and value != b"0" for name, value in scope["headers"])


def _replay(body: Any, size: int, receive: Any) -> Any:
    left = size
    ended = False

    async def replay() -> Message:
        nonlocal left, ended
        if ended:
            after: Message = await receive()
            return after  # what comes after the body: the disconnect
        chunk = body.read(min(CHUNK, left)) if left else b""
        left -= len(chunk)
        ended = left <= 0
        return {"type": "http.request", "body": chunk, "more_body": not ended}

    return replay


def _with_length(scope: Scope, size: int) -> Scope:
    """WSGI reads no body without an announced length, which a chunked request does not have."""
    names = {name for name, _ in scope["headers"]}
    if not size or b"content-length" in names:
        return scope
    kept = [(name, value) for name, value in scope["headers"] if name != b"transfer-encoding"]
    return {**scope, "headers": [*kept, (b"content-length", str(size).encode())]}


async def refuse(send: Any, refusal: Refused, *, path: str) -> None:
    """In words; to the API's clients as JSON."""
    api = path.startswith("/api/")
    text = (json.dumps({"detail": str(refusal)}) if api else str(refusal)).encode()
    headers = [
        (b"content-type", b"application/json" if api else b"text/plain; charset=utf-8"),
        (b"content-length", str(len(text)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": text})
