"""Changing an interview that has not begun: its words and circumstances, and one more question."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from viva.core.errors import StateForbids
from viva.interviews.enums import Status
from viva.interviews.given import GivenQuestion, question_from
from viva.interviews.models import Interview, InterviewQuestion
from viva.interviews.services.creation import question_row

MOST_QUESTIONS = 50


class Changes(TypedDict, total=False):
    """The fields that may change, by their names in the model; those left out stay as they are."""

    title: str
    description: str
    job_role: str
    company_name: str
    job_description: str
    required_skills: list[str]
    duration_minutes: int
    extra_minutes: int
    enable_video: bool
    enable_audio: bool
    scheduled_at: datetime | None
    candidate_name: str
    candidate_email: str


CHANGEABLE = tuple(Changes.__annotations__)


def change_interview(interview_id: int, *, changes: Changes) -> None:
    """Raises StateForbids once the interview has begun, is over or cancelled."""
    named = {field: changes[field] for field in CHANGEABLE if field in changes}  # type: ignore[literal-required]
    scheduled = Interview.objects.filter(pk=interview_id, status=Status.SCHEDULED)
    if not (scheduled.update(**named) if named else scheduled.exists()):
        raise StateForbids(_("Only an interview that has not begun can be changed."))


@transaction.atomic
def add_question(interview_id: int, *, given: GivenQuestion) -> InterviewQuestion:
    """Append a question; raises StateForbids once it has begun, or where it has MOST_QUESTIONS."""
    scheduled = Interview.objects.filter(pk=interview_id, status=Status.SCHEDULED)
    if not scheduled.update(total_questions=F("total_questions") + 1):
        raise StateForbids(_("Questions can be added only before the interview has begun."))
    interview = scheduled.get()
    last = interview.questions.aggregate(last=Max("order"))["last"] or 0
    if last >= MOST_QUESTIONS:
        raise StateForbids(_("An interview has at most %(most)d questions.") % {"most": MOST_QUESTIONS})
    row = question_row(interview, last + 1, question_from(given), is_generated=False)
    row.question_type = given.type
    row.save(force_insert=True)
    return row
