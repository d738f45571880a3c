"""The invitation in the mail, parsed back: METHOD, UID, SEQUENCE and UTC times over book, move, cancel."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db.models import F
from icalendar import Calendar

from tests.factories.accounts import UserFactory
from tests.factories.bookings import book, mail_of, make_waiting
from tests.factories.companies import make_company
from tests.moving_clock import NOON, moving_clock
from viva.interviews.models import Interview
from viva.notifications.mailing import Parcel
from viva.notifications.models import Mail, MailKind
from viva.scheduling import letters
from viva.scheduling.services.booking import release_slot
from viva.scheduling.services.times import Who

pytestmark = [pytest.mark.unit, pytest.mark.django_db]

FIRST = NOON + timedelta(days=3)
SECOND = FIRST + timedelta(hours=2)


@pytest.fixture(autouse=True)
def time() -> Iterator[None]:
    with moving_clock():
        yield


def entry(mail: Mail) -> tuple[Calendar, Any]:
    """Calendar and event, from the message as it goes out."""
    message = Parcel(mail).message()
    [invited] = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    [attached] = [part for part in message.iter_attachments() if part.get_filename() == "invite.ics"]
    assert attached.get_content_type() == "application/ics"
    text = invited.get_content().replace("\r\n", "\n")
    assert text == attached.get_content().decode().replace("\r\n", "\n")
    calendar = Calendar.from_ical(text)
    assert invited.get_param("method") == calendar["METHOD"]
    [event] = calendar.walk("VEVENT")
    return calendar, event


def told(mail: Mail) -> tuple[str, str, int, datetime, str]:
    calendar, event = entry(mail)
    return calendar["METHOD"], event["UID"], event["SEQUENCE"], event["DTSTART"].dt, event["STATUS"]


def test_booked_moved_released_booked_again_and_cancelled() -> None:
    interview = make_waiting()
    uid = str(interview.uuid)
    assert told(mail_of(book(interview, starts_at=FIRST))) == ("REQUEST", uid, 0, FIRST, "CONFIRMED")
    moved = book(interview, starts_at=SECOND)
    assert told(mail_of(moved)) == ("REQUEST", uid, 1, SECOND, "CONFIRMED")
    release_slot(moved.schedule.slot, interview=interview, who=Who())
    released = Mail.objects.get(kind=MailKind.CANCELLED)
    assert told(released) == ("CANCEL", uid, 2, SECOND, "CANCELLED")
    again = book(interview, starts_at=FIRST)
    assert told(mail_of(again)) == ("REQUEST", uid, 3, FIRST, "CONFIRMED")
    Interview.objects.filter(pk=interview.pk).update(calendar_sequence=F("calendar_sequence") + 1)
    interview.refresh_from_db()
    called_off = letters.tell_cancelled(interview, reason="", by=None)
    assert called_off
    assert told(called_off) == ("CANCEL", uid, 4, FIRST, "CANCELLED")


def test_times_are_in_utc_whatever_the_zone_and_the_end_is_the_length() -> None:
    starts_at = datetime(2026, 3, 29, 3, 30, tzinfo=ZoneInfo("Europe/Berlin"))  # an hour after clocks go forward
    interview = make_waiting(candidate=UserFactory(profile__time_zone="Europe/Berlin"))
    _, event = entry(mail_of(book(interview, starts_at=starts_at)))
    assert event["DTSTART"].dt == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert event["DTEND"].dt == datetime(2026, 3, 29, 2, 0, tzinfo=UTC)
    assert event.to_ical().count(b"DTSTART:20260329T013000Z") == 1


def test_organizer_attendee_and_no_answers() -> None:
    _, event = entry(mail_of(book(make_waiting(make_company('Bright "Water"\r\nLabs')), starts_at=FIRST)))
    assert (str(event["ORGANIZER"]), event["ORGANIZER"].params["CN"]) == (
        "mailto:viva@localhost",
        "Bright 'Water' Labs",
    )
    assert str(event["ATTENDEE"]) == "mailto:asha@candidates.example"
    assert (event["ATTENDEE"].params["CN"], event["ATTENDEE"].params["RSVP"]) == ("Asha Rao", "FALSE")


def test_the_secret_link_is_not_in_it_but_the_way_to_it_is() -> None:
    booking = book(make_waiting(candidate=UserFactory()), starts_at=FIRST)
    mail = mail_of(booking)
    _, event = entry(mail)
    assert booking.interview.session_key not in mail.calendar
    assert str(event["URL"]) == f"http://127.0.0.1:8000/interview/ready/{booking.interview.uuid}/"
    assert mail.subject in event["DESCRIPTION"]


def test_a_hostile_name_adds_no_line() -> None:
    name = "Asha\r\nATTENDEE:mailto:evil@example.org\nX-EVIL:1;;,,\\n"
    _, event = entry(mail_of(book(make_waiting(name=name), starts_at=FIRST)))
    assert "X-EVIL" not in event
    assert str(event["ATTENDEE"]) == "mailto:asha@candidates.example"


@pytest.mark.parametrize("name", ["ش" * 200, "W" * 200, "👩‍👩‍👧‍👦" * 28])
def test_no_line_is_longer_than_75_bytes(name: str) -> None:
    mail = mail_of(book(make_waiting(name=name), starts_at=FIRST))
    assert max(len(line) for line in mail.calendar.encode().split(b"\r\n")) <= 75
    assert entry(mail)[1]["ATTENDEE"].params["CN"] == name


def test_reminders_and_choices_bring_no_calendar() -> None:
    book(make_waiting(), starts_at=FIRST)
    assert set(Mail.objects.filter(kind=MailKind.REMINDER).values_list("calendar", flat=True)) == {""}
