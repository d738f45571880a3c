"""Whoever has the room of a cancelled interview open is told."""

from __future__ import annotations

import logging
from functools import partial

from viva.core.realtime.loop import call_on_loop
from viva.live.models import InterviewSession
from viva.live.publish import publish_completed
from viva.live.turns import runner

log = logging.getLogger(__name__)

SECONDS = 5.0


def close_room(interview_id: int) -> None:
    """A room that cannot be told finds out with its next message."""
    session = InterviewSession.objects.filter(interview_id=interview_id, over_api=False).first()
    if session is None:
        return
    try:
        call_on_loop(partial(_close, session.pk), timeout=SECONDS)
    except Exception as error:
        log.warning("a cancelled interview's room was not told (%s)", type(error).__name__)


async def _close(session_id: int) -> None:
    runner.forget(session_id)
    await publish_completed(session_id)
