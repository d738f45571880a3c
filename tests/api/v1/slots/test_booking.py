"""Booking over the API: by the company's people and by the candidate, and by clients that are older."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.api.clients import client_of
from tests.api.stored import everything_stored
from tests.api.v1.interviews.asking import url as interview_url
from tests.api.v1.slots.asking import SLOTS, book, release, url
from tests.factories.accounts import UserFactory
from tests.factories.companies import make_company, make_member
from tests.factories.jobs import make_job
from tests.factories.sittings import agree
from tests.factories.slots import NOBODY, make_slot, make_wanting
from tests.factories.webhooks import make_webhook
from viva.accounts.models import Company, MemberRole, User
from viva.api.models import StoredAnswer
from viva.api.v1.slots.serializers import SlotBooked
from viva.core.time import clock, now
from viva.interviews.models import Interview
from viva.live.models import InterviewSession
from viva.notifications.models import Delivery, Mail
from viva.scheduling.models import InterviewSchedule
from viva.scheduling.services.booking import book_slot
from viva.scheduling.services.scheduling import schedule_at
from viva.scheduling.services.slots import cancel_slot

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db]


@pytest.fixture
def acme() -> Company:
    return make_company()


@pytest.fixture
def rita(acme: Company) -> User:
    return make_member(acme)


def test_a_booking_is_answered_as_the_contract_says(acme: Company, rita: User, settings: Any) -> None:
    settings.VIVA_BASE_URL = "https://viva.example.org"
    slot, interview = make_slot(acme, places=2), make_wanting(acme)
    answer = book(slot, interview, by=rita, booking_notes="Second floor")
    told = answer.json()
    assert (answer.status_code, sorted(told)) == (201, sorted(SlotBooked().fields))
    assert told["message"] == "Slot booked successfully"
    schedule = InterviewSchedule.objects.get()
    at = told["schedule"].pop("booked_at")
    assert told["schedule"] == {
        "id": schedule.pk,
        "slot": slot.pk,
        "interview": interview.pk,
        "status": "booked",
        "booking_notes": "Second floor",
    }
    assert at.endswith("Z")
    shown, key = told["interview"], Interview.objects.get().session_key
    starts_at = client_of(rita).get(url(slot)).json()["starts_at"]
    assert [shown[name] for name in ("id", "uuid", "started_at", "scheduled_at")] == [
        interview.pk,
        str(interview.uuid),
        starts_at,
        starts_at,
    ]
    assert (len(key), shown["session_key"]) == (43, key)
    assert shown["interview_link"] == f"https://viva.example.org/?session_key={key}"
    assert told["email"] == {"status": "queued", "detail": "The e-mail to ann@people.example is on its way."}


def test_the_same_slot_again_is_200_and_nothing_new(acme: Company, rita: User) -> None:
    slot, interview = make_slot(acme), make_wanting(acme)
    first = book(slot, interview, by=rita)
    before = everything_stored()
    again = book(slot, interview, by=rita)
    assert (first.status_code, again.status_code) == (201, 200)
    assert (first.json(), everything_stored()) == (again.json(), before)


def test_a_full_slot_is_409(acme: Company, rita: User) -> None:
    slot, late = make_slot(acme), make_wanting(acme)
    book_slot(slot, interview=make_wanting(acme), who=NOBODY)
    before = everything_stored()
    answer = book(slot, late, by=rita)
    assert (answer.status_code, answer.json()) == (409, {"detail": "This slot is fully booked."})
    assert everything_stored() == before


@pytest.mark.parametrize("body", [{}, {"interview_id": None}, {"interview_id": "x"}, {"interview_id": 0}])
@pytest.mark.parametrize("call", ["book_slot/", "release/"])
def test_without_an_interview_it_is_400(acme: Company, rita: User, call: str, body: dict[str, Any]) -> None:
    answer = client_of(rita).post(url(make_slot(acme), call), body)
    assert (answer.status_code, list(answer.json())) == (400, ["interview_id"])


def test_another_companys_interview_is_not_found(acme: Company, rita: User) -> None:
    slot, foreign = make_slot(acme), make_wanting(make_company("Other"))
    assert [book(slot, foreign, by=rita).status_code, release(slot, foreign, by=rita).status_code] == [404, 404]


def test_a_cancelled_slot_or_interview_is_409(acme: Company, rita: User) -> None:
    gone, slot, interview = make_slot(acme), make_slot(acme), make_wanting(acme)
    cancel_slot(gone, reason="", who=NOBODY)
    assert book(gone, interview, by=rita).json() == {"detail": "This slot is not offered any more."}
    client_of(rita).post(interview_url(interview, "cancel/"))
    assert book(slot, interview, by=rita).status_code == 409


def test_the_place_is_given_back_and_again_nothing_happens(acme: Company, rita: User) -> None:
    slot, interview = make_slot(acme), make_wanting(acme)
    book(slot, interview, by=rita)
    answers = [release(slot, interview, by=rita, reason="Asked for another") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    told = answers[0].json()
    assert (told["message"], told["slot"]["current_bookings"]) == ("Slot released successfully", 0)
    assert [told["interview"][name] for name in ("scheduled_at", "started_at", "ended_at")] == [None] * 3
    assert InterviewSchedule.objects.get().reason == "Asked for another"
    assert Mail.objects.filter(kind="cancelled").count() == 1


def test_a_candidate_chooses_moves_and_gives_back_their_own(acme: Company) -> None:
    ann = UserFactory()
    interview = make_wanting(acme, candidate=ann)
    first, second = make_slot(acme), make_slot(acme, in_hours=48)
    told = book(first, interview, by=ann)
    assert (told.status_code, len(told.json()["interview"]["session_key"])) == (201, 43)
    assert [book(second, interview, by=ann).status_code, release(second, interview, by=ann).status_code] == [
        201,
        200,
    ]


def test_a_candidate_is_told_that_the_last_place_has_gone(acme: Company) -> None:
    ann = UserFactory()
    interview, slot = make_wanting(acme, candidate=ann), make_slot(acme)
    book_slot(slot, interview=make_wanting(acme), who=NOBODY)
    assert book(slot, interview, by=ann).status_code == 409


def test_a_candidate_whose_time_has_come_asks_the_company(acme: Company, rita: User) -> None:
    ann = UserFactory()
    interview, slot, next_one = make_wanting(acme, candidate=ann), make_slot(acme), make_slot(acme, in_hours=48)
    book(slot, interview, by=ann)
    with clock(lambda: slot.starts_at):
        codes = [book(next_one, interview, by=ann).status_code, release(slot, interview, by=ann).status_code]
        assert (codes, book(next_one, interview, by=rita).status_code) == ([409, 409], 201)


def test_a_time_that_the_company_has_set_is_theirs_to_change(acme: Company) -> None:
    """As on the candidate's own pages."""
    ann = UserFactory()
    interview, slot = make_wanting(acme, candidate=ann), make_slot(acme)
    at = now() + timedelta(days=3)
    schedule_at(interview, starts_at=at, who=NOBODY)
    answer = book(slot, interview, by=ann)
    assert (answer.status_code, "has set this time" in answer.json()["detail"]) == (409, True)
    interview.refresh_from_db()
    assert (interview.scheduled_at, Mail.objects.filter(kind="rescheduled").exists()) == (at, False)


def test_a_candidate_begins_over_the_api_in_their_window_alone(acme: Company) -> None:
    ann = UserFactory()
    interview, slot = make_wanting(acme, candidate=ann), make_slot(acme)
    book(slot, interview, by=ann)
    agree(interview)
    start, client = interview_url(interview, "start/"), client_of(ann)
    minutes = timedelta(minutes=1)
    codes = []
    for moment in (slot.starts_at - minutes, slot.starts_at + 11 * minutes, slot.starts_at + 10 * minutes):
        with clock(lambda moment=moment: moment):  # type: ignore[misc]
            codes.append(client.post(start).status_code)
    assert codes == [409, 409, 200]


def test_the_link_is_shown_in_one_interview_and_in_no_list(acme: Company, rita: User) -> None:
    ann = UserFactory()
    slot, interview = make_slot(acme), make_wanting(acme, candidate=ann)
    assert client_of(rita).get(interview_url(interview)).json()["session_key"] == ""
    key = book(slot, interview, by=rita).json()["interview"]["session_key"]
    reviewer = make_member(acme, MemberRole.REVIEWER)
    shown = [client_of(each).get(interview_url(interview)).json()["session_key"] for each in (rita, ann, reviewer)]
    assert shown == [key] * 3
    lists = ["/api/v1/interviews/", "/api/v1/interviews/my_interviews/", SLOTS]
    answers = [client_of(each).get(path).content.decode() for each in (rita, ann) for path in lists]
    assert [key in answer for answer in answers] == [False] * 6
    assert client_of(UserFactory()).get(interview_url(interview)).status_code == 404
    assert client_of(make_member(make_company("Other"))).get(interview_url(interview)).status_code == 404


def test_a_link_whose_secret_is_gone_is_shown_as_none(acme: Company, rita: User, settings: Any) -> None:
    interview = make_wanting(acme)
    book(make_slot(acme), interview, by=rita)
    settings.VIVA_LINK_SECRET = "another secret of these tests"
    shown = client_of(rita).get(interview_url(interview)).json()
    assert (shown["session_key"], shown["interview_link"]) == ("", "")


def test_no_key_is_stored_or_logged(acme: Company, rita: User, caplog: pytest.LogCaptureFixture) -> None:
    slot, interview = make_slot(acme), make_wanting(acme)
    client = client_of(rita)
    body = {"interview_id": interview.pk}
    answers = [
        client.post(url(slot, "book_slot/"), body, headers={"Idempotency-Key": "book-1"}).json() for _ in range(2)
    ]
    key = answers[0]["interview"]["session_key"]
    assert answers[0] == answers[1]
    stored = json.dumps(everything_stored(), default=str) + str(list(StoredAnswer.objects.values_list()))
    assert (key in stored, key in caplog.text) == (False, False)


@pytest.mark.parametrize(
    ("status", "error", "expected"),
    [
        ("sent", "", "The e-mail to ann@people.example was sent on 2 Mar 2026, 10:00."),
        ("failed", "No such mailbox.", "The e-mail to ann@people.example could not be sent: No such mailbox."),
        (
            "retrying",
            "Busy.",
            "The e-mail to ann@people.example could not be sent yet and will be tried again: Busy.",
        ),
        ("aborted", "Moved.", "The e-mail to ann@people.example is not sent any more: Moved."),
    ],
)
def test_how_the_mail_stands_is_told(
    acme: Company, rita: User, settings: Any, status: str, error: str, expected: str
) -> None:
    settings.EMAIL_HOST = "smtp.x.org"
    slot, interview = make_slot(acme), make_wanting(acme)
    book(slot, interview, by=rita)
    Mail.objects.update(status=status, error=error, sent_at=datetime(2026, 3, 2, 10, tzinfo=UTC))
    assert book(slot, interview, by=rita).json()["email"] == {"status": status, "detail": expected}


def test_without_an_address_there_is_no_mail_and_it_is_said(acme: Company, rita: User) -> None:
    slot, interview = make_slot(acme), make_wanting(acme)
    Interview.objects.update(candidate_email="")
    assert book(slot, interview, by=rita).json()["email"]["status"] == "none"


def test_an_older_client_books_in_its_three_calls(acme: Company, rita: User) -> None:
    ann, job = UserFactory(), make_job(acme)
    slot, client = make_slot(acme, job=job, places=2), client_of(rita)
    body = {"candidate_id": ann.pk, "job_id": job.pk, "questions": [{"question": "What is a lock?"}]}
    made = client.post("/api/interviews/", body)
    assert made.status_code == 201
    number = made.json()["interview"]["id"]
    assert Mail.objects.count() == 0
    put = client.put(f"/api/interviews/slots/{slot.pk}/", {"current_bookings": 1, "status": "booked"})
    assert (put.status_code, put.json()["current_bookings"], put.json()["status"]) == (200, 0, "available")
    booked = client.post(f"/api/interviews/slots/{slot.pk}/book_slot/", {"interview_id": number})
    assert (booked.status_code, booked.json()["email"]["status"]) == (201, "queued")
    slot.refresh_from_db()
    assert (slot.current_bookings, slot.status, Mail.objects.get(kind="scheduled").to_email) == (
        1,
        "available",
        ann.email,
    )
    assert InterviewSession.objects.get().interview_id == number


def test_a_company_hears_of_a_time_and_of_a_cancellation(acme: Company, rita: User) -> None:
    make_webhook(rita, company=acme, events=["interview.scheduled", "interview.cancelled"])
    slot, interview = make_slot(acme), make_wanting(acme)
    book(slot, interview, by=rita)
    client_of(rita).post(interview_url(interview, "cancel/"))
    told = list(Delivery.objects.order_by("pk").values_list("event", flat=True))
    assert told == ["interview.scheduled", "interview.cancelled"]
    payload = Delivery.objects.earliest("pk").payload
    assert (payload["interview"]["id"], payload["starts_at"]) == (interview.pk, slot.starts_at.isoformat())


def test_another_time_of_the_slot_is_later_than_now(acme: Company, rita: User) -> None:
    slot = make_slot(acme)
    early = client_of(rita).patch(url(slot), {"starts_at": (now() - timedelta(days=1)).isoformat()})
    assert (early.status_code, list(early.json())) == (400, ["starts_at"])
