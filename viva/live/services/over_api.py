"""An interview held over the API: begun, answered in any order; and one that is called off.

Its session is locked or changed before the interview, everywhere, so that two who come together do not wait for
each other in a ring.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from viva.core.errors import StateForbids
from viva.core.time import now
from viva.interviews.enums import Outcome, Status
from viva.interviews.events import INTERVIEW_CANCELLED, INTERVIEW_STARTED, tell
from viva.interviews.models import (
    EarlierAnswer,
    Interview,
    InterviewQuestion,
    InterviewResponse,
    PendingEvaluation,
)
from viva.interviews.services.responses import judged_fields
from viva.interviews.strictness import in_force
from viva.interviews.trail import note_begun
from viva.live.conductor.script import State
from viva.live.models import CodeSubmission, InterviewSession
from viva.live.models.code import SubmissionMode
from viva.live.models.session import SessionStatus
from viva.live.services.admission import admit
from viva.live.services.completion import OPEN
from viva.notifications.models import Mail
from viva.scheduling.services.scheduling import end_plans
from viva.scheduling.services.times import Who, note

# How long the one who took the answer has for judging it before somebody else may; beyond the engine's deadline.
GRACE = timedelta(seconds=7)
NOT_OVER = (*OPEN, SessionStatus.EXPIRED)
_NOT_STARTED = {
    Status.IN_PROGRESS: _lazy("This interview has been started already."),
    Status.COMPLETED: _lazy("This interview is completed."),
    Status.CANCELLED: _lazy("This interview was cancelled."),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What is given to one question. The addresses are stored, never fetched."""

    text: str = ""
    code: str = ""
    language: str = ""
    audio_url: str = ""
    video_url: str = ""
    seconds: int = 0


@transaction.atomic
def begin_over_api(interview_id: int, *, by_candidate: bool = False) -> None:
    """Start it, once. Raises StateForbids unless it is scheduled and has a question. Its room stays shut.

    A company's candidate begins what has a time within its window, as in the room.
    """
    interview = Interview.objects.get(pk=interview_id)
    if by_candidate and interview.company_id and interview.scheduled_at and interview.status == Status.SCHEDULED:
        admit(interview)
    if interview.status == Status.SCHEDULED and not interview.questions.exists():
        raise StateForbids(_("This interview has no questions yet."))
    InterviewSession.objects.get_or_create(interview=interview, defaults={"conductor": State().to_json()})
    begun_at = now()
    begun = InterviewSession.objects.filter(
        interview_id=interview_id, begun_at__isnull=True, status=SessionStatus.PREPARING
    ).update(begun_at=begun_at, status=SessionStatus.IN_PROGRESS, over_api=True, version=F("version") + 1)
    started = Interview.objects.filter(pk=interview_id, status=Status.SCHEDULED).update(
        status=Status.IN_PROGRESS, started_at=begun_at, ended_at=None, strictness=in_force()
    )
    if not (begun and started):
        raise StateForbids(str(_NOT_STARTED.get(Status(interview.status), StateForbids.message)))
    note_begun(interview)
    tell(INTERVIEW_STARTED, interview_id)


@transaction.atomic
def submit_answer(interview_id: int, *, question: InterviewQuestion, answer: Answer) -> InterviewResponse:
    """Store the answer in place of an earlier one, which is kept, and note that a judgement is owed.

    Raises StateForbids unless the interview is in progress and held over the API.
    """
    session = _open_session(interview_id)
    response = InterviewResponse.objects.select_for_update().filter(question=question).first()
    if response is None:
        response = InterviewResponse(interview_id=interview_id, question=question)
    else:
        _keep_earlier(response)
    _write(response, answer)
    CodeSubmission.objects.filter(session=session, question=question).delete()
    if answer.code and question.tests_id:
        _store_code(session, response)
    if session.interview.use_ai:
        _owe_evaluation(response)
    return response


def ensure_session(interview_id: int) -> None:
    """An interview in progress without a session is held over the API (such as one loaded with sample data)."""
    lone = Interview.objects.filter(pk=interview_id, status=Status.IN_PROGRESS, session__isnull=True).first()
    if lone is not None:
        InterviewSession.objects.get_or_create(
            interview=lone,
            defaults={
                "conductor": State().to_json(),
                "status": SessionStatus.IN_PROGRESS,
                "over_api": True,
                "begun_at": lone.started_at or now(),
            },
        )


def _open_session(interview_id: int) -> InterviewSession:
    """The session, locked and moved on: a completion that was reading meanwhile reads anew."""
    ensure_session(interview_id)
    sessions = InterviewSession.objects.select_for_update(of=("self",)).select_related("interview")
    session = sessions.filter(interview_id=interview_id).first()
    if session is None or session.interview.status != Status.IN_PROGRESS:
        raise StateForbids(_("Answers are taken only while the interview is in progress."))
    if not session.over_api:
        raise StateForbids(_("This interview is being held in its room; it takes answers there."))
    moved = InterviewSession.objects.filter(pk=session.pk, status=SessionStatus.IN_PROGRESS)
    if not moved.update(version=F("version") + 1, last_number=F("last_number") + 1):
        raise StateForbids(_("Answers are taken only while the interview is in progress."))
    session.refresh_from_db(fields=["last_number"])
    return session


def _keep_earlier(response: InterviewResponse) -> None:
    EarlierAnswer.objects.create(
        response=response,
        revision=response.revision,
        text_response=response.text_response,
        code_response=response.code_response,
        language=response.language,
        audio_url=response.audio_url,
        video_url=response.video_url,
        time_taken_seconds=response.time_taken_seconds,
        score=response.score,
        submitted_at=response.submitted_at,
        replaced_at=now(),
    )


def _write(response: InterviewResponse, answer: Answer) -> None:
    at = now()
    response.outcome = Outcome.ANSWERED
    response.text_response, response.code_response = answer.text, answer.code
    response.language = answer.language if answer.code else ""
    response.audio_url, response.video_url = answer.audio_url, answer.video_url
    response.time_taken_seconds = answer.seconds
    response.started_at, response.submitted_at = at - timedelta(seconds=answer.seconds), at
    response.revision += 1
    for field, value in judged_fields(Outcome.ANSWERED, None).items():
        setattr(response, field, value)
    response.needs_review = not response.interview.use_ai
    response.save()


def _store_code(session: InterviewSession, response: InterviewResponse) -> None:
    CodeSubmission.objects.create(
        session=session,
        question_id=response.question_id,
        number=session.last_number,
        mode=SubmissionMode.SUBMIT,
        language=response.language,
        source=response.code_response,
        created_at=now(),
    )


def _owe_evaluation(response: InterviewResponse) -> None:
    at = now()
    due = at + timedelta(seconds=settings.VIVA_ENGINE_SECONDS) + GRACE
    PendingEvaluation.objects.update_or_create(
        response=response, defaults={"created_at": at, "attempts": 0, "next_attempt_at": due}
    )


@transaction.atomic
def cancel_interview(interview_id: int, *, who: Who, reason: str = "") -> bool:
    """Call it off; False where it was cancelled before. Raises StateForbids for a completed one.

    A company's gives its place back, tells its candidate where a time was set, and is recorded.
    """
    InterviewSession.objects.filter(interview_id=interview_id, status__in=NOT_OVER).update(
        status=SessionStatus.CANCELLED, version=F("version") + 1
    )
    at = now()
    open_ones = Interview.objects.filter(pk=interview_id, status__in=[Status.SCHEDULED, Status.IN_PROGRESS])
    if open_ones.update(
        status=Status.CANCELLED,
        ended_at=at,
        cancelled_at=at,
        cancel_reason=reason[:500],
        calendar_sequence=F("calendar_sequence") + 1,
    ):
        PendingEvaluation.objects.filter(response__interview_id=interview_id).delete()
        end_plans(interview_id, who=who, reason=reason)
        tell(INTERVIEW_CANCELLED, interview_id)
        return True
    if Interview.objects.filter(pk=interview_id, status=Status.COMPLETED).exists():
        raise StateForbids(_("A completed interview cannot be cancelled."))
    return False


def remove_interview(interview_id: int, *, who: Who, reason: str = "") -> bool:
    """Erase an interview that nobody was ever told of, booked or begun: True. Any other is cancelled: False.

    Raises StateForbids for a completed one.
    """
    if _erase(interview_id, who=who):
        return True
    cancel_interview(interview_id, who=who, reason=reason)
    return False


@transaction.atomic
def _erase(interview_id: int, *, who: Who) -> bool:
    """Under its locks, so that nobody books what is being erased."""
    session = InterviewSession.objects.select_for_update().filter(interview_id=interview_id).first()
    untold = Interview.objects.select_for_update().filter(
        pk=interview_id, status=Status.SCHEDULED, scheduled_at__isnull=True, calendar_sequence=0
    )
    held = untold.first()
    if held is None or (session and session.begun_at) or held.responses.exists() or held.schedules.exists():
        return False
    if Mail.objects.filter(interview_id=interview_id).exists():
        return False
    if held.company_id:
        note("interview.erased", held, who=who)
    held.delete()
    return True
