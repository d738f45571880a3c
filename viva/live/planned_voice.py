"""Has the questions of spoken interviews made into clips once these are planned, soonest first and at leisure.

Found in the database now and then, however they were planned: by form, API, booking or another process. Nothing is
stored of it but the clips: a process that starts anew looks again, and finds them in the cache.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError
from django.db.models import F, Q

from viva.core.pacing import about
from viva.core.realtime.database import in_database
from viva.core.time import now
from viva.interviews.enums import Status
from viva.interviews.models import Interview, InterviewQuestion
from viva.live.speaking import get_speaker, makes_sound
from viva.speech.errors import SpeechError
from viva.speech.reading import sentences

log = logging.getLogger(__name__)

LOOK_SECONDS = 15.0
MOST_PLANNED = 100
"""Interviews whose clips are kept ready: those of many months would drive each other out of the cache."""
AGAIN_SECONDS = 3600.0
"""After which it is looked whether the clips are still there, and the questions still the same."""
LATE = timedelta(hours=1)


class PlannedVoices:
    """What this process has looked after, by interview and time."""

    def __init__(self) -> None:
        self._looked_at: dict[int, float] = {}

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self.prepare()
            except DatabaseError as error:
                log.warning("planned voices wait for the database (%s)", type(error).__name__)
            except SpeechError as error:
                log.warning("planned questions could not be spoken (%s)", error.code)
            except Exception:
                log.exception("planned questions could not be made ready")
            await asyncio.sleep(about(LOOK_SECONDS))

    async def prepare(self) -> None:
        """All that is due now. Raises SpeechError where one fails: the rest is left for the next time."""
        if not makes_sound():
            return
        planned = await in_database(planned_to_be_spoken)
        self._looked_at = {each: at for each, at in self._looked_at.items() if each in planned}
        for interview_id in planned:
            if time.monotonic() - self._looked_at.get(interview_id, float("-inf")) < AGAIN_SECONDS:
                continue
            self._looked_at[interview_id] = time.monotonic()  # one that fails too: the next have their turn
            texts = await in_database(questions_of, interview_id)
            await get_speaker().prepare_at_leisure(_spoken(texts), deadline=settings.VIVA_VOICE_SECONDS)


def _spoken(texts: list[str]) -> Iterator[str]:
    return (sentence.spoken for text in texts for sentence in sentences(text))


def planned_to_be_spoken() -> list[int]:
    """The next interviews that a company has planned with sound, those without a time last."""
    planned = Interview.objects.filter(
        Q(enable_audio=True) | Q(enable_video=True), company__isnull=False, status=Status.SCHEDULED
    ).exclude(scheduled_at__lt=now() - LATE)
    soonest = planned.order_by(F("scheduled_at").asc(nulls_last=True), "pk")
    return list(soonest.values_list("pk", flat=True)[:MOST_PLANNED])


def questions_of(interview_id: int) -> list[str]:
    questions = InterviewQuestion.objects.filter(interview_id=interview_id).order_by("order")
    return list(questions.values_list("question_text", flat=True))


planned_voices = PlannedVoices()
