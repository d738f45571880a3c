"""A real SMTP server on loopback that keeps what it takes and replies, hangs and dies as it is told."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from tests.server import free_port

HANG, DIE, SLOW = "hang", "die", "slow"


@dataclass
class Letterbox:
    """`replies` has for MAIL, RCPT and DATA what to say next: a reply, HANG, DIE, or "" for yes; then always yes.

    DATA's are said once the message has been read; SLOW takes it after a moment. `reached` is set where it hangs.
    """

    port: int
    replies: dict[str, list[str]] = field(default_factory=dict)
    got: list[EmailMessage] = field(default_factory=list)
    connections: int = 0
    reached: threading.Event = field(default_factory=threading.Event)
    let_go: threading.Event = field(default_factory=threading.Event)

    @property
    def ids(self) -> list[str]:
        return [str(message["Message-ID"]) for message in self.got]

    @property
    def subjects(self) -> list[str]:
        return [str(message["Subject"]) for message in self.got]

    def next_reply(self, command: str) -> str:
        waiting = self.replies.get(command, [])
        return waiting.pop(0) if waiting else ""


class _Handler:
    def __init__(self, box: Letterbox) -> None:
        self.box = box

    async def handle_EHLO(self, server: Any, session: Any, envelope: Any, name: str, said: list[str]) -> list[str]:
        self.box.connections += 1
        session.host_name = name
        return said

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        reply = await self._replied("MAIL", server)
        envelope.mail_from = "" if reply else address
        return reply or "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if reply := await self._replied("RCPT", server):
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        reply = self.box.next_reply("DATA")
        taken = not reply or reply in (HANG, DIE, SLOW)
        if taken:
            message = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(message, EmailMessage)
            self.box.got.append(message)
        return (await self._do(reply, server)) or "250 taken"

    async def _replied(self, command: str, server: Any) -> str:
        return await self._do(self.box.next_reply(command), server)

    async def _do(self, reply: str, server: Any) -> str:
        if reply == HANG:
            self.box.reached.set()
            await asyncio.to_thread(self.box.let_go.wait, 60)
            return ""
        if reply == SLOW:
            await asyncio.sleep(0.05)
            return ""
        if reply == DIE:
            server.transport.abort()
            return "421 gone"
        return reply


@contextlib.contextmanager
def letterbox(*, port: int | None = None, **options: Any) -> Iterator[Letterbox]:
    """`options` are aiosmtpd's, as for TLS and sign-in."""
    box = Letterbox(port or free_port())
    controller = Controller(_Handler(box), hostname="127.0.0.1", port=box.port, **options)
    controller.start()
    try:
        yield box
    finally:
        box.let_go.set()
        controller.stop()


def send_through(settings: Any, box: Letterbox) -> None:
    """What a recipe of settings would do."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 2
