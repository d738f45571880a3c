"""A time without a slot, and the end of what was planned."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from viva.audit.services import record
from viva.core.errors import StateForbids
from viva.core.time import now
from viva.interviews.models import Interview
from viva.notifications.models import Mail
from viva.scheduling import letters
from viva.scheduling.models import ScheduleStatus
from viva.scheduling.services import times
from viva.scheduling.services.times import Who


@transaction.atomic
def schedule_at(interview: Interview, *, starts_at: datetime, who: Who) -> Mail | None:
    """Set or move its time, in no slot; a place held in one is given back. The same time again: None, no mail.

    Raises StateForbids for a time that has passed, and once the interview has begun or ended.
    """
    if starts_at <= now():
        raise StateForbids(_("Choose a time that lies ahead."), code="time_passed")
    held = times.hold(interview)
    had_place = times.end_booking(held.pk, status=ScheduleStatus.MOVED)
    changed = times.set_time(held, starts_at=starts_at, ends_at=times.end_of(held, starts_at))
    if not changed and had_place is None:
        return None
    moved = held.moved_from is not None
    record(
        "interview.moved" if moved else "interview.scheduled",
        subject="interview",
        subject_id=held.pk,
        actor_id=who.user_id,
        by_link=who.by_link,
        company_id=held.company_id,
        starts_at=starts_at.isoformat(),
    )
    if moved:
        return letters.tell_moved(held, by=who.user_id)
    return letters.tell_scheduled(held, by=who.user_id)
