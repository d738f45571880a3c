"""A company's interview is given a time, another one or none, and is called off: by the calls on interviews."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.clients import client_of
from tests.api.v1.interviews.asking import url as interview_url
from tests.api.v1.slots.asking import book
from tests.factories.companies import make_company, make_member
from tests.factories.slots import make_slot, make_wanting, told
from viva.accounts.models import Company, User
from viva.interviews.models import Interview

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db]


@pytest.fixture
def acme() -> Company:
    return make_company()


@pytest.fixture
def rita(acme: Company) -> User:
    return make_member(acme)


def scheduled(client: Any, **body: Any) -> Any:
    return client.post(
        "/api/v1/interviews/",
        {
            "title": "Backend",
            "job_role": "Engineer",
            "candidate_name": "Ann",
            "candidate_email": "ann@people.example",
            "questions": [{"question": "What is a lock?"}],
        }
        | body,
    )


def test_mail_goes_when_a_time_is_first_set_and_never_at_creation_without_one(rita: User) -> None:
    client = client_of(rita)
    without = scheduled(client).json()["interview"]
    assert (without["session_key"], told()) == ("", [])
    changed = client.patch(f"/api/v1/interviews/{without['id']}/", {"scheduled_at": "2030-01-02T10:00:00"}).json()
    assert (changed["scheduled_at"], changed["ended_at"]) == ("2030-01-02T04:30:00Z", "2030-01-02T05:00:00Z")
    assert (len(changed["session_key"]), told()) == (43, ["scheduled"])
    made = scheduled(client, scheduled_at="2030-01-02T10:00:00").json()["interview"]
    assert (len(made["session_key"]), made["started_at"], told()) == (
        43,
        "2030-01-02T04:30:00Z",
        ["scheduled", "scheduled"],
    )


def test_another_time_length_or_none_moves_or_frees_it(acme: Company, rita: User) -> None:
    slot, interview, client = make_slot(acme), make_wanting(acme), client_of(rita)
    book(slot, interview, by=rita)
    where = interview_url(interview)
    same = client.get(where).json()["scheduled_at"]
    assert client.patch(where, {"scheduled_at": same, "title": "New"}).json()["title"] == "New"
    assert (slot.schedules.get().status, told()) == ("booked", ["scheduled"])
    client.patch(where, {"scheduled_at": "2030-01-02T10:00:00"})
    assert (slot.schedules.get().status, told()) == ("moved", ["scheduled", "rescheduled"])
    longer = client.patch(where, {"duration_minutes": 60}).json()
    assert (longer["ended_at"], told()[2:]) == ("2030-01-02T05:30:00Z", ["rescheduled"])
    freed = client.patch(where, {"scheduled_at": None}).json()
    assert ([freed[name] for name in ("scheduled_at", "ended_at")], told()[3:]) == ([None, None], ["cancelled"])


def test_a_companys_interview_gets_no_time_that_has_passed(rita: User) -> None:
    client = client_of(rita)
    refused = scheduled(client, scheduled_at="2020-01-02T10:00:00")
    assert (refused.status_code, list(refused.json()), Interview.objects.count()) == (400, ["scheduled_at"], 0)
    number = scheduled(client).json()["interview"]["id"]
    late = client.patch(f"/api/v1/interviews/{number}/", {"scheduled_at": "2020-01-02T10:00:00"})
    assert (late.status_code, list(late.json())) == (400, ["scheduled_at"])


def test_cancelling_takes_a_reason_and_ends_the_booking(acme: Company, rita: User) -> None:
    slot, interview, client = make_slot(acme), make_wanting(acme), client_of(rita)
    book(slot, interview, by=rita)
    too_long = client.post(interview_url(interview, "cancel/"), {"reason": "x" * 501})
    assert (too_long.status_code, list(too_long.json())) == (400, ["reason"])
    answer = client.post(interview_url(interview, "cancel/"), {"reason": "Filled."}).json()
    slot.refresh_from_db()
    assert (answer["interview"]["status"], slot.current_bookings) == ("cancelled", 0)
    assert (Interview.objects.get().cancel_reason, told()) == ("Filled.", ["scheduled", "cancelled"])
