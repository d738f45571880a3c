"""Interviews with a time, made through the services that give it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests.factories.companies import make_company, make_member
from tests.factories.interviews import make_interview
from tests.factories.jobs import make_job
from viva.accounts.models import Company, User
from viva.core.time import now
from viva.interviews.models import Interview
from viva.jobs.models import Job
from viva.notifications.models import Mail
from viva.scheduling.models import InterviewSlot
from viva.scheduling.services.booking import Booking, book_slot
from viva.scheduling.services.times import Who


def make_slot(company: Company, *, starts_at: datetime, places: int = 1) -> InterviewSlot:
    return InterviewSlot.objects.create(
        company=company,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=45),
        max_candidates=places,
        created_at=now(),
    )


def make_waiting(
    company: Company | None = None,
    *,
    recruiter: User | None = None,
    candidate: User | None = None,
    name: str = "Asha Rao",
    email: str = "asha@candidates.example",
    job: Job | None = None,
    with_job: bool = True,
    **fields: Any,
) -> Interview:
    """Of a company, without a time yet. With a `candidate` it is theirs, else the holder of a link's."""
    company = company or make_company()
    who = {"candidate": candidate} if candidate else {"candidate_name": name, "candidate_email": email}
    job = job or (make_job(company) if with_job else None)
    return make_interview(recruiter or make_member(company), company=company, job=job, **who, **fields)


def book(interview: Interview, *, starts_at: datetime) -> Booking:
    """In a slot of its own; by who made the interview."""
    slot = make_slot(interview.company, starts_at=starts_at)
    return book_slot(slot, interview=interview, who=Who(interview.user_id))


def mail_of(booking: Booking) -> Mail:
    assert booking.mail
    return booking.mail
