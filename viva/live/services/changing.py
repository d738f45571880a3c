"""Changing an interview that has not begun, its time included."""

from __future__ import annotations

from django.db import transaction

from viva.core.time import now
from viva.interviews.models import Interview
from viva.interviews.services.changes import Changes, change_interview
from viva.scheduling.events import ask_for_session
from viva.scheduling.services.addressing import readdress
from viva.scheduling.services.extra_time import grant_extra_time
from viva.scheduling.services.scheduling import schedule_at, unschedule
from viva.scheduling.services.times import Who, booked_in


@transaction.atomic
def change_planned(interview: Interview, *, changes: Changes, who: Who) -> None:
    """As `change_interview`; a company's time is set, moved or taken away with all that belongs to it, and so is
    its candidate's address.

    Raises StateForbids once the interview has begun, is over or cancelled, and for a time that has passed.
    """
    if interview.company_id is None:
        change_interview(interview.pk, changes=changes)
        return
    words = changes.copy()
    extra = words.pop("extra_minutes", None)
    email = words.pop("candidate_email", None)
    name = words.pop("candidate_name", interview.candidate_name) if email else interview.candidate_name
    if words.keys().isdisjoint({"scheduled_at", "duration_minutes"}):
        change_interview(interview.pk, changes=words)
    else:
        _change_time(interview, words, who=who)
    if extra is not None:
        grant_extra_time(interview, minutes=extra, who=who)
    if email:
        # After the time: who is new to the interview is told the last word on it, in one mail.
        readdress(interview, email=email, name=name, who=who)


def _change_time(interview: Interview, words: Changes, *, who: Who) -> None:
    ask_for_session(interview)  # its session is locked before the interview
    wanted = words.pop("scheduled_at", interview.scheduled_at)
    change_interview(interview.pk, changes=words)
    if wanted is None:
        unschedule(interview, who=who)
    elif wanted != interview.scheduled_at or (wanted > now() and booked_in(interview.pk) is None):
        schedule_at(interview, starts_at=wanted, who=who)
