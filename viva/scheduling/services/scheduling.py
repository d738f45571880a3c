"""A time without a slot, and the end of what was planned."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction

from viva.core.time import now
from viva.interviews.enums import Status
from viva.interviews.models import Interview
from viva.notifications.models import Mail
from viva.scheduling import letters
from viva.scheduling.errors import TimePassed
from viva.scheduling.models import ScheduleStatus
from viva.scheduling.services import times
from viva.scheduling.services.times import Who


@transaction.atomic
def schedule_at(interview: Interview, *, starts_at: datetime, who: Who) -> Mail | None:
    """Set or move its time, in no slot; a place held in one is given back. The same time again: None, no mail.

    Raises TimePassed, and StateForbids once the interview has begun or ended.
    """
    if starts_at <= now():
        raise TimePassed
    starts_at = starts_at.astimezone(UTC)
    held = times.hold(interview)
    had_place = times.end_booking(held.pk, status=ScheduleStatus.MOVED) is not None
    changed = times.set_time(held, starts_at=starts_at, ends_at=times.end_of(held, starts_at))
    if changed or had_place:
        action = "interview.scheduled" if changed and held.moved_from is None else "interview.moved"
        times.note(action, held, who=who, starts_at=starts_at.isoformat())
    return times.tell_time(held, who=who) if changed else None


@transaction.atomic
def unschedule(interview: Interview, *, who: Who, reason: str = "") -> bool:
    """Take its time away, place included; False where it had none. It waits for another time then.

    Raises StateForbids once it has begun or ended.
    """
    held = times.lock(interview.pk)
    times.end_booking(held.pk, status=ScheduleStatus.RELEASED, reason=reason)
    if held.scheduled_at is None:
        return False
    times.clear_time(held)
    times.note("interview.released", held, who=who, reason=reason)
    letters.tell_released(held, reason=reason, by=who.user_id)
    return True


def end_plans(interview_id: int, *, who: Who, reason: str) -> None:
    """Of a company's interview that has just been called off, in that transaction: place, record and mail."""
    times.end_booking(interview_id, status=ScheduleStatus.CANCELLED, reason=reason)
    interview = Interview.objects.select_related("candidate").get(pk=interview_id)
    if interview.company_id is None:
        return
    times.note("interview.cancelled", interview, who=who, reason=reason)
    letters.tell_cancelled(interview, reason=reason, by=who.user_id)


def latest_begin() -> datetime:
    """An interview whose time was before this can be begun no more."""
    return now() - timedelta(minutes=settings.INTERVIEW_GRACE_MINUTES)


def end_missed(interview_id: int) -> bool:
    """The candidate did not come: its booking ends as `no_show`. False where it was begun, moved or called off.

    To be called with its session locked. The interview itself stays `scheduled`: another time revives it.
    """
    held = Interview.objects.select_for_update().get(pk=interview_id)
    is_missed = held.scheduled_at is not None and held.scheduled_at < latest_begin()
    if held.status != Status.SCHEDULED or not is_missed:
        return False
    times.end_booking(interview_id, status=ScheduleStatus.NO_SHOW)
    times.note("interview.missed", held, who=Who(), starts_at=str(held.scheduled_at))
    return True
