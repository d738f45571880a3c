"""Booking under fire, on the database file or the server of the tests. Each race has a control: the same race with
its guard taken away, which is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection

from tests.factories.companies import make_company
from tests.factories.slots import NOBODY, make_slot, make_wanting, told
from tests.scheduling.storming import Left, all_at_once, booking, kinds_of, left_in
from viva.core.time import clock
from viva.interviews.models import Interview
from viva.live.models import InterviewSession
from viva.live.services import sessions
from viva.live.services.no_shows import mark_no_show
from viva.live.services.over_api import cancel_interview
from viva.live.services.sessions import begin_session
from viva.notifications.models import Mail
from viva.scheduling.errors import SlotFull
from viva.scheduling.models import InterviewSchedule, InterviewSlot
from viva.scheduling.services import booking as services
from viva.scheduling.services import turns
from viva.scheduling.services.places import give_back_place, take_place
from viva.scheduling.services.reconciling import drifts
from viva.scheduling.services.slots import cancel_slot

pytestmark = [pytest.mark.integration, pytest.mark.services, pytest.mark.django_db(transaction=True)]

PLACES = 5
CLIENTS = PLACES + 20
SWAPS = 15
WAIT = 60.0


@pytest.fixture(autouse=True)
def _nobody_takes_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Turns are a courtesy; the races are won without, as between two processes."""
    monkeypatch.setattr(turns, "turn", lambda slot_id: nullcontext())


def storm(book: Callable[[InterviewSlot, Interview], Any]) -> tuple[dict[str, int], Left]:
    """CLIENTS at once on PLACES."""
    company = make_company()
    slot = make_slot(company, places=PLACES)
    interviews = [make_wanting(company) for _ in range(CLIENTS)]
    found = all_at_once([lambda interview=each: book(slot, interview) for each in interviews])  # type: ignore[misc]
    return kinds_of(found), left_in(slot)


EXACT = (
    {"Booking": PLACES, "SlotFull": CLIENTS - PLACES},
    Left(counted=PLACES, booked=PLACES, ends=["booked"] * PLACES, mails=PLACES),
)


def test_as_many_are_booked_as_there_are_places_and_the_others_are_told() -> None:
    assert storm(lambda slot, interview: booking(slot, interview)()) == EXACT


def test_without_the_conditional_count_the_same_storm_oversells(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: look, see that there is room, then write what was seen and one more."""
    looked, mine = threading.Barrier(CLIENTS), threading.local()

    def look_then_book(slot: InterviewSlot, interview: Interview) -> Any:
        seen = InterviewSlot.objects.get(pk=slot.pk)
        if seen.current_bookings >= seen.max_candidates:
            raise SlotFull
        mine.seen = seen.current_bookings
        looked.wait(timeout=WAIT)
        return booking(slot, interview)()

    def write_what_was_seen(slot_id: int) -> None:
        InterviewSlot.objects.filter(pk=slot_id).update(current_bookings=mine.seen + 1)

    monkeypatch.setattr(services, "take_place", write_what_was_seen)
    monkeypatch.setattr(services, "why_not", lambda slot_id, interview_id: None)
    found, left = storm(look_then_book)
    assert (found, left) != EXACT
    assert (left.booked, left.counted) == (CLIENTS, 1)


def one_interview(times: int) -> tuple[dict[str, int], int, Left]:
    """The same booking `times` at once; how many were new."""
    company = make_company()
    slot, interview = make_slot(company, places=3), make_wanting(company)
    found = all_at_once([booking(slot, interview)] * times)
    new = sum(1 for each in found if getattr(each, "is_new", False))
    return kinds_of(found), new, left_in(slot)


ONCE = ({"Booking": 24}, 1, Left(counted=1, booked=1, ends=["booked"], mails=1))


def test_one_interview_booked_24_times_at_once_is_one_row_and_one_mail() -> None:
    assert one_interview(24) == ONCE


def test_without_the_second_look_those_who_repeat_it_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: what was seen before the lock is believed. The constraint still keeps it to one row."""
    looked, mine = threading.Barrier(24), threading.local()

    def look_once(interview_id: int) -> Any:
        if not hasattr(mine, "seen"):
            mine.seen = InterviewSchedule.objects.filter(interview_id=interview_id).first()
            looked.wait(timeout=WAIT)
        return mine.seen

    monkeypatch.setattr(services, "booked_in", look_once)
    found, new, left = one_interview(24)
    assert (found, new, left) != ONCE
    assert (found, left.booked) == ({"BookedElsewhere": 23, "Booking": 1}, 1)


def two_slots(monkeypatch: pytest.MonkeyPatch) -> tuple[dict[str, int], list[int], int]:
    """One interview on two slots, by two who have both seen that it is booked nowhere."""
    company = make_company()
    slots, interview = [make_slot(company, in_hours=hours) for hours in (24, 48)], make_wanting(company)
    looked, mine, look = threading.Barrier(2), threading.local(), services.booked_in

    def look_together(interview_id: int) -> Any:
        seen = look(interview_id)
        if not hasattr(mine, "looked"):
            mine.looked = True
            looked.wait(timeout=WAIT)
        return seen

    monkeypatch.setattr(services, "booked_in", look_together)
    found = all_at_once([booking(slot, interview) for slot in slots])
    return kinds_of(found), sorted(left_in(slot).counted for slot in slots), len(told())


def test_of_one_interview_on_two_slots_at_once_one_wins_and_the_other_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert two_slots(monkeypatch) == ({"BookedElsewhere": 1, "Booking": 1}, [0, 1], 1)


def test_without_comparing_with_what_was_seen_the_first_is_moved_away_unasked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The control."""
    monkeypatch.setattr(services, "_is_as_seen", lambda current, seen: True)
    assert two_slots(monkeypatch) == ({"Booking": 2}, [0, 1], 2)


def test_one_interview_on_two_slots_one_after_the_other_is_moved() -> None:
    company = make_company()
    slots, interview = [make_slot(company, in_hours=hours) for hours in (24, 48)], make_wanting(company)
    for slot in slots:
        assert booking(slot, interview)().is_new
    assert [left_in(slot).counted for slot in slots] == [0, 1]
    assert told() == ["scheduled", "rescheduled"]


def twelve(cancel: Callable[[Interview], Any]) -> tuple[int, Left]:
    """Twelve who call off the same one of two that are booked; how many were told that they did."""
    company = make_company()
    slot = make_slot(company, places=3)
    stays, goes = make_wanting(company), make_wanting(company)
    for each in (stays, goes):
        booking(slot, each)()
    Mail.objects.all().delete()
    found = all_at_once([lambda: cancel(goes)] * 12)
    return found.count(True), left_in(slot)


CANCELLED = (1, Left(counted=1, booked=1, ends=["booked", "cancelled"], mails=1))


def test_cancelled_twelve_times_at_once_it_gives_back_one_place() -> None:
    assert twelve(lambda interview: cancel_interview(interview.pk, who=NOBODY)) == CANCELLED


def test_a_look_before_giving_back_gives_back_more_than_was_taken() -> None:
    """The control: twelve see the booking, and each gives its place back."""
    looked = threading.Barrier(12)

    def look_then_cancel(interview: Interview) -> bool:
        booked = services.booked_in(interview.pk)
        looked.wait(timeout=WAIT)
        assert booked
        give_back_place(booked.slot_id)
        return True

    sure, left = twelve(look_then_cancel)
    assert (sure, left.counted, left.booked) == (12, 0, 2)


def crossing() -> tuple[dict[str, int], list[tuple[int, int]]]:
    """Two interviews that change places with each other, again and again."""
    company = make_company()
    slots = [make_slot(company, places=2, in_hours=hours) for hours in (24, 48)]
    interviews = [make_wanting(company) for _ in slots]
    for slot, interview in zip(slots, interviews, strict=True):
        booking(slot, interview)()

    def swap(first: int) -> None:
        for turn in range(1, SWAPS + 1):
            booking(slots[(first + turn) % 2], interviews[first])()

    found = all_at_once([lambda: swap(0), lambda: swap(1)])
    return kinds_of(found), [(left.counted, left.booked) for left in map(left_in, slots)]


def test_two_that_cross_wait_in_no_ring_and_nothing_drifts() -> None:
    assert crossing() == ({"NoneType": 2}, [(1, 1), (1, 1)])
    assert not drifts().exists()


def test_a_move_that_gives_nothing_back_drifts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the same crossings are seen to count wrong, and end when the slots seem full."""
    monkeypatch.setattr(services, "give_back_place", lambda slot_id: None)
    crossing()
    assert drifts().count() == 2


def test_without_the_order_of_slots_two_that_cross_wait_in_a_ring(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: each takes the other's slot before it gives back its own.

    PostgreSQL sees the ring and ends one of the two. SQLite has one writer at a time: nobody is inside with
    another, so there is no ring to be made, and none of the two comes to the meeting.
    """
    company = make_company()
    slots = [make_slot(company, places=2, in_hours=hours) for hours in (24, 48)]
    interviews = [make_wanting(company) for _ in slots]
    for slot, interview in zip(slots, interviews, strict=True):
        booking(slot, interview)()
    met = threading.Barrier(2)

    def take_and_wait(slot_id: int) -> None:
        take_place(slot_id)
        met.wait(timeout=3)

    monkeypatch.setattr(services, "_in_order", lambda steps: steps)
    monkeypatch.setattr(services, "take_place", take_and_wait)
    found = all_at_once([booking(slots[1], interviews[0]), booking(slots[0], interviews[1])])
    if connection.vendor == "postgresql":
        assert kinds_of(found) == {"Booking": 1, "OperationalError": 1}
        assert "deadlock" in str(next(each for each in found if isinstance(each, OperationalError)))
    else:
        assert kinds_of(found) == {"BrokenBarrierError": 2}
    assert not drifts().exists()


def test_a_slot_called_off_while_it_is_being_booked_holds_nobody() -> None:
    """What the second look of `slots._hold` is for; its control is in test_slots."""
    company = make_company()
    slot = make_slot(company, places=12)
    before, during = ([make_wanting(company) for _ in range(count)] for count in (3, 8))
    for interview in before:
        booking(slot, interview)()
    calls = [booking(slot, interview) for interview in during]
    found = all_at_once([*calls, lambda: cancel_slot(slot, reason="", who=NOBODY)])
    left = left_in(slot)
    assert set(kinds_of(found)) <= {"Booking", "SlotGone", "int"}
    assert (left.counted, left.booked) == (0, 0)
    assert found[-1] == len(left.ends)


def test_who_begins_as_the_clock_gives_them_up_has_begun_or_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Never both. Ten rooms, each begun and given up in the same moment."""
    company = make_company()
    slot = make_slot(company, places=10)
    interviews = [make_wanting(company) for _ in range(10)]
    for interview in interviews:
        booking(slot, interview)()
    rooms = [InterviewSession.objects.get(interview=interview).pk for interview in interviews]
    monkeypatch.setattr(sessions, "admit", lambda interview: None)  # in time by a hair
    with clock(lambda: slot.starts_at + timedelta(hours=1)):
        begun = [lambda pk=pk: begin_session(pk) for pk in rooms]  # type: ignore[misc]
        missed = [lambda pk=each.pk: mark_no_show(pk) for each in interviews]  # type: ignore[misc]
        found = all_at_once([*begun, *missed])
    assert [first ^ second for first, second in zip(found[:10], found[10:], strict=True)] == [True] * 10
    statuses = InterviewSession.objects.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == ["in_progress" if each else "expired" for each in found[:10]]
    assert left_in(slot).booked == sum(found[:10])
