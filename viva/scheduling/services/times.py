"""An interview's time: set, moved and taken away, with its secret link, its place and its mails.

The order of locks, here and in `live`: session, interview (several by id), schedule, slots by id.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from viva.accounts.link_keys import hash_of, key_of, new_seed
from viva.audit.services import record
from viva.core.errors import StateForbids
from viva.core.time import now
from viva.interviews.enums import Status
from viva.interviews.events import INTERVIEW_SCHEDULED, tell
from viva.interviews.models import Interview
from viva.notifications.models import Mail
from viva.scheduling import letters
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
    """Who acts, for the record: a user, or the holder of the interview's link; the machine itself by default."""

    user_id: int | None = None
    by_link: bool = False


def hold(interview: Interview) -> Interview:
    """The interview, locked, with a session and a secret link: to be given a time.

    Raises StateForbids once it has begun or ended.
    """
    ask_for_session(interview)
    held = lock(interview.pk)
    ensure_link(held)
    return held


def lock(interview_id: int) -> Interview:
    """The interview, locked. Raises StateForbids once it has begun or ended."""
    held = Interview.objects.select_for_update().get(pk=interview_id)
    if held.status != Status.SCHEDULED:
        raise StateForbids(str(_NOT_OPEN[Status(held.status)]))
    return held


def ensure_link(interview: Interview) -> None:
    """Give it a secret link unless it has one; two who come together agree on the first."""
    if interview.link_hash:
        return
    seed = new_seed()
    link = {"link_nonce": seed.nonce, "link_key_id": seed.key_id, "link_hash": hash_of(key_of(seed))}
    if Interview.objects.filter(pk=interview.pk, link_hash__isnull=True).update(**link):
        for field, value in link.items():
            setattr(interview, field, value)
    else:
        interview.refresh_from_db(fields=list(link))


def renew_link(interview: Interview) -> list[str]:
    """Put a new secret link on a held interview in place of the one it has, which opens nothing then.

    The names of the fields, for its caller to save.
    """
    seed = new_seed()
    interview.link_nonce, interview.link_key_id = seed.nonce, seed.key_id
    interview.link_hash = hash_of(key_of(seed))
    return ["link_nonce", "link_key_id", "link_hash"]


def set_time(interview: Interview, *, starts_at: datetime, ends_at: datetime) -> bool:
    """Write the window of a held interview; False where it has this very time already."""
    if (interview.scheduled_at, interview.started_at, interview.ended_at) == (starts_at, starts_at, ends_at):
        return False
    is_first = interview.scheduled_at is None and interview.calendar_sequence == 0
    _write_time(interview, starts_at, ends_at, steps=0 if is_first else 1)
    return True


def clear_time(interview: Interview) -> None:
    """Of a held interview whose place was given back: it waits for another time."""
    _write_time(interview, None, None, steps=1)


def _write_time(interview: Interview, starts_at: datetime | None, ends_at: datetime | None, *, steps: int) -> None:
    interview.moved_from = interview.scheduled_at
    interview.scheduled_at = interview.started_at = starts_at
    interview.ended_at = ends_at
    interview.calendar_sequence += steps
    interview.save(update_fields=["moved_from", "scheduled_at", "started_at", "ended_at", "calendar_sequence"])


def end_of(interview: Interview, starts_at: datetime) -> datetime:
    """Of an interview that has no slot."""
    return starts_at + timedelta(minutes=interview.minutes_given)


def booked_in(interview_id: int) -> InterviewSchedule | None:
    """The place that the interview holds."""
    booked = InterviewSchedule.objects.filter(interview_id=interview_id, status=ScheduleStatus.BOOKED)
    return booked.select_related("slot").first()


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


def tell_time(interview: Interview, *, who: Who) -> Mail | None:
    """That `set_time` has changed it: the mail, and the event for those who listen. None without an address."""
    starts_at, ends_at = interview.scheduled_at, interview.ended_at
    assert starts_at and ends_at  # noqa: S101
    tell(INTERVIEW_SCHEDULED, interview.pk, starts_at=starts_at.isoformat(), ends_at=ends_at.isoformat())
    if interview.moved_from is None:
        return letters.tell_scheduled(interview, by=who.user_id)
    return letters.tell_moved(interview, by=who.user_id)


def note(action: str, interview: Interview, *, who: Who, **data: object) -> None:
    """Into the audit trail."""
    record(
        action,
        subject="interview",
        subject_id=interview.pk,
        actor_id=who.user_id,
        by_link=who.by_link,
        company_id=interview.company_id,
        **data,
    )
