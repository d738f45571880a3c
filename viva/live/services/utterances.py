"""What was said and never sent, and what is to be written down again once an interview is over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.dateparse import parse_datetime

from viva.core.events import Event
from viva.core.time import now
from viva.interviews.models import Consent, Interview
from viva.interviews.services.completion import restate_totals
from viva.interviews.services.consents import TURNED_INTO_WORDS
from viva.interviews.services.withholding import withhold_unheard
from viva.live.models import ChatMessage, InterviewSession, Utterance
from viva.live.models.recording import PartKind
from viva.live.models.session import SessionStatus, Speaker
from viva.live.services.recordings import allows

LEAST = timedelta(seconds=1)
"""What is shorter, and of which no words were understood, was no answer."""
FIRST_LOOK = timedelta(seconds=30)
"""After the end: by then a browser has most often sent what it had of the recording."""


@dataclass(frozen=True, slots=True)
class Unsent:
    """Something that was said and has not been sent. `has_words`: some of it was understood."""

    key: str
    begin: datetime
    end: datetime
    missing: int
    has_words: bool


@transaction.atomic
def keep_unsent(session_id: int, said: Sequence[Unsent]) -> None:
    """That it was said, and when; no words. With the session held, so that it is in the result or changes it."""
    session = InterviewSession.objects.select_for_update().get(pk=session_id)
    is_over = session.status == SessionStatus.COMPLETED
    rows = [
        Utterance(
            session_id=session_id,
            key=each.key,
            question_id=_question_at(session, each.begin),
            begun_at=each.begin,
            ended_at=each.end,
            missing=each.missing,
        )
        for each in said
        if each.has_words or each.end - each.begin >= LEAST
    ]
    Utterance.objects.bulk_create(rows, ignore_conflicts=True)
    if is_over and rows and withhold_unheard(session.interview_id, unheard_questions(session_id)):
        restate_totals(session.interview_id)


def _question_at(session: InterviewSession, moment: datetime) -> int | None:
    """What was being asked then."""
    said = session.messages.filter(created_at__lte=moment, question__isnull=False).order_by("-number")
    return said.values_list("question_id", flat=True).first() or session.current_question_id


def unheard_questions(session_id: int) -> set[int]:
    """To which something was said that never came to be words of its candidate's."""
    unsent = Utterance.objects.filter(session_id=session_id, message=None, question__isnull=False)
    return {question_id for question_id in unsent.values_list("question_id", flat=True) if question_id}


def plan_hearing(event: Event) -> None:
    """The interview is completed: what was said in it is written down again, if its candidate agreed to the
    recording of their voice. In the same transaction."""
    if event.company_id is None:
        return  # practice is not spoken
    interview_id = event.data["interview"]["id"]
    session = InterviewSession.objects.select_related("interview").filter(interview=interview_id).first()
    if session is None:
        return
    for message in session.messages.filter(speaker=Speaker.CANDIDATE, payload__has_key="spoken_from"):
        _keep_sent(session, message)
    if _may_be_heard_again(session.interview):
        Utterance.objects.filter(session=session, written_at=None).update(next_attempt_at=now() + FIRST_LOOK)


def _may_be_heard_again(interview: Interview) -> bool:
    """Its candidate agreed to the recording, and was told what becomes of it."""
    consent = Consent.objects.filter(interview=interview).first()
    is_told = consent is not None and consent.version in TURNED_INTO_WORDS
    return is_told and allows(consent, interview, PartKind.AUDIO)


def _keep_sent(session: InterviewSession, message: ChatMessage) -> None:
    """What had not been sent when it was said, and was sent later, is this message's."""
    begin, end = (parse_datetime(message.payload[name]) for name in ("spoken_from", "spoken_until"))
    if begin is None or end is None:
        return
    Utterance.objects.filter(session=session, message=None, begun_at__gte=begin, ended_at__lte=end).delete()
    Utterance.objects.get_or_create(
        session=session,
        key=f"message:{message.number}",
        defaults={
            "message": message,
            "question_id": message.question_id,
            "begun_at": begin,
            "ended_at": end,
            "missing": message.payload.get("spoken", {}).get("missing", 0),
        },
    )
