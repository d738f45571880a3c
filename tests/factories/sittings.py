"""Companies' interviews as their candidates come to them: with a time, a link, and what they agreed to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from tests.factories.accounts import RecruiterFactory
from tests.factories.interviews import make_company, make_interview
from tests.factories.rooms import TALK
from viva.accounts.actors import LinkHolder
from viva.accounts.models import MemberRole, User
from viva.ai.types import Question
from viva.core import time
from viva.core.time import now
from viva.interviews.models import Interview
from viva.interviews.services.consents import give_consent
from viva.live.models import InterviewSession
from viva.live.services.joining import join_interview
from viva.scheduling.services.scheduling import schedule_at
from viva.scheduling.services.times import Who


def make_sitting(
    candidate: User | None = None,
    *,
    starts_at: datetime | None = None,
    consent: bool = False,
    recruiter: User | None = None,
    questions: Sequence[Question] = TALK,
    **setting: Any,
) -> Interview:
    """Scheduled for `starts_at` (an hour from now), with its link; `consent` as given through it."""
    recruiter = recruiter or RecruiterFactory()
    company = setting.pop("company", None) or make_company((recruiter, MemberRole.OWNER), name="Brightwater Labs")
    setting = {"candidate_name": "Dr. Samira Haddad", "candidate_email": "samira@people.example", **setting}
    interview = make_interview(recruiter, questions=questions, company=company, candidate=candidate, **setting)
    set_time(interview, starts_at or now() + timedelta(hours=1))
    if consent:
        agree(interview)
    return fresh(interview)


def set_time(interview: Interview, starts_at: datetime) -> None:
    """By the service, which sets no time that has passed: as if it was done before it."""
    before = min(now(), starts_at - timedelta(minutes=1))
    with time.clock(lambda: before):
        schedule_at(interview, starts_at=starts_at, who=Who(user_id=interview.user_id))


def agree(interview: Interview) -> None:
    holder = LinkHolder(interview.pk)
    give_consent(interview, actor=holder, locale="en", ai_evaluation=True, recording=True)


def begin(interview: Interview) -> InterviewSession:
    """Begun at its time, and running."""
    if not hasattr(interview, "consent"):
        agree(interview)
    assert interview.scheduled_at
    at = interview.scheduled_at
    with time.clock(lambda: at):
        return join_interview(interview).session


def fresh(interview: Interview) -> Interview:
    return Interview.objects.select_related("company", "candidate").get(pk=interview.pk)
