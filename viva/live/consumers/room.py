"""The room's socket. One tab has the room; it is told all that is numbered, in order and once."""

from __future__ import annotations

import json
import logging
import time
from typing import Any

from channels.consumer import get_handler_name
from channels.generic.websocket import AsyncWebsocketConsumer
from django.db import DatabaseError

from viva.accounts.actors import Actor
from viva.core.realtime.database import in_database, write_in_database
from viva.live import commands
from viva.live.clock import room_clock
from viva.live.consumers.identity import actor_of
from viva.live.errors import BadFrame, NotStored, RoomError, TooFast
from viva.live.frames import Frame, error_frame, message_frame, welcome
from viva.live.hearing import ears
from viva.live.languages import known
from viva.live.models import InterviewSession
from viva.live.models.session import SessionStatus
from viva.live.protocol import ClientFrame, Hello, Ping, client_id_of, parse_frame
from viva.live.publish import publish_taken, room_group
from viva.live.rate import TokenBucket
from viva.live.runs import run_runner
from viva.live.scripts import plan_of
from viva.live.selectors import get_session_for, messages_after
from viva.live.services.admission import NotAdmitted
from viva.live.services.sessions import begin_session
from viva.live.turns import runner

log = logging.getLogger(__name__)

TAKEN, NOT_SIGNED_IN, NO_SUCH_ROOM, COMPLETED, NOT_OPEN = 4001, 4003, 4004, 4005, 4006
FLOODING, CONNECT_AGAIN = 1008, 1012
# A person types and clicks far below this; edits come at most every 400 ms.
BURST, PER_SECOND = 30, 8
# A microphone sends ten messages a second, and more after a cut.
SOUND_BURST, SOUND_PER_SECOND = 100, 30
MOST_REFUSALS = 300
# A sign-in that ended is noticed at the next ping (every 15 s), or at the latest with a frame this much later.
LONGEST_TRUST_SECONDS = 60.0
_OPEN = (SessionStatus.PREPARING, SessionStatus.IN_PROGRESS)


class RoomConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    actor: Actor
    session_id: int

    async def dispatch(self, message: dict[str, Any]) -> None:
        """As Channels does, but for the visit to the one thread that all sockets share, before each message and
        each frame, to close old database connections: the room's calls close theirs on their own threads."""
        handler = getattr(self, get_handler_name(message), None)
        if handler is None:
            raise ValueError(f"no handler for {message['type']}")
        await handler(message)

    async def connect(self) -> None:
        await self.accept()
        self.session_id = self.scope["url_route"]["kwargs"]["session_id"]
        self.joined = False
        self.sent = 0
        self.refused = 0
        self.bucket = TokenBucket(burst=BURST, per_second=PER_SECOND)
        self.sound_bucket = TokenBucket(burst=SOUND_BURST, per_second=SOUND_PER_SECOND)
        try:
            actor = await in_database(actor_of, self.scope)
        except DatabaseError as error:
            await self._trouble(error)
            return
        if actor is None:
            await self.close(NOT_SIGNED_IN)
            return
        self.actor = actor
        self.checked_at = time.monotonic()

    async def disconnect(self, code: int) -> None:
        """Also for a tab that was never in, or is not any more: a newer one took the room, a sign-in ended."""
        await self.channel_layer.group_discard(room_group(self.session_id), self.channel_name)
        room_clock.leave(self.session_id, self.channel_name)
        if not room_clock.is_open(self.session_id):
            runner.forget(self.session_id)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if not hasattr(self, "actor"):
            return
        try:
            await (self._take(text_data) if bytes_data is None else self._hear(bytes_data))
        except RoomError as error:
            await self.send_frame(error_frame(error, client_id=client_id_of(text_data or "")))
        except DatabaseError as error:
            await self._trouble(error, client_id=client_id_of(text_data or ""))

    async def _trouble(self, error: DatabaseError, *, client_id: str | None = None) -> None:
        """The database is full, locked or gone. A tab that is not in yet is let go: it comes again by itself."""
        log.warning("a command could not be stored (%s)", type(error).__name__)
        await self.send_frame(error_frame(NotStored(), client_id=client_id))
        if not self.joined:
            await self.close(CONNECT_AGAIN)

    async def _take(self, text: str | None) -> None:
        if text is None:
            raise BadFrame("The room takes text frames only.")
        if not self.bucket.take():
            await self._slow_down()
        frame = parse_frame(text)
        trusted = time.monotonic() - self.checked_at < LONGEST_TRUST_SECONDS
        if (isinstance(frame, Ping) or not trusted) and not await self._still_signed_in():
            return
        match frame:
            case Ping():
                await self.send_frame({"type": "pong", "t": frame.t})
            case Hello():
                await self._join(frame)
            case _:
                await self._command(frame)

    async def _hear(self, sound: bytes) -> None:
        """Frames of the microphone. What comes too fast is left out: the page sends it again."""
        if not self.joined:
            raise BadFrame("Say hello first.", code="not_ready")
        if not self.sound_bucket.take():
            raise TooFast
        trusted = time.monotonic() - self.checked_at < LONGEST_TRUST_SECONDS
        if trusted or await self._still_signed_in():
            await self.send_frame(await ears.take(self.session_id, sound))

    async def _still_signed_in(self) -> bool:
        """A socket outlives the page that opened it: signed out, a new password, an account closed, a link
        replaced end it."""
        if await in_database(actor_of, self.scope, is_new=False) is None:
            self.joined = False
            await self.close(NOT_SIGNED_IN)
            return False
        self.checked_at = time.monotonic()
        return True

    async def _slow_down(self) -> None:
        self.refused += 1
        if self.refused > MOST_REFUSALS:
            await self.close(FLOODING)
        raise TooFast

    async def _command(self, frame: ClientFrame) -> None:
        if not self.joined:
            raise BadFrame("Say hello first.", code="not_ready")
        runner.note_activity(self.session_id)
        await self.send_frame(await commands.carry_out(self.session_id, frame))

    async def _join(self, hello: Hello) -> None:
        try:
            session = await in_database(get_session_for, self.actor, self.session_id)
        except InterviewSession.DoesNotExist:
            await self.close(NO_SUCH_ROOM)
            return
        if session.interview.company_id is not None and session.status not in _OPEN:
            await self.close(COMPLETED)  # its candidate does not read it again
            return
        if session.status == SessionStatus.PREPARING and not await self._begun():
            return
        await self.channel_layer.group_add(room_group(self.session_id), self.channel_name)
        await publish_taken(self.session_id, by=self.channel_name)
        await self._welcome(hello)

    async def _begun(self) -> bool:
        """Whether it runs now: a company's interview does not begin outside of its window."""
        try:
            await write_in_database(begin_session, self.session_id)
        except NotAdmitted:
            await self.close(NOT_OPEN)
            return False
        return True

    async def _welcome(self, hello: Hello) -> None:
        await known.refresh()
        frame, session = await in_database(_read_room, self.actor, self.session_id, hello.last)
        numbers = [message["number"] for message in frame["messages"]]
        self.sent = max([hello.last, *numbers]) if hello.last <= session.last_number else session.last_number
        self.joined = True
        await self.send_frame(frame)
        if session.status != SessionStatus.IN_PROGRESS:
            await self.close(COMPLETED)
            return
        room_clock.join(session, self.channel_name)
        runner.note_activity(self.session_id)
        runner.wake(self.session_id)
        run_runner.wake(self.session_id)

    async def room_messages(self, event: dict[str, Any]) -> None:
        """Numbered messages were stored: send those this tab lacks; fetch what is missing in between."""
        if not self.joined:
            return
        for frame in event["frames"]:
            if frame["number"] > self.sent + 1:
                await self._catch_up()
            if frame["number"] == self.sent + 1:
                await self._send_numbered(frame)

    async def _catch_up(self) -> None:
        for message in await in_database(lambda: list(messages_after(self.session_id, self.sent))):
            if message.number == self.sent + 1:
                await self._send_numbered(message_frame(message))

    async def _send_numbered(self, frame: Frame) -> None:
        self.sent = frame["number"]
        await self.send_frame(frame)

    async def room_frame(self, event: dict[str, Any]) -> None:
        if self.joined:
            await self.send_frame(event["frame"])

    async def room_taken(self, event: dict[str, Any]) -> None:
        if event["by"] != self.channel_name:
            self.joined = False
            await self.send_frame({"type": "taken"})
            await self.close(TAKEN)

    async def room_completed(self, event: dict[str, Any]) -> None:
        await ears.drop(self.session_id)
        await self.close(COMPLETED)

    async def send_frame(self, frame: Frame) -> None:
        await self.send(text_data=json.dumps(frame, separators=(",", ":"), ensure_ascii=False))


def _read_room(actor: Actor, session_id: int, last: int) -> tuple[Frame, InterviewSession]:
    session = get_session_for(actor, session_id)
    after = last if last <= session.last_number else 0
    frame = welcome(session, plan_of(session), messages_after(session_id, after), busy=runner.is_busy(session_id))
    return frame, session
