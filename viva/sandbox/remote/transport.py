"""JSON over HTTP to the one address that the operator named. Certificates are verified; nothing is redirected.

The address may be private or of this machine, unlike those of webhooks: it comes from the operator's environment,
not from a person on a page. Neither it nor the token ever stands in a message or a log.
"""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import io
import json
import ssl
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, urlsplit

MOST_REPLY_BYTES = 16 * 1024 * 1024
NOT_UNDERSTOOD = "what it sent cannot be understood"
_CHUNK_BYTES = 1 << 16
_WORDS = {
    401: "it does not accept this server's token",
    403: "it does not accept this server's token",
    404: "its address is wrong: there is no such service there",
    413: "the submission is too large for it",
    429: "it is busy",
}


class RemoteError(Exception):
    """No usable answer came. The text continues "The remote code runner cannot be used: …"; it holds no secret.

    `status`: HTTP's, 0 where none came. `told`: the service's own `message`, for the adapter alone.
    """

    def __init__(self, text: str, *, status: int = 0, told: str = "") -> None:
        super().__init__(text)
        self.status, self.told = status, told


@dataclass(frozen=True, slots=True)
class Service:
    """Where to ask. `url` is what all paths are added to; `token` is sent as a bearer's, if there is one."""

    url: str = field(repr=False)
    token: str = field(default="", repr=False)
    most_bytes: int = MOST_REPLY_BYTES

    async def ask(self, method: str, path: str, body: Any = None, *, seconds: float) -> Any:
        """The JSON that came back (None for an empty body). Raises RemoteError alone."""
        try:
            async with asyncio.timeout(seconds):
                answer = await self._exchange(method, path, body)
            return _parsed(answer)
        except TimeoutError:
            raise RemoteError("it did not answer in time") from None
        except ssl.SSLError:
            raise RemoteError("no secure connection could be made; its certificate may not be valid") from None
        except UnicodeDecodeError:
            raise RemoteError(NOT_UNDERSTOOD) from None
        except (OSError, UnicodeError):  # UnicodeError: a host's name that cannot be one
            raise RemoteError("it cannot be reached") from None
        except (ValueError, RecursionError, http.client.HTTPException):
            raise RemoteError(NOT_UNDERSTOOD) from None

    async def _exchange(self, method: str, path: str, body: Any) -> bytes:
        """All the bytes of its answer. A cancelled call hangs up, which is how both kinds learn of it."""
        parts = urlsplit(self.url)
        secure = ssl.create_default_context() if parts.scheme == "https" else None
        port = parts.port or (443 if secure else 80)
        reader, writer = await asyncio.open_connection(parts.hostname, port, ssl=secure)
        try:
            writer.write(self._request(method, parts, path, body))
            await writer.drain()
            return await self._read(reader)
        finally:
            writer.transport.abort()

    def _request(self, method: str, parts: SplitResult, path: str, body: Any) -> bytes:
        content = b"" if body is None else json.dumps(body).encode()
        head = [
            f"{method} {parts.path.rstrip('/')}{path} HTTP/1.1",
            f"Host: {parts.netloc.rpartition('@')[2]}",
            "User-Agent: Viva-Judge/1",
            "Accept: application/json",
            "Content-Type: application/json",
            f"Content-Length: {len(content)}",
            "Connection: close",
        ]
        if self.token:
            head.append(f"Authorization: Bearer {self.token}")
        return "\r\n".join([*head, "", ""]).encode("latin-1") + content

    async def _read(self, reader: asyncio.StreamReader) -> bytes:
        data = bytearray()
        while chunk := await reader.read(_CHUNK_BYTES):
            data += chunk
            if len(data) > self.most_bytes:
                raise RemoteError("it sent more than this server takes")
            if _is_whole(data):
                break
        return bytes(data)


def _is_whole(data: bytearray) -> bool:
    """Whether all has come, of an answer that says its length; others end with the connection."""
    head, end, _ = bytes(data[: 1 << 16]).partition(b"\r\n\r\n")
    for line in head.lower().split(b"\r\n") if end else ():
        if line.startswith(b"content-length:"):
            with contextlib.suppress(ValueError):
                return len(data) - len(head) - len(end) >= int(line.partition(b":")[2])
    return False


class _Received:
    """The bytes that came, as http.client reads a socket."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def makefile(self, _mode: str) -> io.BytesIO:
        return io.BytesIO(self._data)


def _parsed(data: bytes) -> Any:
    answer = http.client.HTTPResponse(_Received(data))  # type: ignore[arg-type]
    answer.begin()
    content = answer.read()
    if answer.status not in (200, 204):
        raise RemoteError(_words(answer.status), status=answer.status, told=_told(content))
    return json.loads(content) if content.strip() else None


def _words(status: int) -> str:
    return _WORDS.get(status) or f"it failed (HTTP {status})"


def _told(content: bytes) -> str:
    """Both kinds explain a refusal: Piston by an object with a message, go-judge by a bare text."""
    with contextlib.suppress(ValueError, RecursionError):
        told = json.loads(content)
        return str(told.get("message", "") if isinstance(told, dict) else told)[:500]
    return ""
