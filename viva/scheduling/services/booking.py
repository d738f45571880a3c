"""Booking a slot, moving to another one, giving the place back: each one transaction, each idempotent."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from viva.audit.services import record
from viva.core.errors import StateForbids
from viva.core.time import now
from viva.interviews.models import Interview
from viva.notifications.models import Mail
from viva.scheduling import letters
from viva.scheduling.errors import BookedElsewhere, SlotFull
from viva.scheduling.models import InterviewSchedule, InterviewSlot, ScheduleStatus
from viva.scheduling.services import times
from viva.scheduling.services.places import give_back_place, take_place, why_not
from viva.scheduling.services.times import Who


@dataclass(frozen=True, slots=True)
class Booking:
    """`is_new` is False where the interview had this very place already; then there is no new mail either."""

    schedule: InterviewSchedule
    interview: Interview
    is_new: bool
    mail: Mail | None


def booked_in(interview_id: int) -> InterviewSchedule | None:
    """The place that the interview holds."""
    booked = InterviewSchedule.objects.filter(interview_id=interview_id, status=ScheduleStatus.BOOKED)
    return booked.select_related("slot").first()


def book_slot(slot: InterviewSlot, *, interview: Interview, who: Who, notes: str = "") -> Booking:
    """Take a place in `slot`, in exchange for the one held until now if there is one.

    The same slot again changes nothing. Raises SlotFull, SlotGone, BookedElsewhere where the interview was booked
    in the same moment by another, and StateForbids once it has begun or ended.
    """
    if slot.company_id != interview.company_id:
        raise StateForbids(_("The slot and the interview are of different companies."))
    if slot.job_id and slot.job_id != interview.job_id:
        raise StateForbids(_("The slot is for another job."))
    seen = booked_in(interview.pk)
    try:
        return _book(slot, interview=interview, who=who, notes=notes, seen=seen)
    except SlotFull:
        raise why_not(slot.pk) from None
    except IntegrityError:
        raise BookedElsewhere from None


@transaction.atomic
def _book(
    slot: InterviewSlot, *, interview: Interview, who: Who, notes: str, seen: InterviewSchedule | None
) -> Booking:
    held = times.hold(interview)
    current = booked_in(held.pk)
    if current and current.slot_id == slot.pk:
        return Booking(current, held, is_new=False, mail=None)
    if (current.pk if current else None) != (seen.pk if seen else None):
        raise BookedElsewhere
    schedule = _exchange(slot.pk, held, current, notes=notes)
    moved = times.set_time(held, starts_at=slot.starts_at, ends_at=slot.ends_at) and held.moved_from is not None
    _record("interview.moved" if current else "interview.booked", held, who, slot_id=slot.pk)
    mail = letters.tell_moved(held, by=who.user_id) if moved else letters.tell_scheduled(held, by=who.user_id)
    return Booking(schedule, held, is_new=True, mail=mail)


def _exchange(
    slot_id: int, interview: Interview, current: InterviewSchedule | None, *, notes: str
) -> InterviewSchedule:
    """Both slots in the order of their ids, so that two who cross wait for each other in no ring."""
    steps = [(slot_id, take_place), *([(current.slot_id, give_back_place)] if current else [])]
    if current:
        InterviewSchedule.objects.filter(pk=current.pk).update(status=ScheduleStatus.MOVED, ended_at=now())
    for pk, step in sorted(steps, key=lambda each: each[0]):
        step(pk)
    return InterviewSchedule.objects.create(
        slot_id=slot_id, interview=interview, booking_notes=notes, booked_at=now()
    )


@transaction.atomic
def release_slot(slot: InterviewSlot, *, interview: Interview, who: Who, reason: str = "") -> bool:
    """Give the place back; False where the interview holds none in this slot. It waits for another time then.

    Raises StateForbids once it has begun or ended.
    """
    held = times.hold(interview)
    current = booked_in(held.pk)
    if current is None or current.slot_id != slot.pk:
        return False
    times.end_booking(held.pk, status=ScheduleStatus.RELEASED, reason=reason)
    times.clear_time(held)
    _record("interview.released", held, who, slot_id=slot.pk, reason=reason)
    letters.tell_released(held, reason=reason, by=who.user_id)
    return True


def _record(action: str, interview: Interview, who: Who, **data: object) -> None:
    record(
        action,
        subject="interview",
        subject_id=interview.pk,
        actor_id=who.user_id,
        by_link=who.by_link,
        company_id=interview.company_id,
        **data,
    )
