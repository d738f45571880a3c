"""An interview called off, erased, or never come to; and slots counted anew."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from tests.factories.accounts import UserFactory
from tests.factories.companies import make_company
from tests.factories.interviews import make_interview
from tests.factories.sittings import agree
from tests.factories.slots import NOBODY, make_slot, make_wanting, told
from viva.accounts.models import Company
from viva.audit.models import Entry
from viva.audit.selectors import entries_of
from viva.core.time import clock, now
from viva.interviews.models import Interview
from viva.live.models import InterviewSession
from viva.live.services.no_shows import mark_no_show, mark_no_shows
from viva.live.services.over_api import begin_over_api, cancel_interview, remove_interview
from viva.live.services.sessions import begin_session
from viva.notifications.models import Mail
from viva.scheduling.models import InterviewSchedule, InterviewSlot
from viva.scheduling.services.booking import book_slot, release_slot
from viva.scheduling.services.releasing import ask_to_choose
from viva.scheduling.services.scheduling import schedule_at

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db]


@pytest.fixture
def acme() -> Company:
    return make_company()


def booked(company: Company, *, places: int = 1) -> tuple[Interview, InterviewSlot]:
    slot, interview = make_slot(company, places=places), make_wanting(company)
    book_slot(slot, interview=interview, who=NOBODY)
    return Interview.objects.get(pk=interview.pk), slot


def figures(slot: InterviewSlot) -> tuple[int, str, list[str]]:
    slot.refresh_from_db()
    return slot.current_bookings, slot.status, list(slot.schedules.values_list("status", flat=True))


def session_of(interview: Interview) -> InterviewSession:
    return InterviewSession.objects.get(interview=interview)


def test_a_cancelled_interview_gives_its_place_back_once(acme: Company) -> None:
    interview, slot = booked(acme)
    called = [cancel_interview(interview.pk, who=NOBODY, reason="Filled.") for _ in range(3)]
    interview.refresh_from_db()
    assert (called, figures(slot)) == ([True, False, False], (0, "available", ["cancelled"]))
    assert (interview.status, interview.cancel_reason, interview.cancelled_at) == (
        "cancelled",
        "Filled.",
        interview.ended_at,
    )
    assert told() == ["scheduled", "cancelled"]
    assert (interview.calendar_sequence, session_of(interview).status) == (1, "cancelled")
    last = entries_of("interview", interview.pk).last()
    assert last and (last.action, last.data) == ("interview.cancelled", {"reason": "Filled."})


def test_one_that_was_never_given_a_time_is_cancelled_without_a_mail(acme: Company) -> None:
    cancel_interview(make_wanting(acme).pk, who=NOBODY)
    assert Mail.objects.count() == 0


def test_practice_is_cancelled_without_record_and_mail() -> None:
    interview = make_interview(UserFactory(), scheduled_at=now() + timedelta(days=1))
    assert cancel_interview(interview.pk, who=NOBODY) is True
    assert (Mail.objects.count(), Entry.objects.count()) == (0, 0)


def test_only_one_that_was_never_booked_is_erased(acme: Company) -> None:
    untouched, (held, slot), (left, left_slot) = make_wanting(acme), booked(acme), booked(acme)
    release_slot(left_slot, interview=left, who=NOBODY)
    assert [remove_interview(each.pk, who=NOBODY) for each in (untouched, held, left)] == [True, False, False]
    assert list(Interview.objects.order_by("pk").values_list("pk", "status")) == [
        (held.pk, "cancelled"),
        (left.pk, "cancelled"),
    ]
    assert figures(slot) == (0, "available", ["cancelled"])


def test_one_whose_candidate_was_asked_to_choose_is_cancelled_with_a_mail(acme: Company) -> None:
    interview = make_wanting(acme)
    ask_to_choose(interview, who=NOBODY)
    assert remove_interview(interview.pk, who=NOBODY) is False
    assert list(Mail.objects.order_by("pk").values_list("kind", "status")) == [
        ("choose_time", "aborted"),
        ("cancelled", "queued"),
    ]


def test_who_does_not_come_in_time_is_a_no_show(acme: Company) -> None:
    interview, slot = booked(acme)
    with clock(lambda: slot.starts_at + timedelta(minutes=10)):
        assert mark_no_shows() == 0
    with clock(lambda: slot.starts_at + timedelta(minutes=10, seconds=1)):
        assert (mark_no_shows(), mark_no_shows()) == (1, 0)
    interview.refresh_from_db()
    assert (interview.status, session_of(interview).status) == ("scheduled", "expired")
    assert figures(slot) == (0, "available", ["no_show"])
    assert [each.action for each in entries_of("interview", interview.pk)][-2:] == [
        "interview.booked",
        "interview.missed",
    ]


def test_a_time_without_a_slot_can_be_missed_too(acme: Company) -> None:
    interview = make_wanting(acme)
    schedule_at(interview, starts_at=now() + timedelta(hours=1), who=NOBODY)
    with clock(later(hours=2)):
        assert mark_no_shows() == 1


def test_one_whose_session_was_never_made_is_marked_all_the_same(acme: Company) -> None:
    interview = make_wanting(acme)
    Interview.objects.filter(pk=interview.pk).update(scheduled_at=now() - timedelta(days=1))
    assert (mark_no_shows(), session_of(interview).status, mark_no_shows()) == (1, "expired", 0)


def test_another_time_revives_one_that_was_missed(acme: Company) -> None:
    interview, slot = booked(acme)
    with clock(lambda: slot.starts_at + timedelta(hours=1)):
        mark_no_shows()
        later_slot = make_slot(acme)
        book_slot(later_slot, interview=interview, who=NOBODY)
        assert session_of(interview).status == "preparing"
    agree(interview)
    with clock(lambda: later_slot.starts_at):
        assert begin_session(session_of(interview).pk) is True


def test_who_has_begun_is_no_no_show(acme: Company) -> None:
    interview, slot = booked(acme)
    begin_over_api(interview.pk)
    with clock(lambda: slot.starts_at + timedelta(hours=9)):
        assert (mark_no_shows(), mark_no_show(interview.pk)) == (0, False)
    assert figures(slot) == (1, "booked", ["booked"])


def test_one_that_was_moved_or_called_off_in_the_meantime_is_left_alone(acme: Company) -> None:
    (moved, slot), (called_off, _other) = booked(acme), booked(acme)
    with clock(lambda: slot.starts_at + timedelta(hours=1)):
        schedule_at(moved, starts_at=now() + timedelta(days=1), who=NOBODY)
        cancel_interview(called_off.pk, who=NOBODY)
        assert [mark_no_show(each.pk) for each in (moved, called_off)] == [False, False]
    assert (session_of(moved).status, session_of(called_off).status) == ("preparing", "cancelled")


def test_nobody_misses_their_own_practice() -> None:
    make_interview(UserFactory(), scheduled_at=now() - timedelta(days=1))
    assert mark_no_shows() == 0


def later(**much: float) -> object:
    moment = now() + timedelta(**much)
    return lambda: moment


def reconcile(*words: str) -> str:
    out = io.StringIO()
    call_command("reconcile_slots", *words, stdout=out)
    return out.getvalue()


def test_slots_that_count_right_are_left_alone(acme: Company) -> None:
    booked(acme)
    assert reconcile() == "Every slot counts what is booked in it.\n"


def test_a_wrong_count_is_told_and_mended(acme: Company) -> None:
    (_one, slot), (_two, other) = booked(acme, places=3), booked(acme)
    InterviewSlot.objects.filter(pk=slot.pk).update(current_bookings=3)
    InterviewSlot.objects.filter(pk=other.pk).update(status="available")
    line = f"Slot {slot.pk}: counted 3, booked 1 of 3 places; "
    assert line + "would be mended." in reconcile("--dry-run")
    assert figures(slot)[0] == 3
    assert reconcile().splitlines() == [
        line + "mended.",
        f"Slot {other.pk}: counted 1, booked 1 of 1 places; mended.",
    ]
    assert (figures(slot)[:2], figures(other)[:2]) == ((1, "available"), (1, "booked"))
    assert reconcile() == "Every slot counts what is booked in it.\n"


def test_more_bookings_than_places_are_for_a_person_to_mend(acme: Company) -> None:
    _interview, slot = booked(acme)
    InterviewSchedule.objects.create(slot=slot, interview=make_wanting(acme), booked_at=now())
    with pytest.raises(CommandError):
        reconcile()
    assert figures(slot)[0] == 1
