"""An interview's time: set, moved and taken away, with its secret link, its place and its mails.

The order of locks, here and in `live`: session, interview, schedule, slots by id.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F
from django.utils.translation import gettext as _

from viva.accounts.link_keys import hash_of, key_of, new_seed
from viva.core.errors import StateForbids
from viva.core.time import now
from viva.interviews.enums import Status
from viva.interviews.models import Interview
from viva.scheduling.events import ask_for_session
from viva.scheduling.models import InterviewSchedule, ScheduleStatus
from viva.scheduling.services.places import give_back_place

_NOT_OPEN = {
    Status.IN_PROGRESS: _("The interview has begun."),
    Status.COMPLETED: _("The interview is completed."),
    Status.CANCELLED: _("The interview was cancelled."),
}


@dataclass(frozen=True, slots=True)
class Who:
    """Who acts, for the record: a user, or the holder of the interview's link."""

    user_id: int | None = None
    by_link: bool = False


def hold(interview: Interview) -> Interview:
    """The interview, locked, with a session and a secret link. Raises StateForbids once it has begun or ended."""
    ask_for_session(interview)
    held = Interview.objects.select_for_update().get(pk=interview.pk)
    if held.status != Status.SCHEDULED:
        raise StateForbids(_NOT_OPEN[Status(held.status)])
    ensure_link(held)
    return held


def ensure_link(interview: Interview) -> None:
    """Give it a secret link unless it has one; two who come together agree on the first."""
    if interview.link_hash:
        return
    seed = new_seed()
    Interview.objects.filter(pk=interview.pk, link_hash__isnull=True).update(
        link_nonce=seed.nonce, link_key_id=seed.key_id, link_hash=hash_of(key_of(seed))
    )
    interview.refresh_from_db(fields=["link_nonce", "link_key_id", "link_hash"])


def set_time(interview: Interview, *, starts_at: datetime, ends_at: datetime) -> bool:
    """Write the window of a held interview; False where it has this very time already."""
    if (interview.scheduled_at, interview.started_at, interview.ended_at) == (starts_at, starts_at, ends_at):
        return False
    is_first = interview.scheduled_at is None and interview.calendar_sequence == 0
    Interview.objects.filter(pk=interview.pk).update(
        moved_from=F("scheduled_at"),
        scheduled_at=starts_at,
        started_at=starts_at,
        ended_at=ends_at,
        calendar_sequence=F("calendar_sequence") + (0 if is_first else 1),
    )
    interview.refresh_from_db()
    return True


def clear_time(interview: Interview) -> None:
    """Of a held interview whose place was given back: it waits for another time."""
    Interview.objects.filter(pk=interview.pk).update(
        moved_from=F("scheduled_at"),
        scheduled_at=None,
        started_at=None,
        ended_at=None,
        calendar_sequence=F("calendar_sequence") + 1,
    )
    interview.refresh_from_db()


def end_of(interview: Interview, starts_at: datetime) -> datetime:
    """Of an interview that has no slot."""
    return starts_at + timedelta(minutes=interview.duration_minutes + interview.extra_minutes)


def end_booking(interview_id: int, *, status: ScheduleStatus, reason: str = "") -> InterviewSchedule | None:
    """End the booking that stands, once: of two who come together the second finds none. Gives back its place."""
    booked = InterviewSchedule.objects.filter(interview_id=interview_id, status=ScheduleStatus.BOOKED)
    schedule = booked.select_for_update().first()
    if schedule is None or not booked.filter(pk=schedule.pk).update(
        status=status, ended_at=now(), reason=reason[:500]
    ):
        return None
    give_back_place(schedule.slot_id)
    schedule.refresh_from_db()
    return schedule
