"""Booking, moving and giving back: what changes with it, and what does not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.companies import make_company
from tests.factories.jobs import make_job
from tests.factories.slots import NOBODY, make_slot, make_wanting, slot_words, told
from viva.accounts.link_keys import hash_of
from viva.accounts.models import Company
from viva.audit.selectors import entries_of
from viva.core.errors import StateForbids
from viva.core.time import clock, now
from viva.interviews.models import Interview
from viva.live.models import InterviewSession
from viva.live.services.over_api import begin_over_api, cancel_interview
from viva.scheduling.errors import BookedElsewhere, SlotFull, SlotGone, TimePassed
from viva.scheduling.models import InterviewSchedule, InterviewSlot
from viva.scheduling.services import booking
from viva.scheduling.services.booking import book_slot, refuse_candidates_choice, release_slot
from viva.scheduling.services.scheduling import schedule_at, unschedule
from viva.scheduling.services.slots import cancel_slot, change_slot

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db]


@pytest.fixture
def acme() -> Company:
    return make_company()


def book(slot: InterviewSlot, interview: Interview) -> booking.Booking:
    return book_slot(slot, interview=interview, who=NOBODY)


def figures(slot: InterviewSlot) -> tuple[int, str]:
    slot.refresh_from_db()
    return slot.current_bookings, slot.status


def ends() -> list[str]:
    return list(InterviewSchedule.objects.order_by("pk").values_list("status", flat=True))


def test_a_booking_gives_window_session_link_schedule_count_and_mail(acme: Company) -> None:
    slot, interview = make_slot(acme, places=2), make_wanting(acme)
    booked = book(slot, interview)
    interview.refresh_from_db()
    assert (interview.scheduled_at, interview.started_at, interview.ended_at) == (
        slot.starts_at,
        slot.starts_at,
        slot.ends_at,
    )
    assert InterviewSession.objects.get(interview=interview).status == "preparing"
    assert hash_of(interview.session_key) == interview.link_hash
    assert (booked.is_new, booked.schedule.slot_id, booked.schedule.status) == (True, slot.pk, "booked")
    assert (figures(slot), told()) == ((1, "available"), ["scheduled"])
    assert [entry.action for entry in entries_of("interview", interview.pk)][-1:] == ["interview.booked"]


def test_the_last_place_makes_it_booked_and_the_next_is_refused(acme: Company) -> None:
    slot = make_slot(acme)
    book(slot, make_wanting(acme))
    late = make_wanting(acme)
    with pytest.raises(SlotFull):
        book(slot, late)
    assert (figures(slot), InterviewSession.objects.filter(interview=late).count()) == ((1, "booked"), 0)


def test_the_same_slot_again_changes_nothing(acme: Company) -> None:
    slot, interview = make_slot(acme), make_wanting(acme)
    first, again = book(slot, interview), book(slot, interview)
    assert (again.schedule, again.is_new, again.mail) == (first.schedule, False, None)
    assert (figures(slot), told()) == ((1, "booked"), ["scheduled"])


def test_another_slot_moves_it_with_one_mail_more(acme: Company) -> None:
    first, second, interview = make_slot(acme), make_slot(acme, in_hours=48), make_wanting(acme)
    book(first, interview)
    moved = book(second, interview)
    assert (figures(first), figures(second)) == ((0, "available"), (1, "booked"))
    assert (ends(), told()) == (["moved", "booked"], ["scheduled", "rescheduled"])
    assert (moved.interview.moved_from, moved.interview.calendar_sequence) == (first.starts_at, 1)


def test_another_slot_of_the_same_time_tells_nobody(acme: Company) -> None:
    at = now() + timedelta(days=1)
    first, second, interview = make_slot(acme, starts_at=at), make_slot(acme, starts_at=at), make_wanting(acme)
    book(first, interview)
    assert (book(second, interview).mail, told()) == (None, ["scheduled"])
    assert (figures(first)[0], figures(second)[0]) == (0, 1)


def test_a_place_given_back_is_free_again_and_the_interview_waits(acme: Company) -> None:
    slot, interview = make_slot(acme), make_wanting(acme)
    book(slot, interview)
    released = [release_slot(slot, interview=interview, who=NOBODY) for _ in range(2)]
    interview.refresh_from_db()
    assert (released, figures(slot), ends()) == ([True, False], (0, "available"), ["released"])
    assert (interview.scheduled_at, interview.started_at, interview.ended_at) == (None, None, None)
    assert told() == ["scheduled", "cancelled"]
    assert book(slot, interview).is_new
    assert told() == ["scheduled", "cancelled", "scheduled"]


def test_another_slots_place_is_not_given_back(acme: Company) -> None:
    slot, other, interview = make_slot(acme), make_slot(acme), make_wanting(acme)
    book(slot, interview)
    assert (release_slot(other, interview=interview, who=NOBODY), figures(slot)[0]) == (False, 1)


def test_a_slot_that_was_moved_after_it_was_read_gives_its_new_time(acme: Company) -> None:
    slot, interview = make_slot(acme), make_wanting(acme)
    later = slot.starts_at + timedelta(hours=5)
    stale = InterviewSlot.objects.get(pk=slot.pk)
    change_slot(slot, words=slot_words(slot, starts_at=later, ends_at=later + timedelta(hours=1)), who=NOBODY)
    assert book(stale, interview).interview.scheduled_at == later


@pytest.mark.parametrize("gone", ["cancelled", "past", "deleted"])
def test_a_slot_that_is_gone_takes_nobody(acme: Company, gone: str) -> None:
    slot, interview = make_slot(acme), make_wanting(acme)
    if gone == "cancelled":
        cancel_slot(slot, reason="", who=NOBODY)
    if gone == "deleted":
        InterviewSlot.objects.filter(pk=slot.pk).delete()
    late = slot.starts_at if gone == "past" else now()
    with clock(lambda: late), pytest.raises(SlotGone):
        book(slot, interview)


def test_a_slot_of_another_company_or_job_is_refused(acme: Company) -> None:
    job, other_job = make_job(acme), make_job(acme)
    interview = make_wanting(acme, job=job)
    for slot in (make_slot(), make_slot(acme, job=other_job)):
        with pytest.raises(StateForbids):
            book(slot, interview)
        assert figures(slot) == (0, "available")
    assert book(make_slot(acme, job=job), interview).is_new


@pytest.mark.parametrize("end", [begin_over_api, lambda pk: cancel_interview(pk, who=NOBODY)])
def test_once_begun_or_over_nothing_is_booked_or_given_back(acme: Company, end: object) -> None:
    slot, other, interview = make_slot(acme, places=2), make_slot(acme), make_wanting(acme)
    book(slot, interview)
    end(interview.pk)  # type: ignore[operator]
    before = figures(slot)
    for refused in (
        lambda: book(other, interview),
        lambda: release_slot(slot, interview=interview, who=NOBODY),
        lambda: schedule_at(interview, starts_at=now() + timedelta(days=9), who=NOBODY),
    ):
        with pytest.raises(StateForbids):
            refused()
    assert (figures(slot), figures(other)) == (before, (0, "available"))


def test_who_was_booked_meanwhile_is_told_and_nothing_is_lost(
    acme: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, interview = make_slot(acme), make_slot(acme), make_wanting(acme)
    book(first, interview)
    looks = iter([None])  # the first look came before that booking
    monkeypatch.setattr(booking, "booked_in", lambda pk: next(looks, InterviewSchedule.objects.get()))
    with pytest.raises(BookedElsewhere):
        book(second, interview)
    assert (figures(first)[0], figures(second)[0]) == (1, 0)


def test_a_time_without_a_slot_gives_the_place_back(acme: Company) -> None:
    slot, interview = make_slot(acme), make_wanting(acme)
    book(slot, interview)
    at = now() + timedelta(days=3)
    mails = [schedule_at(interview, starts_at=at, who=NOBODY) for _ in range(2)]
    interview.refresh_from_db()
    assert (figures(slot), ends(), mails[1]) == ((0, "available"), ["moved"], None)
    assert (interview.scheduled_at, interview.ended_at) == (at, at + timedelta(minutes=30))
    assert told() == ["scheduled", "rescheduled"]


def test_the_first_time_is_told_as_scheduled_and_the_next_as_moved(acme: Company) -> None:
    interview = make_wanting(acme)
    for days in (1, 2):
        schedule_at(interview, starts_at=now() + timedelta(days=days), who=NOBODY)
    assert unschedule(interview, who=NOBODY) is True
    assert unschedule(interview, who=NOBODY) is False
    assert told() == ["scheduled", "rescheduled", "cancelled"]
    actions = [entry.action for entry in entries_of("interview", interview.pk)][-3:]
    assert actions == ["interview.scheduled", "interview.moved", "interview.released"]


def test_a_time_that_has_passed_is_refused(acme: Company) -> None:
    with pytest.raises(TimePassed):
        schedule_at(make_wanting(acme), starts_at=now(), who=NOBODY)


def test_a_candidate_chooses_before_their_time_and_not_after(acme: Company) -> None:
    slot, interview = make_slot(acme), make_wanting(acme)
    refuse_candidates_choice(interview)
    booked = book(slot, interview).interview
    refuse_candidates_choice(booked)
    with clock(lambda: slot.starts_at), pytest.raises(TimePassed):
        refuse_candidates_choice(booked)
