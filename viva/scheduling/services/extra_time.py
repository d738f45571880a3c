"""More time for one candidate, as an accommodation: until the interview begins."""

from __future__ import annotations

from django.db import transaction

from viva.interviews.models import Interview
from viva.scheduling.events import ask_for_session
from viva.scheduling.services import times
from viva.scheduling.services.times import Who

MOST_EXTRA = 480


@transaction.atomic
def grant_extra_time(interview: Interview, *, minutes: int, who: Who) -> bool:
    """Set it, 0 to take it back; False where it stands so already. No mail is sent: the candidate's pages tell it.

    Raises StateForbids once the interview has begun or ended.
    """
    ask_for_session(interview)  # its session is locked before the interview
    held = times.lock(interview.pk)
    if held.extra_minutes == minutes:
        return False
    held.extra_minutes = minutes
    if held.scheduled_at and times.booked_in(held.pk) is None:
        held.ended_at = times.end_of(held, held.scheduled_at)
    held.save(update_fields=["extra_minutes", "ended_at"])
    times.note("interview.extra_time", held, who=who, minutes=minutes)
    return True
