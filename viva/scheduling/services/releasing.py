"""Taking an interview's time back, with a slot or without: it waits for another one then."""

from __future__ import annotations

from django.db import transaction

from viva.audit.services import record
from viva.interviews.models import Interview
from viva.notifications.models import Mail
from viva.scheduling import letters
from viva.scheduling.services import times
from viva.scheduling.services.booking import booked_in, release_slot
from viva.scheduling.services.times import Who


def take_time_back(interview: Interview, *, who: Who, reason: str = "") -> bool:
    """False where it has no time. Raises StateForbids once it has begun or ended."""
    booked = booked_in(interview.pk)
    if booked is not None:
        return release_slot(booked.slot, interview=interview, who=who, reason=reason)
    return _clear(interview, who=who, reason=reason)


@transaction.atomic
def _clear(interview: Interview, *, who: Who, reason: str) -> bool:
    held = times.hold(interview)
    if held.scheduled_at is None or booked_in(held.pk) is not None:
        return False
    times.clear_time(held)
    record(
        "interview.released",
        subject="interview",
        subject_id=held.pk,
        actor_id=who.user_id,
        by_link=who.by_link,
        company_id=held.company_id,
        reason=reason,
    )
    letters.tell_released(held, reason=reason, by=who.user_id)
    return True


@transaction.atomic
def ask_to_choose(interview: Interview, *, who: Who) -> Mail | None:
    """Write to the candidate of an interview without a time that the choice is theirs."""
    return letters.tell_choose_time(times.hold(interview), by=who.user_id)
