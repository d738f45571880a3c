"""Django's WSGI application on threads, its answer handed to the loop at once.

a2wsgi waits in the page's thread for the loop at each part of an answer: the head, every chunk, the end. That is
three switches of thread for the smallest page. Here they are held until the page is done.
"""

from __future__ import annotations

from typing import Any

from a2wsgi import WSGIMiddleware
from a2wsgi.wsgi import WSGIResponder

# What is held of one answer, in bytes; a larger one goes on its way as it comes.
HELD = 256 * 1024


class Pages(WSGIMiddleware):
    """ASGI in front of a WSGI application, for HTTP alone."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await _HeldAnswer(self.app, self.executor, self.send_queue_size)(scope, receive, send)


class _HeldAnswer(WSGIResponder):
    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._held: list[Any] = []
        self._size = 0

    def send(self, message: Any) -> None:
        """In the page's thread."""
        self._held.append(message)
        self._size += len(message.get("body", b""))
        if self._size > HELD:
            waiting, self._held, self._size = self._held, [], 0
            for each in waiting:
                super().send(each)

    async def sender(self, send: Any) -> None:
        """On the loop; None comes when the page's thread is done."""
        while (message := await self.send_queue.get()) is not None:
            await send(message)
        for message in self._held:
            await send(message)
