"""A place in a slot: taken and given back by one conditional statement each, never after a look."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from django.db import connection
from django.db.models import BooleanField, Case, Exists, ExpressionWrapper, F, Q, Value, When

from viva.core.compiled import Compiled, compiled
from viva.core.time import now
from viva.scheduling.errors import SlotFull, SlotGone
from viva.scheduling.models import InterviewSchedule, InterviewSlot, ScheduleStatus, SlotStatus

_OFFERED = ~Q(status=SlotStatus.CANCELLED)
_HAS_ROOM = Q(current_bookings__lt=F("max_candidates"))


def take_place(slot_id: int) -> None:
    """Raises SlotFull, which the caller lets through: the transaction ends with it. See `why_not`."""
    open_slots = InterviewSlot.objects.filter(_OFFERED & _HAS_ROOM, pk=slot_id, starts_at__gt=now())
    full = When(current_bookings__gte=F("max_candidates") - 1, then=Value(SlotStatus.BOOKED))
    if not open_slots.update(
        current_bookings=F("current_bookings") + 1,
        status=Case(full, default=Value(SlotStatus.AVAILABLE)),
    ):
        raise SlotFull


def give_back_place(slot_id: int) -> None:
    """To be called once for a booking that has just ended; a cancelled slot stays cancelled."""
    held = InterviewSlot.objects.filter(pk=slot_id, current_bookings__gt=0)
    cancelled = When(status=SlotStatus.CANCELLED, then=Value(SlotStatus.CANCELLED))
    held.update(
        current_bookings=F("current_bookings") - 1,
        status=Case(cancelled, default=Value(SlotStatus.AVAILABLE)),
    )


def why_not(slot_id: int, interview_id: int) -> SlotFull | SlotGone | None:
    """Why the slot takes this interview not just now, read outside any transaction that failed.

    None where it does, and where the interview has its place there already. Most of those who storm a slot get no
    further than this, so the statement is compiled once.
    """
    found = _standing(connection.vendor).row({"slot": slot_id, "interview": interview_id, "moment": now()})
    if found is None:
        return SlotGone()
    takes, has_room, holds = found
    if holds or (takes and has_room):
        return None
    return SlotFull() if takes else SlotGone()


@cache
def _standing(vendor: str) -> Compiled:
    """Whether a slot is offered, has room, and has the interview already."""
    slot, interview, moment = -1, -2, datetime(1, 2, 3, tzinfo=UTC)
    booked = InterviewSchedule.objects.filter(interview_id=interview, slot_id=slot, status=ScheduleStatus.BOOKED)
    figures = InterviewSlot.objects.filter(pk=slot).order_by()
    found = figures.values_list(
        ExpressionWrapper(_OFFERED & Q(starts_at__gt=moment), BooleanField()),
        ExpressionWrapper(_HAS_ROOM, BooleanField()),
        Exists(booked),
    )
    return compiled(found, stand_ins={"slot": slot, "interview": interview, "moment": moment})
