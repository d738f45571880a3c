"""Whoever has the room of a cancelled interview open is told."""

from __future__ import annotations

import logging

from viva.core.realtime.loop import call_on_loop
from viva.live.models import InterviewSession
from viva.live.publish import publish_completed
from viva.live.turns import runner

log = logging.getLogger(__name__)

SECONDS = 5.0


def close_room(interview_id: int) -> None:
    """A room that cannot be told finds out with its next message."""
    session_id = InterviewSession.objects.filter(interview_id=interview_id, over_api=False).values_list("pk")
    for (pk,) in session_id:
        try:
            call_on_loop(lambda pk=pk: _close(pk), timeout=SECONDS)
        except Exception as error:
            log.warning("a cancelled interview's room was not told (%s)", type(error).__name__)


async def _close(session_id: int) -> None:
    runner.forget(session_id)
    await publish_completed(session_id)
