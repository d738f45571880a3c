"""A candidate chooses a time, takes another, gives it back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.factories.accounts import UserFactory
from tests.factories.interviews import make_company
from tests.factories.sittings import begin, make_sitting
from viva.audit.selectors import entries_of
from viva.core.time import now
from viva.interviews.models import Interview
from viva.scheduling.models import InterviewSchedule, InterviewSlot

FEW = 4

pytestmark = [pytest.mark.unit, pytest.mark.django_db]


def make_slot(interview: Interview, *, days: float = 1, **fields: Any) -> InterviewSlot:
    starts_at = fields.pop("starts_at", now() + timedelta(days=days))
    fields = {"company": interview.company, "max_candidates": 1, **fields}
    return InterviewSlot.objects.create(
        starts_at=starts_at, ends_at=starts_at + timedelta(minutes=45), created_at=now(), **fields
    )


def without_time() -> Interview:
    interview = make_sitting()
    Interview.objects.filter(pk=interview.pk).update(scheduled_at=None, started_at=None, ended_at=None)
    interview.refresh_from_db()
    return interview


def take(client: Client, interview: Interview, slot: InterviewSlot | int, **more: str) -> Any:
    pk = slot if isinstance(slot, int) else slot.pk
    return client.post("/interview/times/", {"session_key": interview.session_key, "slot": pk, **more})


def page(client: Client, interview: Interview, **more: str) -> Any:
    return client.get("/interview/times/", {"session_key": interview.session_key, **more})


def bookings(interview: Interview) -> list[tuple[int, str]]:
    return list(InterviewSchedule.objects.filter(interview=interview).values_list("slot_id", "status"))


def test_by_link_a_slot_is_booked_and_the_record_says_by_whom(client: Client) -> None:
    interview = without_time()
    slot = make_slot(interview)
    answer = take(client, interview, slot)
    interview.refresh_from_db()
    assert answer["Location"] == f"/?session_key={interview.session_key}"
    assert (interview.scheduled_at, bookings(interview)) == (slot.starts_at, [(slot.pk, "booked")])
    entry = entries_of("interview", interview.pk).get(action="interview.booked")
    assert (entry.by_link, entry.actor_id) == (True, None)


def test_by_account_it_is_the_candidates_own_doing(client: Client) -> None:
    candidate = UserFactory()
    interview = make_sitting(candidate)
    Interview.objects.filter(pk=interview.pk).update(scheduled_at=None)
    client.force_login(candidate)
    client.post(f"/interview/times/{interview.uuid}/", {"slot": make_slot(interview).pk})
    entry = entries_of("interview", interview.pk).get(action="interview.booked")
    assert (entry.by_link, entry.actor_id) == (False, candidate.pk)


def test_a_full_slot_says_so_and_the_place_held_until_now_stays(client: Client) -> None:
    interview = without_time()
    mine, full = make_slot(interview), make_slot(interview, days=2, current_bookings=1, status="booked")
    take(client, interview, mine)
    answer = take(client, interview, full)
    words = answer.content.decode()
    assert answer.status_code == 409
    assert "This slot is fully booked." in words
    assert "You still have the time you had." in words
    assert bookings(interview) == [(mine.pk, "booked")]


def test_another_slot_moves_it_and_giving_it_back_leaves_none(client: Client) -> None:
    interview = without_time()
    first, second = make_slot(interview), make_slot(interview, days=2)
    take(client, interview, first)
    take(client, interview, second)
    assert bookings(interview) == [(first.pk, "moved"), (second.pk, "booked")]
    answer = take(client, interview, second, do="release")
    interview.refresh_from_db()
    assert answer["Location"].startswith("/interview/times/?session_key=")
    assert (interview.scheduled_at, bookings(interview)[-1]) == (None, (second.pk, "released"))


def test_only_what_the_company_offers_for_the_job_is_there_to_choose(client: Client) -> None:
    interview = without_time()
    offered = make_slot(interview)
    make_slot(interview, days=-1)
    make_slot(interview, days=3, status="cancelled")
    foreign = make_slot(interview, company=make_company(name="Elsewhere"))
    shown = [slot for day in page(client, interview).context["days"] for slot in day.slots]
    assert shown == [offered]
    for slot in (foreign.pk, 2**62, 0):
        assert take(client, interview, slot).status_code == 404
    for nonsense in ("", "x", "-1", "9" * 40, "١"):
        assert (
            client.post("/interview/times/", {"session_key": interview.session_key, "slot": nonsense}).status_code
            == 404
        )


def test_days_are_those_of_the_candidates_zone(client: Client) -> None:
    interview = without_time()
    late = datetime(2099, 6, 1, 22, 30, tzinfo=UTC)
    make_slot(interview, starts_at=late)
    days = {
        zone: str(page(client, interview, zone=zone).context["days"][0].date)
        for zone in ("Pacific/Niue", "UTC", "Pacific/Kiritimati", "No/Such")
    }
    assert days == {
        "Pacific/Niue": "2099-06-01",
        "UTC": "2099-06-01",
        "Pacific/Kiritimati": "2099-06-02",
        "No/Such": "2099-06-02",  # the display zone, Asia/Kolkata
    }


def test_a_time_that_the_company_set_is_not_the_candidates_to_change(client: Client) -> None:
    interview = make_sitting()
    slot = make_slot(interview)
    assert page(client, interview)["Location"].startswith("/?session_key=")
    take(client, interview, slot)
    assert bookings(interview) == []


def test_once_it_has_begun_there_is_nothing_to_choose(client: Client) -> None:
    interview = make_sitting(consent=True)
    begin(interview)
    assert take(client, interview, make_slot(interview)).status_code == 302
    assert bookings(interview) == []


def test_as_many_times_as_there_are_cost_the_same_queries(client: Client, django_assert_num_queries: Any) -> None:
    interview = without_time()
    make_slot(interview)
    with django_assert_num_queries(FEW):
        page(client, interview)
    for number in range(10):
        make_slot(interview, days=number + 2)
    with django_assert_num_queries(FEW):
        page(client, interview)
