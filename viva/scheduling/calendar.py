"""The interview as an iCalendar object (RFC 5545) in a message (RFC 5546): invited, moved, called off.

UID is the interview's uuid, SEQUENCE grows with each change, times are in UTC, so that a calendar changes the one
entry it has. The secret link is not in it: calendars are shared, and synchronised to employers' servers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from enum import StrEnum

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

from viva.core.time import now
from viva.interviews.models import Interview

PRODUCT = "-//Viva//Interviews//EN"


class Method(StrEnum):
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a calendar shows. `url` is for those who sign in; "" for holders of a link."""

    summary: str
    description: str
    organizer: str
    attendee_name: str
    attendee_email: str
    starts_at: datetime
    url: str = ""


def calendar_of(interview: Interview, entry: Entry, *, method: Method) -> str:
    """The text of invite.ics, lines ending in CRLF."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method.value)
    calendar.add_component(_event(interview, entry, method))
    return str(calendar.to_ical(), "utf-8")


def _event(interview: Interview, entry: Entry, method: Method) -> Event:
    starts_at = entry.starts_at.astimezone(UTC)
    event = Event()
    event.add("uid", str(interview.uuid))
    event.add("sequence", interview.calendar_sequence)
    event.add("dtstamp", now().astimezone(UTC))
    event.add("dtstart", starts_at)
    event.add("dtend", starts_at + _length(interview))
    event.add("summary", entry.summary)
    event.add("description", entry.description)
    event.add("status", "CANCELLED" if method is Method.CANCEL else "CONFIRMED")
    event.add("transp", "OPAQUE")
    event.add("organizer", _organizer(entry), encode=False)
    event.add("attendee", _attendee(entry), encode=False)
    if entry.url:
        event.add("url", entry.url)
    return event


def _length(interview: Interview) -> timedelta:
    return timedelta(minutes=interview.minutes_given)


def _organizer(entry: Entry) -> vCalAddress:
    """The sender: calendars show their buttons where organiser and sender are one."""
    organizer = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    organizer.params["CN"] = vText(_parameter(entry.organizer))
    return organizer


def _attendee(entry: Entry) -> vCalAddress:
    attendee = vCalAddress(f"mailto:{entry.attendee_email}")
    attendee.params["CN"] = vText(_parameter(entry.attendee_name or entry.attendee_email))
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("NEEDS-ACTION")
    attendee.params["RSVP"] = vText("FALSE")  # nobody reads the sender's letter box
    return attendee


def _parameter(text: str) -> str:
    """A parameter's value may hold no quotation mark (RFC 5545, 3.2)."""
    return text.replace('"', "'")
