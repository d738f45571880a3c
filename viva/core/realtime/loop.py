"""From a WSGI thread to the serving event loop and back."""

from __future__ import annotations

import asyncio
import concurrent.futures
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

_serving: asyncio.AbstractEventLoop | None = None


def serve_on(loop: asyncio.AbstractEventLoop | None) -> None:
    """Name the loop on which engines and sockets live; None when it ends."""
    global _serving
    _serving = loop


def call_on_loop(make: Callable[[], Coroutine[Any, Any, T]], *, timeout: float) -> T:
    """Run the coroutine that `make` gives on the serving loop and wait for it, at most `timeout` seconds.

    Without a serving loop (a command, a test) it runs on one of its own. Raises TimeoutError, after which the
    coroutine is cancelled.
    """
    if _serving is None or not _serving.is_running():
        return asyncio.run(asyncio.wait_for(make(), timeout))
    future = asyncio.run_coroutine_threadsafe(make(), _serving)
    try:
        return future.result(timeout)
    except concurrent.futures.TimeoutError:
        future.cancel()
        raise TimeoutError from None
