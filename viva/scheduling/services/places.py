"""A place in a slot: taken and given back by one conditional statement each, never after a look."""

from __future__ import annotations

from django.db.models import Case, F, Q, Value, When

from viva.core.time import now
from viva.scheduling.errors import SlotFull, SlotGone
from viva.scheduling.models import InterviewSlot, SlotStatus


def take_place(slot_id: int) -> None:
    """Raises SlotFull, which the caller lets through: the transaction ends with it. See `why_not`."""
    free = Q(current_bookings__lt=F("max_candidates"), starts_at__gt=now())
    open_slots = InterviewSlot.objects.filter(free, pk=slot_id).exclude(status=SlotStatus.CANCELLED)
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


def why_not(slot_id: int) -> SlotFull | SlotGone | None:
    """Why the slot takes nobody just now, read outside any transaction that failed; None where it does."""
    figures = ("status", "starts_at", "current_bookings", "max_candidates")
    found = InterviewSlot.objects.filter(pk=slot_id).order_by().values_list(*figures).first()
    if found is None or found[0] == SlotStatus.CANCELLED or found[1] <= now():
        return SlotGone()
    return SlotFull() if found[2] >= found[3] else None
