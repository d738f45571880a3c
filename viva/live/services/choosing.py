"""The language that a question is answered in: chosen by the candidate, changed as often as they like."""

from __future__ import annotations

from django.db import transaction

from viva.live.errors import NoSuchLanguage, QuestionGone, RoomClosed
from viva.live.languages import is_set_in
from viva.live.models import InterviewSession
from viva.live.models.session import SessionStatus
from viva.live.scripts import plan_of


@transaction.atomic
def choose_language(session_id: int, *, question_id: int, language: str) -> None:
    """Remember it, for every device. What stands in the editor in other languages stays as it is.

    Raises RoomClosed, QuestionGone (no question with code of this interview) or NoSuchLanguage.
    """
    sessions = InterviewSession.objects.select_for_update(of=("self",)).select_related("interview__user")
    session = sessions.get(pk=session_id)
    if session.status != SessionStatus.IN_PROGRESS:
        raise RoomClosed
    plan = plan_of(session)
    problem = plan.questions[plan.index_of(question_id)].problem if question_id in plan.ids else None
    if problem is None:
        raise QuestionGone
    if not is_set_in(problem, language):
        raise NoSuchLanguage
    InterviewSession.objects.filter(pk=session_id).update(
        languages=session.languages | {str(question_id): language}
    )
