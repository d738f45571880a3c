"""What an administrator erases leaves no place taken and no mail that promises it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import AdminFactory, UserFactory
from tests.factories.companies import make_company
from tests.factories.interviews import make_interview
from tests.factories.slots import NOBODY, make_slot, make_wanting
from viva.accounts.models import Company
from viva.audit.selectors import entries_of
from viva.core.time import clock
from viva.interviews.models import Interview
from viva.notifications.models import Mail
from viva.scheduling.models import InterviewSchedule, InterviewSlot
from viva.scheduling.services.booking import book_slot

pytestmark = [pytest.mark.unit, pytest.mark.django_db]


@pytest.fixture
def acme() -> Company:
    return make_company()


@pytest.fixture
def admin() -> Client:
    client = Client()
    client.force_login(AdminFactory())
    return client


def erase(client: Client, *rows: Interview | InterviewSchedule | object) -> None:
    """One on its own page, several by the list's action."""
    meta = rows[0]._meta  # type: ignore[attr-defined]
    name = f"admin:{meta.app_label}_{meta.model_name}"
    if len(rows) == 1:
        answer = client.post(reverse(f"{name}_delete", args=[rows[0].pk]), {"post": "yes"})  # type: ignore[attr-defined]
    else:
        chosen = {ACTION_CHECKBOX_NAME: [row.pk for row in rows]}  # type: ignore[attr-defined]
        answer = client.post(reverse(f"{name}_changelist"), {**chosen, "action": "delete_selected", "post": "yes"})
    assert answer.status_code == 302


def booked(slot: InterviewSlot) -> Interview:
    interview = make_wanting(slot.company)
    book_slot(slot, interview=interview, who=NOBODY)
    return interview


def figures(slot: InterviewSlot) -> tuple[int, str]:
    slot.refresh_from_db()
    return slot.current_bookings, slot.status


def mails() -> list[tuple[str, str]]:
    return sorted(set(Mail.objects.values_list("kind", "status")))


def test_an_interview_gives_its_place_back_and_its_candidate_is_told(acme: Company, admin: Client) -> None:
    slot = make_slot(acme, in_hours=48)
    interview = booked(slot)
    erase(admin, interview)
    assert (figures(slot), Interview.objects.count()) == ((0, "available"), 0)
    assert mails() == [("cancelled", "queued"), ("reminder", "aborted"), ("scheduled", "aborted")]
    assert "METHOD:CANCEL" in Mail.objects.get(kind="cancelled").calendar
    assert entries_of("interview", interview.pk).last().action == "interview.erased"


def test_several_at_once_give_each_their_own(acme: Company, admin: Client) -> None:
    slot, other = make_slot(acme, places=3), make_slot(acme)
    first, second, _kept = booked(slot), booked(slot), booked(slot)
    erase(admin, first, second, booked(other))
    assert (figures(slot), figures(other)) == ((1, "available"), (0, "available"))


def test_one_that_was_missed_is_told_to_nobody(acme: Company, admin: Client) -> None:
    slot = make_slot(acme, in_hours=48)
    interview = booked(slot)
    with clock(lambda: slot.starts_at + timedelta(hours=2)):
        erase(admin, interview)
    assert mails() == [("reminder", "aborted"), ("scheduled", "aborted")]


def test_practice_goes_without_a_word(admin: Client) -> None:
    interview = make_interview(UserFactory())
    erase(admin, interview)
    assert (Interview.objects.count(), Mail.objects.count()) == (0, 0)
    assert not entries_of("interview", interview.pk).exists()


def test_a_booking_alone_gives_its_place_back(acme: Company, admin: Client) -> None:
    slot = make_slot(acme)
    booked(slot)
    erase(admin, InterviewSchedule.objects.get())
    assert (figures(slot), InterviewSchedule.objects.count()) == ((0, "available"), 0)


@pytest.mark.parametrize("many", [False, True])
def test_an_account_takes_its_interviews_along_and_leaves_the_slots_right(
    acme: Company, admin: Client, many: bool
) -> None:
    slot = make_slot(acme, places=2)
    recruiter = booked(slot).user
    booked(slot)
    erase(admin, recruiter, *([UserFactory()] if many else []))
    assert (figures(slot), Interview.objects.count()) == ((1, "available"), 1)
