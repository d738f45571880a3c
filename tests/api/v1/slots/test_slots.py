"""Slots as resources: listed, offered, read, changed, cancelled."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.clients import client_of
from tests.api.stored import everything_stored
from tests.api.v1.slots.asking import SLOTS, url
from tests.factories.accounts import UserFactory
from tests.factories.companies import make_company, make_member
from tests.factories.jobs import make_job
from tests.factories.slots import NOBODY, make_slot, make_wanting, told
from viva.accounts.models import Company, MemberRole, User
from viva.interviews.models import Interview
from viva.scheduling.models import InterviewSlot
from viva.scheduling.services.booking import book_slot
from viva.scheduling.services.slots import cancel_slot

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db]
AT = datetime(2030, 1, 2, 4, 30, tzinfo=UTC)


@pytest.fixture
def acme() -> Company:
    return make_company()


@pytest.fixture
def rita(acme: Company) -> User:
    return make_member(acme)


def listed(user: User, query: str = "") -> list[int]:
    return [row["id"] for row in client_of(user).get(f"{SLOTS}{query}").json()["results"]]


def offer(user: User, **body: Any) -> Any:
    return client_of(user).post(SLOTS, {"starts_at": "2030-01-02T10:00:00"} | body)


def test_a_slot_has_the_shape_of_the_contract(acme: Company, rita: User) -> None:
    slot = make_slot(acme, starts_at=AT, places=2, notes="Room 3")
    assert client_of(rita).get(url(slot)).json() == {
        "id": slot.pk,
        "job": None,
        "starts_at": "2030-01-02T04:30:00Z",
        "ends_at": "2030-01-02T05:15:00Z",
        "max_candidates": 2,
        "current_bookings": 0,
        "status": "available",
        "notes": "Room 3",
    }


def test_a_time_without_an_offset_is_one_of_the_display_time_zone(rita: User) -> None:
    answer = offer(rita, ends_at="2030-01-02T11:00:00")
    assert (answer.status_code, answer.json()["starts_at"], answer.json()["ends_at"]) == (
        201,
        "2030-01-02T04:30:00Z",
        "2030-01-02T05:30:00Z",
    )
    assert InterviewSlot.objects.get().starts_at == AT


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Niue"])
def test_that_zone_may_lie_at_either_end_of_the_world(settings: Any, rita: User, zone: str) -> None:
    settings.VIVA_DISPLAY_TIME_ZONE = zone
    starts_at = {"Pacific/Kiritimati": "2030-01-01T20:00:00Z", "Pacific/Niue": "2030-01-02T21:00:00Z"}
    assert offer(rita).json()["starts_at"] == starts_at[zone]


def test_without_an_end_it_is_as_long_as_the_jobs_interviews(acme: Company, rita: User) -> None:
    assert offer(rita).json()["ends_at"] == "2030-01-02T05:00:00Z"
    longer = offer(rita, job=make_job(acme).pk).json()
    assert longer["ends_at"] == "2030-01-02T05:15:00Z"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"starts_at": None}, "starts_at"),
        ({"starts_at": "soon"}, "starts_at"),
        ({"starts_at": "2020-01-02T10:00:00"}, "starts_at"),
        ({"ends_at": "2030-01-02T10:00:00"}, "ends_at"),
        ({"ends_at": "2030-01-03T10:00:01"}, "ends_at"),
        ({"max_candidates": 0}, "max_candidates"),
        ({"max_candidates": 1001}, "max_candidates"),
        ({"max_candidates": "many"}, "max_candidates"),
        ({"notes": "x" * 2001}, "notes"),
        ({"job": 0}, "job"),
        ({"job": 2**62}, "job"),
        ({"company": 2**62}, "company"),
    ],
)
def test_a_bad_slot_is_refused_by_the_name_of_its_field(rita: User, body: dict[str, Any], field: str) -> None:
    answer = offer(rita, **body)
    assert (answer.status_code, list(answer.json())) == (400, [field])
    assert InterviewSlot.objects.count() == 0


def test_a_job_of_another_company_is_no_job(rita: User) -> None:
    assert list(offer(rita, job=make_job().pk).json()) == ["job"]


def test_who_acts_for_two_companies_offers_for_the_jobs(acme: Company, rita: User) -> None:
    other = make_company("Other")
    other.memberships.create(user=rita, role=MemberRole.OWNER)
    job = make_job(other)
    assert InterviewSlot.objects.get(pk=offer(rita, job=job.pk).json()["id"]).company == other
    assert list(offer(rita, job=job.pk, company=acme.pk).json()) == ["job"]


def test_the_list_is_narrowed_by_job_status_and_time(acme: Company, rita: User) -> None:
    job = make_job(acme)
    first, second = make_slot(acme, starts_at=AT), make_slot(acme, starts_at=AT + timedelta(days=1), job=job)
    cancel_slot(second, reason="", who=NOBODY)
    assert listed(rita) == [first.pk, second.pk]
    assert listed(rita, f"?job={job.pk}") == [second.pk]
    assert listed(rita, "?status=available") == [first.pk]
    assert listed(rita, "?from=2030-01-02T10:00:01") == [second.pk]
    assert listed(rita, "?from=2030-01-02T10:00:00&to=2030-01-03T10:00:00") == [first.pk]
    codes = [client_of(rita).get(f"{SLOTS}?{name}=soon").status_code for name in ("job", "status", "from", "to")]
    assert codes == [400] * 4


def test_a_candidate_sees_what_is_open_to_their_interviews_and_no_notes(acme: Company) -> None:
    ann, job = UserFactory(), make_job(acme)
    open_slot, of_job = make_slot(acme, notes="Secret"), make_slot(acme, job=job)
    make_slot(acme, job=make_job(acme))
    make_slot()
    full = make_slot(acme)
    book_slot(full, interview=make_wanting(acme), who=NOBODY)
    assert listed(ann) == []
    make_wanting(acme, candidate=ann)
    assert listed(ann) == [open_slot.pk]
    make_wanting(acme, candidate=ann, job=job)
    assert listed(ann) == [open_slot.pk, of_job.pk]
    shown = client_of(ann).get(SLOTS).json()["results"][0]
    assert (shown["notes"], client_of(ann).get(url(open_slot)).json()["notes"]) == ("", "")
    assert client_of(UserFactory()).get(url(open_slot)).status_code == 404


def test_lists_cost_the_same_for_one_row_and_for_ten(acme: Company, rita: User) -> None:
    def cost() -> int:
        client = client_of(rita)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(SLOTS)
        return len(queries)

    make_slot(acme)
    one = cost()
    for _ in range(9):
        make_slot(acme)
    assert cost() == one


def test_only_what_is_sent_changes_and_a_new_time_keeps_the_length(acme: Company, rita: User) -> None:
    slot, interview = make_slot(acme, starts_at=AT, places=2), make_wanting(acme)
    book_slot(slot, interview=interview, who=NOBODY)
    before = client_of(rita).get(url(slot)).json()
    answer = client_of(rita).patch(url(slot), {"starts_at": "2030-01-02T12:00:00", "notes": "Later"})
    moved = {"starts_at": "2030-01-02T06:30:00Z", "ends_at": "2030-01-02T07:15:00Z", "notes": "Later"}
    assert (answer.status_code, answer.json()) == (200, before | moved)
    assert Interview.objects.get().scheduled_at == AT + timedelta(hours=2)
    assert told() == ["scheduled", "rescheduled"]


@pytest.mark.parametrize(
    "sent",
    [
        {"current_bookings": 1, "status": "booked"},
        {"current_bookings": "many", "status": None},
        {"id": 9, "company": 9},
        {},
    ],
)
def test_the_servers_own_figures_are_accepted_and_have_no_effect(
    acme: Company, rita: User, sent: dict[str, Any]
) -> None:
    slot = make_slot(acme, places=2)
    before = everything_stored()
    answers = [getattr(client_of(rita), method)(url(slot), sent) for method in ("put", "patch")]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert [answer.json()["current_bookings"] for answer in answers] == [0, 0]
    assert everything_stored() == before


def test_fewer_places_than_are_taken_are_409(acme: Company, rita: User) -> None:
    slot = make_slot(acme, places=3)
    for _ in range(2):
        book_slot(slot, interview=make_wanting(acme), who=NOBODY)
    answer = client_of(rita).patch(url(slot), {"max_candidates": 1})
    assert (answer.status_code, answer.json()) == (409, {"detail": "2 places are taken already."})


def test_deleting_a_slot_cancels_it_with_all_that_is_booked(acme: Company, rita: User) -> None:
    slot, interview = make_slot(acme), make_wanting(acme)
    book_slot(slot, interview=interview, who=NOBODY)
    answers = [client_of(rita).delete(f"{url(slot)}?reason=Ill") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json()["message"] == "Slot cancelled successfully"
    assert (answers[0].json()["slot"]["status"], answers[0].json()["slot"]["current_bookings"]) == ("cancelled", 0)
    assert slot.schedules.get().reason == "Ill"
    assert client_of(rita).patch(url(slot), {"notes": "?"}).status_code == 409


def test_reviewers_read_and_change_nothing(acme: Company) -> None:
    reviewer = make_member(acme, MemberRole.REVIEWER)
    slot, interview = make_slot(acme), make_wanting(acme)
    client = client_of(reviewer)
    assert client.get(url(slot)).status_code == 200
    body = {"interview_id": interview.pk}
    codes = [
        offer(reviewer).status_code,
        client.put(url(slot), {}).status_code,
        client.patch(url(slot), {"notes": "?"}).status_code,
        client.delete(url(slot)).status_code,
        client.post(url(slot, "book_slot/"), body).status_code,
        client.post(url(slot, "release/"), body).status_code,
    ]
    assert codes == [403] * 6


def test_a_slot_sent_twice_with_one_key_is_one_slot(rita: User) -> None:
    client = client_of(rita)
    body = {"starts_at": "2030-01-02T10:00:00"}
    made = [client.post(SLOTS, body, headers={"Idempotency-Key": "slot-1"}).json() for _ in range(2)]
    assert (made[0], InterviewSlot.objects.count()) == (made[1], 1)
