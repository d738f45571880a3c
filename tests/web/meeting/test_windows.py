"""When an interview may begin: by the server's clock, to the second, wherever one lives."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.factories.accounts import UserFactory
from tests.factories.sittings import agree, begin, make_sitting, set_time
from tests.web.meeting.asking import open_link, start, start_at, state_at
from viva.core import time
from viva.interviews.models import Interview
from viva.live.models import InterviewSession
from viva.live.services.over_api import cancel_interview
from viva.scheduling.services.times import Who

pytestmark = [pytest.mark.unit, pytest.mark.django_db]

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@pytest.fixture
def interview() -> Interview:
    return make_sitting(starts_at=AT, consent=True)


@pytest.mark.parametrize(
    ("after", "state"),
    [
        (-SECOND, "early"),
        (timedelta(0), "open"),
        (10 * MINUTE, "open"),
        (10 * MINUTE + SECOND, "expired"),
        (timedelta(days=400), "expired"),
    ],
)
def test_the_portal_opens_with_the_second_and_closes_after_ten_minutes(
    client: Client, interview: Interview, after: timedelta, state: str
) -> None:
    assert state_at(client, interview, AT + after) == state


@pytest.mark.parametrize("after", [timedelta(0), 10 * MINUTE])
def test_it_begins_within_its_window(client: Client, interview: Interview, after: timedelta) -> None:
    answer = start_at(client, interview, AT + after)
    assert answer.status_code == 200
    assert (answer.json()["state"], answer.json()["ends_at"][:16]) == (
        "running",
        f"{AT + after + 30 * MINUTE:%Y-%m-%dT%H:%M}",
    )


@pytest.mark.parametrize(
    ("after", "state"), [(-SECOND, "early"), (-timedelta(days=2), "early"), (10 * MINUTE + SECOND, "expired")]
)
def test_outside_of_it_nothing_begins(client: Client, interview: Interview, after: timedelta, state: str) -> None:
    answer = start_at(client, interview, AT + after)
    told = answer.json()
    assert (answer.status_code, told["state"], told["starts_at"]) == (409, state, "2026-03-02T09:30:00.000Z")
    assert told["detail"]
    assert InterviewSession.objects.get(interview=interview).begun_at is None


def test_a_fraction_of_a_minute_may_be_the_grace(client: Client, interview: Interview, settings: Any) -> None:
    settings.INTERVIEW_GRACE_MINUTES = 0.5
    moments = (AT + timedelta(seconds=30), AT + timedelta(seconds=31))
    assert [state_at(client, interview, moment) for moment in moments] == ["open", "expired"]


def test_one_that_has_begun_resumes_until_its_length_is_over_with_the_last_words(
    client: Client, interview: Interview
) -> None:
    begin(interview)
    over = AT + 30 * MINUTE
    moments = (AT + 11 * MINUTE, over, over + 59 * SECOND, over + MINUTE)
    states = [state_at(client, interview, moment) for moment in moments]
    assert states == ["running", "running", "running", "completed"]
    assert start_at(client, interview, over + MINUTE).json()["state"] == "completed"


def test_extra_minutes_are_given_to_whom_they_were_granted(client: Client, interview: Interview) -> None:
    Interview.objects.filter(pk=interview.pk).update(extra_minutes=15)
    assert start_at(client, interview, AT).json()["ends_at"] == "2026-03-02T10:15:00.000Z"


def test_without_consent_it_does_not_begin_though_the_time_has_come(client: Client) -> None:
    interview = make_sitting(starts_at=AT)
    answer = start_at(client, interview, AT)
    assert (answer.status_code, answer.json()["state"]) == (409, "consent_needed")
    agree(interview)
    assert start_at(client, interview, AT).status_code == 200


def test_without_a_time_it_is_too_early_with_no_time_told(client: Client, interview: Interview) -> None:
    Interview.objects.filter(pk=interview.pk).update(scheduled_at=None)
    answer = start_at(client, interview, AT)
    assert (answer.status_code, answer.json()["state"], answer.json()["starts_at"]) == (409, "early", None)
    assert state_at(client, interview, AT) == "unscheduled"


def test_a_cancelled_one_says_so(client: Client, interview: Interview) -> None:
    cancel_interview(interview.pk, who=Who())
    assert start_at(client, interview, AT).json()["state"] == "cancelled"
    assert state_at(client, interview, AT) == "cancelled"


def test_a_moved_one_tells_the_new_time_and_keeps_it(client: Client, interview: Interview) -> None:
    later = AT + timedelta(days=1)
    with time.clock(lambda: AT - MINUTE):
        set_time(interview, later)
        page = open_link(client, interview).content.decode()
    assert "The interview was moved" in page
    assert "Monday, 2 March 2026, 15:00 IST" in page
    assert "Tuesday, 3 March 2026, 15:00 IST" in page
    assert start_at(client, interview, AT).json()["starts_at"] == "2026-03-03T09:30:00.000Z"
    assert start_at(client, interview, later).status_code == 200


def test_a_repeat_gives_the_current_question_of_the_same_interview(client: Client, interview: Interview) -> None:
    first = start_at(client, interview, AT).json()
    second = start_at(client, interview, AT + 5 * MINUTE).json()
    changing = {"ws_url", "server_time"}
    assert {key: first[key] for key in first if key not in changing} == {
        key: second[key] for key in second if key not in changing
    }
    question = interview.questions.get(order=1)
    assert first["question"] == {
        "id": question.pk,
        "text": question.question_text,
        "order": 1,
        "total": 3,
        "audio_url": None,
    }
    asked = interview.questions.get(order=2)
    InterviewSession.objects.filter(interview=interview).update(current_question=asked)
    assert start_at(client, interview, AT + 6 * MINUTE).json()["question"]["order"] == 2


@pytest.mark.parametrize(
    ("zone", "moment", "shown"),
    [
        ("Europe/Berlin", datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "29 March 2026, 01:59 CET"),
        ("Europe/Berlin", datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "29 March 2026, 03:00 CEST"),
        ("Europe/Berlin", datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "25 October 2026, 02:30 CEST"),
        ("Europe/Berlin", datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "25 October 2026, 02:30 CET"),
        ("Pacific/Kiritimati", datetime(2026, 12, 31, 10, 30, tzinfo=UTC), "1 January 2027, 00:30 UTC+14:00"),
        ("Pacific/Niue", datetime(2027, 1, 1, 10, 30, tzinfo=UTC), "31 December 2026, 23:30 UTC-11:00"),
        ("Asia/Kathmandu", datetime(2026, 6, 1, 0, 0, tzinfo=UTC), "1 June 2026, 05:45 UTC+05:45"),
    ],
)
def test_across_changed_clocks_and_at_both_ends_of_the_world_the_hour_is_told_once_and_right(
    client: Client, settings: Any, zone: str, moment: datetime, shown: str
) -> None:
    settings.VIVA_DISPLAY_TIME_ZONE = zone
    interview = make_sitting(starts_at=moment, consent=True)
    with time.clock(lambda: moment - SECOND):
        assert shown in open_link(client, interview).content.decode()
    assert [start_at(client, interview, at).status_code for at in (moment - SECOND, moment)] == [409, 200]


def test_the_clock_of_the_candidates_page_has_no_say(client: Client, interview: Interview) -> None:
    """Whatever time comes along is not read."""
    body = {"session_key": interview.session_key, "now": "2026-03-02T09:30:00Z", "starts_at": "2020-01-01"}
    with time.clock(lambda: AT - MINUTE):
        answer = client.post(
            "/ai/start", body, content_type="application/json", headers={"date": "Mon, 02 Mar 2026 09:30:00 GMT"}
        )
    assert answer.status_code == 409


def test_by_account_the_same_window_holds(client: Client) -> None:
    candidate = UserFactory()
    interview = make_sitting(candidate, starts_at=AT, consent=True)
    client.force_login(candidate)
    ready, room, begins = (f"/interview/{step}/{interview.uuid}/" for step in ("ready", "start", "begin"))
    for moment in (AT - SECOND, AT + 10 * MINUTE + SECOND):
        with time.clock(lambda moment=moment: moment):
            assert client.post(begins)["Location"] == ready
            assert client.get(room)["Location"] == ready
    with time.clock(lambda: AT):
        assert client.get(room)["Location"] == ready  # open, and not begun yet
        assert client.post(begins)["Location"] == room
        assert "interview_ai.html" in [template.name for template in client.get(room).templates]


def test_a_candidates_program_does_not_begin_it_early_either(client: Client) -> None:
    candidate = UserFactory()
    interview = make_sitting(candidate, starts_at=AT, consent=True)
    client.force_login(candidate)
    token = client.post(
        "/api/v1/auth/login/",
        {"username": candidate.username, "password": "a calm tense hour"},
        content_type="application/json",
    ).json()["access"]
    with time.clock(lambda: AT - SECOND):
        answer = client.post(
            f"/api/v1/interviews/{interview.pk}/start/", headers={"authorization": f"Bearer {token}"}
        )
    assert answer.status_code == 409


def test_one_without_a_question_does_not_begin(client: Client) -> None:
    interview = make_sitting(starts_at=AT, consent=True, questions=())
    assert start_at(client, interview, AT).status_code == 409


def test_the_wrong_way_to_ask_is_told_as_such(client: Client, interview: Interview) -> None:
    for body in ("", "{}", "[]", "null", "{", '{"session_key": 5}', '{"session_key": ""}', "[" * 3000):
        assert client.post("/ai/start", body, content_type="application/json").status_code == 400, body
    assert client.post("/ai/start").status_code == 400
    assert client.get("/ai/start").status_code == 405
    assert client.post("/ai/start", {"session_key": interview.session_key}).status_code == 409  # as a form
    assert start(Client(enforce_csrf_checks=True), interview).status_code == 409  # the key is the credential
