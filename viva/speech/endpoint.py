"""Calls to an OpenAI-compatible speech server: one deadline, a limit on what comes back, errors in plain words."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

import httpx2 as httpx

from viva.speech.errors import SpeechError

RETRYABLE = frozenset({408, 409, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`url` ends before `audio/…` (`http://localhost:8880/v1`); "" is none. The key is never shown."""

    url: str
    model: str
    key: str = field(default="", repr=False)


async def call(
    endpoint: Endpoint,
    path: str,
    *,
    deadline: float,
    largest: int,
    transport: httpx.AsyncBaseTransport | None = None,
    **body: Any,
) -> bytes:
    """The body of the reply to a POST. Raises SpeechError, which names neither address nor key."""
    headers = {"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {}
    address = f"{endpoint.url.rstrip('/')}/{path}"
    try:
        async with (
            asyncio.timeout(deadline),
            httpx.AsyncClient(timeout=deadline, transport=transport, trust_env=False) as client,
            client.stream("POST", address, headers=headers, **body) as answer,
        ):
            _check(answer.status_code)
            return await _read(answer, largest=largest)
    except (TimeoutError, httpx.TimeoutException) as cause:
        raise SpeechError("endpoint_timeout", "The speech server took too long.", retryable=True) from cause
    except (httpx.HTTPError, httpx.InvalidURL) as cause:
        raise SpeechError("endpoint_down", "The speech server could not be reached.", retryable=True) from cause


def _check(status: int) -> None:
    if status == 200:
        return
    if status in (401, 403):
        raise SpeechError("endpoint_refused", "The speech server refused the key.")
    raise SpeechError(
        "endpoint_failed", f"The speech server answered with {status}.", retryable=status in RETRYABLE
    )


async def _read(answer: httpx.Response, *, largest: int) -> bytes:
    data = bytearray()
    async for part in answer.aiter_bytes():
        data += part
        if len(data) > largest:
            raise SpeechError("endpoint_too_large", "The speech server sent more than any sound needs.")
    return bytes(data)
