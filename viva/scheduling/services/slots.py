"""Slots by hand: made, changed with all that is booked in them, called off, deleted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypedDict, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from viva.accounts.models import Company
from viva.audit.services import record
from viva.core.errors import StateForbids
from viva.core.time import now
from viva.interviews.enums import Status
from viva.interviews.models import Interview
from viva.jobs.models import Job
from viva.scheduling import letters
from viva.scheduling.errors import SlotBusy, SlotGone, TimePassed
from viva.scheduling.models import InterviewSchedule, InterviewSlot, ScheduleStatus, SlotStatus
from viva.scheduling.services import times
from viva.scheduling.services.times import Who

T = TypeVar("T")
_TRIES = 5


class SlotWords(TypedDict):
    """What a recruiter decides of a slot. `job` None: for any interview of the company."""

    job: Job | None
    starts_at: datetime
    ends_at: datetime
    max_candidates: int
    notes: str


@transaction.atomic
def create_slot(company: Company, *, words: SlotWords, who: Who) -> InterviewSlot:
    """Raises TimePassed; StateForbids for a job of another company."""
    _refuse_words(company.pk, words)
    if words["starts_at"] <= now():
        raise TimePassed
    slot = InterviewSlot.objects.create(
        company=company,
        job=words["job"],
        created_by_id=who.user_id,
        starts_at=words["starts_at"],
        ends_at=words["ends_at"],
        max_candidates=words["max_candidates"],
        notes=words["notes"],
        created_at=now(),
    )
    _note("slot.created", slot, who, starts_at=slot.starts_at.isoformat(), max_candidates=slot.max_candidates)
    return slot


def change_slot(slot: InterviewSlot, *, words: SlotWords, who: Who) -> InterviewSlot:
    """As `words` say. Another time moves the interviews that are booked in it, and tells their candidates.

    Raises SlotGone for a cancelled one, TimePassed, SlotBusy, and StateForbids for fewer places than are taken,
    for another job or time where that does not fit what is booked.
    """
    return _again(lambda: _change(slot.pk, words=words, who=who))


@transaction.atomic
def _change(slot_id: int, *, words: SlotWords, who: Who) -> InterviewSlot:
    slot, interviews = _hold(slot_id)
    if all(getattr(slot, name) == value for name, value in words.items()):
        return slot
    _refuse_change(slot, interviews, words)
    moves = (slot.starts_at, slot.ends_at) != (words["starts_at"], words["ends_at"])
    slot.job, slot.notes, slot.max_candidates = words["job"], words["notes"], words["max_candidates"]
    slot.starts_at, slot.ends_at = words["starts_at"], words["ends_at"]
    full = slot.current_bookings >= slot.max_candidates
    slot.status = SlotStatus.BOOKED if full else SlotStatus.AVAILABLE
    if moves:
        slot.hours = None  # it is not the one that its hours would make any more
    slot.save()
    _note("slot.changed", slot, who, starts_at=slot.starts_at.isoformat(), max_candidates=slot.max_candidates)
    for interview in interviews if moves else ():
        if times.set_time(interview, starts_at=slot.starts_at, ends_at=slot.ends_at):
            times.note("interview.moved", interview, who=who, slot_id=slot.pk)
            times.tell_time(interview, who=who)
    return slot


def _refuse_change(slot: InterviewSlot, interviews: list[Interview], words: SlotWords) -> None:
    _refuse_words(slot.company_id, words)
    if slot.status == SlotStatus.CANCELLED:
        raise SlotGone
    if words["max_candidates"] < slot.current_bookings:
        raise StateForbids(_("%(taken)d places are taken already.") % {"taken": slot.current_bookings})
    job_id = words["job"].pk if words["job"] else None
    if job_id and any(interview.job_id != job_id for interview in interviews):
        raise StateForbids(_("Interviews for another job are booked in this slot."))
    if (slot.starts_at, slot.ends_at) == (words["starts_at"], words["ends_at"]):
        return
    if words["starts_at"] <= now():
        raise TimePassed
    if any(interview.status != Status.SCHEDULED for interview in interviews):
        raise StateForbids(_("An interview in this slot has begun; its time cannot be changed."))


def cancel_slot(slot: InterviewSlot, *, reason: str, who: Who) -> int:
    """Offer it no more. Bookings whose interview has not begun end with it and wait for another time; how many.

    A second time changes nothing. Raises SlotBusy.
    """
    return _again(lambda: _cancel(slot.pk, reason=reason, who=who))


@transaction.atomic
def _cancel(slot_id: int, *, reason: str, who: Who) -> int:
    slot, interviews = _hold(slot_id)
    if slot.status == SlotStatus.CANCELLED:
        return 0
    InterviewSlot.objects.filter(pk=slot_id).update(status=SlotStatus.CANCELLED, cancel_reason=reason[:500])
    _note("slot.cancelled", slot, who, reason=reason)
    waiting = [interview for interview in interviews if interview.status == Status.SCHEDULED]
    for interview in waiting:
        times.end_booking(interview.pk, status=ScheduleStatus.CANCELLED, reason=reason)
        times.clear_time(interview)
        times.note("interview.released", interview, who=who, slot_id=slot_id, reason=reason)
        letters.tell_released(interview, reason=reason, by=who.user_id)
    return len(waiting)


@transaction.atomic
def delete_slot(slot: InterviewSlot, *, who: Who) -> None:
    """Raises StateForbids for one that was ever booked: that one is cancelled instead."""
    held = InterviewSlot.objects.select_for_update().get(pk=slot.pk)
    if held.schedules.exists():
        raise StateForbids(_("This slot has been booked. Cancel it instead."))
    _note("slot.deleted", held, who, starts_at=held.starts_at.isoformat())
    held.delete()


def _hold(slot_id: int) -> tuple[InterviewSlot, list[Interview]]:
    """The slot and the interviews booked in it, locked in the order of locks: interviews by id, then the slot.

    Who is booked is looked up before and after: SlotBusy where somebody has come between.
    """
    seen = _booked_ids(slot_id)
    locked = Interview.objects.select_for_update(of=("self",)).select_related("candidate")
    interviews = list(locked.filter(pk__in=seen).order_by("pk"))
    slot = InterviewSlot.objects.select_for_update().get(pk=slot_id)
    if _booked_ids(slot_id) != seen:
        raise SlotBusy
    return slot, interviews


def _booked_ids(slot_id: int) -> set[int]:
    booked = InterviewSchedule.objects.filter(slot_id=slot_id, status=ScheduleStatus.BOOKED)
    return set(booked.values_list("interview_id", flat=True))


def _again(change: Callable[[], T]) -> T:
    for _attempt in range(_TRIES - 1):
        try:
            return change()
        except SlotBusy:
            continue
    return change()


def _refuse_words(company_id: int, words: SlotWords) -> None:
    if words["ends_at"] <= words["starts_at"]:
        raise StateForbids(_("A slot ends after it begins."))
    if words["job"] and words["job"].company_id != company_id:
        raise StateForbids(_("The job is of another company."))


def _note(action: str, slot: InterviewSlot, who: Who, **data: object) -> None:
    record(
        action,
        subject="slot",
        subject_id=slot.pk,
        actor_id=who.user_id,
        by_link=who.by_link,
        company_id=slot.company_id,
        **data,
    )
