"""Booking a slot, moving to another one, giving the place back: each one transaction, each idempotent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from viva.core.errors import StateForbids
from viva.core.time import now
from viva.interviews.models import Interview
from viva.notifications.models import Mail
from viva.scheduling import letters
from viva.scheduling.choosing import may_choose
from viva.scheduling.errors import BookedElsewhere, SlotFull, TimePassed
from viva.scheduling.models import InterviewSchedule, InterviewSlot, ScheduleStatus
from viva.scheduling.services import times, turns
from viva.scheduling.services.places import give_back_place, take_place, why_not
from viva.scheduling.services.times import Who, booked_in
from viva.scheduling.windows import WindowState, window_of

__all__ = ["Booking", "Who", "book_slot", "booked_in", "refuse_candidates_choice", "release_slot"]

Step = tuple[int, Callable[[int], None]]
_TRIES = 2


@dataclass(frozen=True, slots=True)
class Booking:
    """`is_new` is False where the interview had this very place already; then there is no new mail either."""

    schedule: InterviewSchedule
    interview: Interview
    is_new: bool
    mail: Mail | None


def book_slot(slot: InterviewSlot, *, interview: Interview, who: Who, notes: str = "") -> Booking:
    """Take a place in `slot`, in exchange for the one held until now if there is one.

    The same slot again changes nothing. Raises SlotFull, SlotGone, BookedElsewhere where the interview was booked
    in the same moment by another, and StateForbids once it has begun or ended, or where the two do not fit.
    """
    for _attempt in range(_TRIES):
        with turns.turn(slot.pk):
            # Those who come too late are told so without a lock; a place is only ever taken by `take_place`.
            if reason := why_not(slot.pk, interview.pk):
                raise reason
            seen = booked_in(interview.pk)
            try:
                return _book(slot.pk, interview=interview, who=who, notes=notes, seen=seen)
            except SlotFull:
                continue  # looked at again before it is called full
            except IntegrityError:
                raise (why_not(slot.pk, interview.pk) or BookedElsewhere()) from None
    raise SlotFull


@transaction.atomic
def _book(slot_id: int, *, interview: Interview, who: Who, notes: str, seen: InterviewSchedule | None) -> Booking:
    held = times.hold(interview)
    current = booked_in(held.pk)
    if current and current.slot_id == slot_id:
        return Booking(current, held, is_new=False, mail=None)
    if not _is_as_seen(current, seen):
        raise BookedElsewhere
    schedule = _exchange(slot_id, held, current, notes=notes)
    slot = schedule.slot  # read after it was locked: its time may have been changed a moment ago
    _refuse_foreign(slot, held)
    changed = times.set_time(held, starts_at=slot.starts_at, ends_at=slot.ends_at)
    times.note("interview.moved" if current else "interview.booked", held, who=who, slot_id=slot_id)
    mail = times.tell_time(held, who=who) if changed else None
    return Booking(schedule, held, is_new=True, mail=mail)


def _is_as_seen(current: InterviewSchedule | None, seen: InterviewSchedule | None) -> bool:
    """Whether the place held is still the one that this call set out to exchange."""
    return (current.pk if current else None) == (seen.pk if seen else None)


def _exchange(
    slot_id: int, interview: Interview, current: InterviewSchedule | None, *, notes: str
) -> InterviewSchedule:
    """Both slots in the order of their ids, so that two who cross wait for each other in no ring."""
    steps: list[Step] = [(slot_id, take_place), *([(current.slot_id, give_back_place)] if current else [])]
    if current:
        InterviewSchedule.objects.filter(pk=current.pk).update(status=ScheduleStatus.MOVED, ended_at=now())
    for pk, step in _in_order(steps):
        step(pk)
    return InterviewSchedule.objects.create(
        slot=InterviewSlot.objects.get(pk=slot_id), interview=interview, booking_notes=notes, booked_at=now()
    )


def _in_order(steps: list[Step]) -> list[Step]:
    return sorted(steps, key=lambda each: each[0])


def _refuse_foreign(slot: InterviewSlot, interview: Interview) -> None:
    if slot.company_id != interview.company_id:
        raise StateForbids(_("The slot and the interview are of different companies."))
    if slot.job_id and slot.job_id != interview.job_id:
        raise StateForbids(_("The slot is for another job."))


def refuse_candidates_choice(interview: Interview) -> None:
    """What its candidate may not choose themselves, on pages and over the API alike (`choosing.may_choose`).

    Raises TimePassed once their own time has come, and StateForbids for a time that the company has set.
    """
    if interview.scheduled_at is not None and interview.scheduled_at <= now():
        raise TimePassed(_("Your time has come. Ask the company for another one."))
    state = window_of(interview, at=now()).state
    if state is WindowState.EARLY and not may_choose(interview, state):
        raise StateForbids(_("The company has set this time. Ask it for another one."))


@transaction.atomic
def release_slot(slot: InterviewSlot, *, interview: Interview, who: Who, reason: str = "") -> bool:
    """Give the place back; False where the interview holds none in this slot. It waits for another time then.

    Raises StateForbids once it has begun or ended.
    """
    held = times.lock(interview.pk)
    current = booked_in(held.pk)
    if current is None or current.slot_id != slot.pk:
        return False
    times.end_booking(held.pk, status=ScheduleStatus.RELEASED, reason=reason)
    times.clear_time(held)
    times.note("interview.released", held, who=who, slot_id=slot.pk, reason=reason)
    letters.tell_released(held, reason=reason, by=who.user_id)
    return True
