"""The channel layer of a single process: groups and channels in memory.

Channels' own in-memory layer cleans all channels at each send and, from another thread, reaches an idle loop
late. Here a send costs what its receivers cost, whatever the number of rooms, and may come from any thread.
"""

from __future__ import annotations

import asyncio
import itertools
import threading
from typing import Any

from channels.exceptions import ChannelFull
from channels.layers import BaseChannelLayer

Message = dict[str, Any]


class _Mailbox:
    __slots__ = ("groups", "loop", "queue")

    def __init__(self, capacity: int) -> None:
        self.loop = asyncio.get_running_loop()
        self.queue: asyncio.Queue[Message] = asyncio.Queue(capacity)
        self.groups: set[str] = set()


class EmbeddedChannelLayer(BaseChannelLayer):  # type: ignore[misc]
    """Bounded mailboxes: a channel that does not read is refused (`ChannelFull`), a group skips it."""

    extensions = ["groups", "flush"]

    def __init__(self, expiry: int = 60, capacity: int = 200, channel_capacity: Any = None) -> None:
        super().__init__(expiry=expiry, capacity=capacity, channel_capacity=channel_capacity)
        self._mailboxes: dict[str, _Mailbox] = {}
        self._groups: dict[str, set[str]] = {}
        self._lock = threading.Lock()
        self._serial = itertools.count(1)

    async def new_channel(self, prefix: str = "specific") -> str:
        channel = f"{prefix}.{next(self._serial)}"
        self._mailboxes[channel] = _Mailbox(self.capacity)
        return channel

    async def send(self, channel: str, message: Message) -> None:
        mailbox = self._mailboxes.get(channel)
        if mailbox is None:
            return
        if mailbox.queue.full():
            raise ChannelFull
        self._put(mailbox, message)

    async def receive(self, channel: str) -> Message:
        """Wait for the next message; when the reader is cancelled its channel is forgotten."""
        mailbox = self._mailboxes.setdefault(channel, _Mailbox(self.capacity))
        try:
            return await mailbox.queue.get()
        except asyncio.CancelledError:
            self._forget(channel)
            raise

    async def group_add(self, group: str, channel: str) -> None:
        with self._lock:
            self._groups.setdefault(group, set()).add(channel)
            if mailbox := self._mailboxes.get(channel):
                mailbox.groups.add(group)

    async def group_discard(self, group: str, channel: str) -> None:
        with self._lock:
            self._leave(group, channel)

    async def group_send(self, group: str, message: Message) -> None:
        with self._lock:
            boxes = [self._mailboxes.get(name) for name in self._groups.get(group, ())]
        for mailbox in boxes:
            if mailbox is not None and not mailbox.queue.full():
                self._put(mailbox, message)

    async def flush(self) -> None:
        with self._lock:
            self._mailboxes.clear()
            self._groups.clear()

    def _put(self, mailbox: _Mailbox, message: Message) -> None:
        if mailbox.loop is _running_loop():
            _deliver(mailbox.queue, message)
        elif not mailbox.loop.is_closed():
            mailbox.loop.call_soon_threadsafe(_deliver, mailbox.queue, message)

    def _forget(self, channel: str) -> None:
        with self._lock:
            mailbox = self._mailboxes.pop(channel, None)
            for group in mailbox.groups if mailbox else ():
                self._leave(group, channel)

    def _leave(self, group: str, channel: str) -> None:
        members = self._groups.get(group)
        if members is None:
            return
        members.discard(channel)
        if not members:
            del self._groups[group]


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def _deliver(queue: asyncio.Queue[Message], message: Message) -> None:
    if not queue.full():
        queue.put_nowait(message)
