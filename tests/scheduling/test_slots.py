"""Slots by hand: what is booked in them goes along."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.factories.companies import make_company
from tests.factories.jobs import make_job
from tests.factories.slots import NOBODY, hours_words, make_slot, make_wanting, slot_words
from viva.accounts.models import Company
from viva.core.errors import StateForbids
from viva.core.time import clock, now
from viva.interviews.models import Interview
from viva.live.services.over_api import begin_over_api
from viva.notifications.models import Mail
from viva.scheduling.errors import SlotBusy, SlotGone, TimePassed
from viva.scheduling.models import InterviewSchedule, InterviewSlot
from viva.scheduling.services import slots
from viva.scheduling.services.booking import book_slot
from viva.scheduling.services.hours import generate_slots
from viva.scheduling.services.slots import cancel_slot, change_slot, delete_slot

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db]


@pytest.fixture
def acme() -> Company:
    return make_company()


def booked_slot(company: Company, *, count: int = 2, places: int = 3) -> tuple[InterviewSlot, list[Interview]]:
    slot = make_slot(company, places=places)
    interviews = [make_wanting(company) for _ in range(count)]
    for interview in interviews:
        book_slot(slot, interview=interview, who=NOBODY)
    slot.refresh_from_db()
    return slot, interviews


def change(slot: InterviewSlot, **changes: Any) -> InterviewSlot:
    return change_slot(slot, words=slot_words(slot, **changes), who=NOBODY)


def test_another_time_moves_what_is_booked_and_tells_each(acme: Company) -> None:
    slot, interviews = booked_slot(acme)
    begins, ends = slot.starts_at + timedelta(hours=2), slot.ends_at + timedelta(hours=2)
    change(slot, starts_at=begins, ends_at=ends)
    found = Interview.objects.filter(pk__in=[each.pk for each in interviews])
    assert list(found.values_list("scheduled_at", "started_at", "ended_at")) == [(begins, begins, ends)] * 2
    assert Mail.objects.filter(kind="rescheduled").count() == 2


def test_words_and_places_move_nobody(acme: Company) -> None:
    slot, _ = booked_slot(acme)
    changed = change(slot, notes="Room 3", max_candidates=2)
    assert (changed.notes, changed.status, Mail.objects.filter(kind="rescheduled").count()) == (
        "Room 3",
        "booked",
        0,
    )
    assert change(changed, max_candidates=5).status == "available"


def test_fewer_places_than_are_taken_are_refused(acme: Company) -> None:
    slot, _ = booked_slot(acme)
    with pytest.raises(StateForbids, match="2 places"):
        change(slot, max_candidates=1)


def test_a_time_that_has_passed_is_refused(acme: Company) -> None:
    slot = make_slot(acme)
    with pytest.raises(TimePassed):
        change(slot, starts_at=now())
    with pytest.raises(TimePassed):
        make_slot(acme, starts_at=now())


def test_an_end_before_the_beginning_is_refused(acme: Company) -> None:
    with pytest.raises(StateForbids):
        make_slot(acme, minutes=0)


def test_a_job_of_another_company_or_of_nobody_booked_is_refused(acme: Company) -> None:
    slot, _ = booked_slot(acme)
    for job in (make_job(), make_job(acme)):
        with pytest.raises(StateForbids):
            change(slot, job=job)


def test_once_an_interview_in_it_has_begun_its_time_stays(acme: Company) -> None:
    slot, (first, _second) = booked_slot(acme)
    begin_over_api(first.pk)
    with pytest.raises(StateForbids):
        change(slot, ends_at=slot.ends_at + timedelta(minutes=5))
    assert change(slot, notes="It has begun.").notes == "It has begun."


def test_a_cancelled_slot_ends_its_bookings_once_and_takes_nobody(acme: Company) -> None:
    slot, interviews = booked_slot(acme)
    assert [cancel_slot(slot, reason="Ill.", who=NOBODY) for _ in range(2)] == [2, 0]
    slot.refresh_from_db()
    assert (slot.status, slot.current_bookings, slot.cancel_reason) == ("cancelled", 0, "Ill.")
    ended = InterviewSchedule.objects.values_list("status", "reason")
    assert list(ended) == [("cancelled", "Ill.")] * 2
    found = Interview.objects.filter(pk__in=[each.pk for each in interviews])
    assert list(found.values_list("status", "scheduled_at")) == [("scheduled", None)] * 2
    assert Mail.objects.filter(kind="cancelled").count() == 2
    with pytest.raises(SlotGone):
        change(slot, notes="?")


def test_what_has_begun_keeps_its_place_in_a_cancelled_slot(acme: Company) -> None:
    slot, (first, _second) = booked_slot(acme)
    begin_over_api(first.pk)
    assert cancel_slot(slot, reason="", who=NOBODY) == 1
    slot.refresh_from_db()
    assert (slot.current_bookings, slot.status) == (1, "cancelled")
    first.refresh_from_db()
    assert (first.status, first.scheduled_at) == ("in_progress", slot.starts_at)


def test_only_one_that_was_never_booked_is_deleted(acme: Company) -> None:
    unused, (used, _) = make_slot(acme), booked_slot(acme)
    delete_slot(unused, who=NOBODY)
    with pytest.raises(StateForbids):
        delete_slot(used, who=NOBODY)
    assert list(InterviewSlot.objects.all()) == [used]


def test_one_that_was_moved_by_hand_is_its_hours_no_more(acme: Company) -> None:
    with clock(lambda: datetime(2026, 2, 1, tzinfo=UTC)):
        first, second, _third = generate_slots(acme, words=hours_words(), who=NOBODY)
        moved = change(first, starts_at=second.starts_at, ends_at=second.ends_at)
    assert (moved.hours, moved.starts_at) == (None, second.starts_at)


def test_whoever_is_booked_between_two_looks_makes_it_begin_anew(
    acme: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot, _ = booked_slot(acme, count=1)
    late, look, looks = make_wanting(acme), slots._booked_ids, []

    def interrupted(slot_id: int) -> set[int]:
        found = look(slot_id)
        looks.append(len(found))
        if len(looks) == 1:
            book_slot(slot, interview=late, who=NOBODY)  # is undone with the first try
        return found

    monkeypatch.setattr(slots, "_booked_ids", interrupted)
    assert (cancel_slot(slot, reason="", who=NOBODY), looks) == (1, [1, 2, 1, 1])
    assert not InterviewSchedule.objects.filter(slot=slot, status="booked").exists()


def test_a_slot_that_is_booked_again_and_again_is_busy(acme: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(slot_id: int) -> Any:
        raise SlotBusy

    monkeypatch.setattr(slots, "_hold", busy)
    with pytest.raises(SlotBusy):
        cancel_slot(make_slot(acme), reason="", who=NOBODY)
