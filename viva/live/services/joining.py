"""A candidate comes to a company's interview: it begins, or goes on where it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from viva.interviews.models import Interview, InterviewQuestion
from viva.live.conductor.script import State
from viva.live.models import InterviewSession
from viva.live.services.admission import admit, refusal, standing_of
from viva.live.services.sessions import begin_session
from viva.scheduling.windows import WindowState


@dataclass(frozen=True, slots=True)
class Joined:
    """`question` is the one that stands, the first until the interviewer has asked it; `order` counts from 1."""

    session: InterviewSession
    question: InterviewQuestion
    total: int
    ends_at: datetime


def join_interview(interview: Interview) -> Joined:
    """Begin it if it has not begun; again, or in two tabs at once, it is the same interview.

    Raises NotAdmitted outside of its window, without consent, and once it is over.
    """
    session = InterviewSession.objects.filter(interview_id=interview.pk).first() or _new_session(interview)
    if session.begun_at is None:
        begin_session(session.pk)
    return _joined(session.pk)


def _new_session(interview: Interview) -> InterviewSession:
    """Of an interview that was given its time without one. Nothing is stored for a call that is refused."""
    admit(interview)
    session, _is_new = InterviewSession.objects.get_or_create(
        interview_id=interview.pk, defaults={"conductor": State().to_json()}
    )
    return session


def _joined(session_id: int) -> Joined:
    session = InterviewSession.objects.select_related("interview", "current_question").get(pk=session_id)
    interview = session.interview
    window = standing_of(interview, session)
    if window.state is not WindowState.RUNNING or session.ends_at is None or session.over_api:
        raise refusal(window)
    question = session.current_question or interview.questions.order_by("order")[0]
    return Joined(session, question, interview.total_questions, session.ends_at)
