"""Django's WSGI application on threads, its answer handed to the loop at once.

a2wsgi waits in the page's thread for the loop at each part of an answer: the head, every chunk, the end. That is
three switches of thread for the smallest page. Here they are held until the page is done.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from functools import partial
from typing import Any

from a2wsgi import WSGIMiddleware
from a2wsgi.wsgi import Body, WSGIResponder, build_environ

# What is held of one answer, in bytes; a larger one goes on its way as it comes.
HELD = 256 * 1024
# Seconds that a page has for itself; most take less.
PATIENCE = 0.01
READS = ("GET", "HEAD")


class Pages(WSGIMiddleware):
    """ASGI in front of a WSGI application, for HTTP alone.

    Python runs one thread at a time: pages that are read at the same time take it from each other at every query,
    and each cost 40 % more of the processor than one after the other. So a page that is read has the lane for
    itself for PATIENCE seconds; one that takes longer waits for something, and the next one runs beside it.
    """

    def __init__(self, app: Any, *, workers: int) -> None:
        super().__init__(app, workers=workers)
        self._lane = asyncio.Lock()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        answer = _HeldAnswer(self.app, self.executor, self.send_queue_size)
        if scope["method"] not in READS:
            await answer(scope, receive, send)
            return
        await self._lane.acquire()
        leave = _Once(self._lane.release)
        timer = answer.loop.call_later(PATIENCE, leave)
        try:
            await answer(scope, receive, send)
        finally:
            timer.cancel()
            leave()


class _Once:
    """Calls `what` at the first call only."""

    def __init__(self, what: Callable[[], None]) -> None:
        self._what: Callable[[], None] | None = what

    def __call__(self) -> None:
        what, self._what = self._what, None
        if what:
            what()


class _HeldAnswer(WSGIResponder):
    """Without a2wsgi's queue and the task behind it: what is held goes out when the page's thread is done."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._held: list[Any] = []
        self._size = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self._to_client = send
        environ = build_environ(scope, Body(self.loop, receive))
        page = partial(contextvars.copy_context().run, self.wsgi, environ, self.start_response)
        await self.loop.run_in_executor(self.executor, page)
        for message in self._held:
            await send(message)
        if self.exc_info is not None:
            raise self.exc_info[1].with_traceback(self.exc_info[2])

    def send(self, message: Any) -> None:
        """In the page's thread."""
        self._held.append(message)
        self._size += len(message.get("body", b""))
        if self._size > HELD:
            waiting, self._held, self._size = self._held, [], 0
            for each in waiting:
                asyncio.run_coroutine_threadsafe(self._to_client(each), self.loop).result()
