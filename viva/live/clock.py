"""The room's clock: wakes a room when its time is due, and finds what was left behind.

Rooms open in this process are looked at every second in memory. What nobody has open (a turn whose process
was killed, an interview left without a goodbye) is found in the database now and then.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import DatabaseError
from django.db.models import Exists, F, OuterRef

from viva.core.pacing import about
from viva.core.realtime.database import in_database, write_in_database
from viva.core.time import now
from viva.live.assessing import assess_due
from viva.live.completion import complete_session
from viva.live.conductor.script import FIVE_MINUTES, LAST_WORDS_SECONDS, SILENCE_SECONDS
from viva.live.models import ChatMessage, CodeSubmission, InterviewSession
from viva.live.models.session import SessionStatus
from viva.live.runs import BESIDE, run_runner
from viva.live.services.no_shows import mark_no_show, missed
from viva.live.services.spending import purge_old_calls
from viva.live.services.turns import TURN_KINDS
from viva.live.turns import runner

log = logging.getLogger(__name__)

SWEEP_SECONDS = 20.0
# How long after its last words an interview that nobody closed is closed by the clock.
ABANDONED_AFTER = timedelta(seconds=max(LAST_WORDS_SECONDS.values()) + 60)


@dataclass
class _Room:
    moments: list[datetime]
    silence: float
    channels: set[str] = field(default_factory=set)


class RoomClock:
    """Knows the rooms open in this process and the moments at which each wants to be woken."""

    def __init__(self) -> None:
        self._rooms: dict[int, _Room] = {}

    def join(self, session: InterviewSession, channel: str) -> None:
        silence = SILENCE_SECONDS * session.interview.patience
        room = self._rooms.setdefault(session.pk, _Room(_moments(session), silence))
        room.channels.add(channel)

    def leave(self, session_id: int, channel: str) -> None:
        room = self._rooms.get(session_id)
        if room is None:
            return
        room.channels.discard(channel)
        if not room.channels:
            del self._rooms[session_id]

    def due(self, moment: datetime) -> list[int]:
        """The open rooms with a moment that has come; each moment is given once."""
        found = []
        for session_id, room in self._rooms.items():
            passed = [at for at in room.moments if at <= moment]
            if passed:
                room.moments = [at for at in room.moments if at > moment]
                found.append(session_id)
        return found

    def is_open(self, session_id: int) -> bool:
        return session_id in self._rooms

    def open_rooms(self) -> list[int]:
        return list(self._rooms)

    def silences(self) -> dict[int, float]:
        """The open rooms, and after how many seconds of silence each candidate is spoken to."""
        return {session_id: room.silence for session_id, room in self._rooms.items()}


def _moments(session: InterviewSession) -> list[datetime]:
    if session.ends_at is None:
        return []
    end = session.ends_at
    words = [end + timedelta(seconds=seconds) for seconds in set(LAST_WORDS_SECONDS.values())]
    return [end - timedelta(seconds=FIVE_MINUTES), end, *words]


room_clock = RoomClock()


def left_waiting() -> list[int]:
    """Sessions in progress with something that was stored a while ago and not yet answered."""
    unanswered = ChatMessage.objects.filter(
        session=OuterRef("pk"),
        number__gt=OuterRef("handled_number"),
        kind__in=TURN_KINDS,
        created_at__lt=now() - timedelta(seconds=SWEEP_SECONDS),
    )
    waiting = InterviewSession.objects.filter(
        status=SessionStatus.IN_PROGRESS, last_number__gt=F("handled_number")
    )
    return list(waiting.filter(Exists(unanswered)).values_list("pk", flat=True)[:100])


def runs_left_waiting() -> list[int]:
    """Sessions in progress with a *Run* or a try that was stored a while ago and not yet judged."""
    waiting = CodeSubmission.objects.filter(
        session__status=SessionStatus.IN_PROGRESS,
        mode__in=BESIDE,
        verdict="",
        created_at__lt=now() - timedelta(seconds=SWEEP_SECONDS),
    )
    return list(waiting.order_by("session").values_list("session", flat=True).distinct()[:100])


def abandoned() -> list[int]:
    """Sessions whose time, last words included, is long over."""
    over = InterviewSession.objects.filter(status=SessionStatus.IN_PROGRESS, ends_at__lt=now() - ABANDONED_AFTER)
    return list(over.order_by("ends_at").values_list("pk", flat=True)[:20])


async def run_clock() -> None:
    """Tick until cancelled."""
    others = [asyncio.create_task(_tick()), asyncio.create_task(_assess())]
    try:
        await _sweep()
    finally:
        for other in others:
            other.cancel()


async def _tick() -> None:
    while True:
        await asyncio.sleep(1.0)
        for session_id in room_clock.due(now()):
            runner.wake(session_id)
        for session_id in runner.silent(room_clock.silences()):
            runner.wake(session_id)


async def _sweep() -> None:
    while True:
        try:
            for session_id in await in_database(left_waiting):
                runner.wake(session_id)
            for session_id in await in_database(runs_left_waiting):
                run_runner.wake(session_id)
            for session_id in await in_database(abandoned):
                await _complete(session_id)
            for interview_id in await in_database(missed):
                await write_in_database(mark_no_show, interview_id)
            await write_in_database(purge_old_calls)
        except DatabaseError as error:
            log.warning("the clock could not look for what was left behind (%s)", type(error).__name__)
        await asyncio.sleep(about(SWEEP_SECONDS))


async def _assess() -> None:
    """Beside the sweep, which must not wait for an engine."""
    while True:
        try:
            await assess_due()
        except Exception:
            log.exception("the clock could not have an answer judged")
        await asyncio.sleep(about(SWEEP_SECONDS))


async def _complete(session_id: int) -> None:
    """One interview that cannot be completed must not keep the others waiting."""
    try:
        await complete_session(session_id)
    except Exception:
        log.exception("an abandoned interview could not be completed")
