"""Slots, hours and what is booked, made through the services."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from tests.factories.accounts import RecruiterFactory
from tests.factories.companies import make_company
from tests.factories.interviews import make_interview
from tests.factories.rooms import TALK
from viva.accounts.models import Company, User
from viva.core.time import now
from viva.interviews.models import Interview
from viva.jobs.models import Job
from viva.notifications.models import Mail, MailKind
from viva.scheduling.models import InterviewSlot
from viva.scheduling.services.hours import HoursWords
from viva.scheduling.services.slots import SlotWords, create_slot
from viva.scheduling.services.times import Who

NOBODY = Who()


def make_slot(
    company: Company | None = None,
    *,
    places: int = 1,
    job: Job | None = None,
    in_hours: float = 24,
    starts_at: datetime | None = None,
    minutes: int = 45,
    notes: str = "",
) -> InterviewSlot:
    starts_at = starts_at or now() + timedelta(hours=in_hours)
    words: SlotWords = {
        "job": job,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=minutes),
        "max_candidates": places,
        "notes": notes,
    }
    return create_slot(company or make_company(), words=words, who=NOBODY)


def slot_words(slot: InterviewSlot, **changes: Any) -> SlotWords:
    """As the slot stands, with these changes."""
    return {
        "job": slot.job,
        "starts_at": slot.starts_at,
        "ends_at": slot.ends_at,
        "max_candidates": slot.max_candidates,
        "notes": slot.notes,
        **changes,
    }


def make_wanting(
    company: Company, *, candidate: User | None = None, by: User | None = None, job: Job | None = None
) -> Interview:
    """The company's interview with Ann, which waits for a time."""
    return make_interview(
        by or RecruiterFactory(),
        questions=TALK[:1],
        company=company,
        candidate=candidate,
        job=job,
        candidate_name="Ann Lee",
        candidate_email="ann@people.example",
    )


def told() -> list[str]:
    """The kinds of the mails that told somebody of a change, in order; reminders wait for their own time."""
    mails = Mail.objects.exclude(kind=MailKind.REMINDER).order_by("pk")
    return list(mails.values_list("kind", flat=True))


def hours_words(**changes: Any) -> HoursWords:
    """Mondays from nine to noon in Berlin, in March 2026."""
    return {
        "job": None,
        "weekday": 0,
        "opens_at": time(9),
        "closes_at": time(12),
        "time_zone": "Europe/Berlin",
        "slot_minutes": 45,
        "buffer_minutes": 15,
        "max_candidates": 1,
        "first_day": date(2026, 3, 2),
        "last_day": date(2026, 3, 8),
        **changes,
    }
