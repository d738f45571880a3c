"""Counting anew: what a slot says is taken, against the bookings that stand."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet

from viva.audit.services import record
from viva.scheduling.models import InterviewSchedule, InterviewSlot, ScheduleStatus, SlotStatus


@dataclass(frozen=True, slots=True)
class Drift:
    """A slot that says `counted` and has `booked`. More than its `places` nobody but a person can mend."""

    slot_id: int
    counted: int
    booked: int
    places: int

    @property
    def can_be_mended(self) -> bool:
        return self.booked <= self.places


def drifts() -> QuerySet[InterviewSlot]:
    """Slots whose figure or status is not what their bookings say; `booked` is what they have."""
    standing = Count("schedules", filter=Q(schedules__status=ScheduleStatus.BOOKED))
    full = Q(booked__gte=F("max_candidates"))
    wrong_status = (full & Q(status=SlotStatus.AVAILABLE)) | (~full & Q(status=SlotStatus.BOOKED))
    counted = InterviewSlot.objects.annotate(booked=standing)
    return counted.filter(~Q(booked=F("current_bookings")) | wrong_status).order_by("pk")


def reconcile_slots(*, is_dry: bool = False) -> list[Drift]:
    """Report every drift, and mend it unless `is_dry`; each slot by itself, beside bookings that go on."""
    ids = list(drifts().values_list("pk", flat=True))
    return [drift for pk in ids if (drift := _reconcile(pk, is_dry=is_dry))]


@transaction.atomic
def _reconcile(slot_id: int, *, is_dry: bool) -> Drift | None:
    """Counted under the lock of the slot, which every booking and release takes; None where all is well by now."""
    slot = InterviewSlot.objects.select_for_update().get(pk=slot_id)
    booked = InterviewSchedule.objects.filter(slot=slot, status=ScheduleStatus.BOOKED).count()
    drift = Drift(slot.pk, slot.current_bookings, booked, slot.max_candidates)
    status = _status(slot, booked)
    if (booked, status) == (slot.current_bookings, slot.status):
        return None
    if drift.can_be_mended and not is_dry:
        InterviewSlot.objects.filter(pk=slot.pk).update(current_bookings=booked, status=status)
        record(
            "slot.reconciled",
            subject="slot",
            subject_id=slot.pk,
            company_id=slot.company_id,
            before=drift.counted,
            after=booked,
        )
    return drift


def _status(slot: InterviewSlot, booked: int) -> str:
    if slot.status == SlotStatus.CANCELLED:
        return SlotStatus.CANCELLED
    return SlotStatus.BOOKED if booked >= slot.max_candidates else SlotStatus.AVAILABLE
