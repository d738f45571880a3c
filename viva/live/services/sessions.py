"""A session's beginning: created with its interview, begun by the first `hello`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F

from viva.accounts.models import User
from viva.ai.types import Question
from viva.core.events import Event
from viva.core.time import now
from viva.interviews.enums import Mode, Status
from viva.interviews.events import INTERVIEW_STARTED, tell
from viva.interviews.models import Interview
from viva.interviews.services import create_interview
from viva.interviews.services.creation import Setting
from viva.interviews.strictness import in_force
from viva.interviews.trail import note_begun
from viva.live.conductor.script import State
from viva.live.models import InterviewSession
from viva.live.models.session import SessionStatus
from viva.live.services.admission import admit

PRACTICE_TITLE = "AI Interview - Practice"


@dataclass(frozen=True, slots=True)
class PracticeChoice:
    """What the start page asks for. `minutes` is the length of the interview; `level` what its candidate says of
    himself; `adaptive`: its difficulty follows the answers.

    With `questions`, ids of the bank, it asks these and no others.
    """

    role: str
    kind: str
    difficulty: str
    minutes: int
    language: str
    mode: Mode
    skills: tuple[str, ...] = ()
    level: str = ""
    questions: tuple[str, ...] = ()
    adaptive: bool = True


@transaction.atomic
def create_practice_session(
    user: User, *, choice: PracticeChoice, questions: Sequence[Question]
) -> InterviewSession:
    """The interview, its questions and its session (status `preparing`) in one transaction."""
    interview = create_interview(
        user,
        title=PRACTICE_TITLE,
        interview_type=choice.kind,
        difficulty=choice.difficulty,
        mode=choice.mode,
        job_role=choice.role,
        duration_minutes=choice.minutes,
        coding_language=choice.language,
        questions=questions,
        required_skills=choice.skills,
        setting=Setting(adaptive=choice.adaptive and not choice.questions),
    )
    return InterviewSession.objects.create(interview=interview, conductor=State().to_json())


def session_for_time(event: Event) -> None:
    """The session (status `preparing`), locked, of an interview that is about to get a time.

    One that expired because nobody came is open again.
    """
    session, _is_new = InterviewSession.objects.select_for_update().get_or_create(
        interview_id=event.data["interview_id"], defaults={"conductor": State().to_json()}
    )
    if session.status == SessionStatus.EXPIRED and session.begun_at is None:
        InterviewSession.objects.filter(pk=session.pk).update(
            status=SessionStatus.PREPARING, version=F("version") + 1
        )


@transaction.atomic
def begin_session(session_id: int) -> bool:
    """Start the clock, once: False where it runs already (or the session is over).

    A company's interview begins within its window alone, with its candidate's consent, and has their extra
    minutes; raises NotAdmitted otherwise.
    """
    begun_at = now()
    session = InterviewSession.objects.select_related("interview").get(pk=session_id)
    if session.interview.company_id is not None and not _admitted(session):
        return False
    minutes = timedelta(minutes=session.interview.minutes_given)
    changed = InterviewSession.objects.filter(
        pk=session_id, begun_at__isnull=True, status=SessionStatus.PREPARING
    ).update(begun_at=begun_at, ends_at=begun_at + minutes, status=SessionStatus.IN_PROGRESS)
    if changed:
        Interview.objects.filter(pk=session.interview_id).update(
            status=Status.IN_PROGRESS, started_at=begun_at, ended_at=None, strictness=in_force()
        )
        tell(INTERVIEW_STARTED, session.interview_id)
    return changed == 1


def _admitted(session: InterviewSession) -> bool:
    """Session and interview are held, so that neither is moved, cancelled or begun by another meanwhile."""
    held = InterviewSession.objects.select_for_update().get(pk=session.pk)
    session.interview = Interview.objects.select_for_update().get(pk=session.interview_id)
    if held.begun_at is not None:
        return False
    admit(session.interview)
    note_begun(session.interview)
    return True
