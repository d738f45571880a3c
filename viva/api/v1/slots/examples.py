"""Examples of the description."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample

from viva.api.v1.interviews.examples import FIELDS

_SENT: dict[str, Any] = {
    "job": 5,
    "starts_at": "2026-03-12T10:00:00",
    "ends_at": "2026-03-12T10:45:00",
    "max_candidates": 2,
}
_SLOT: dict[str, Any] = {
    "id": 8,
    "job": 5,
    "starts_at": "2026-03-12T04:30:00Z",
    "ends_at": "2026-03-12T05:15:00Z",
    "max_candidates": 2,
    "current_bookings": 1,
    "status": "available",
    "notes": "",
}
_KEY = "mP2m0sYh0q8m5Uq0bqfYw0lqJm5mB2v3r9x1k7c4d0E"
_INTERVIEW: dict[str, Any] = FIELDS | {
    "company": 3,
    "job": 5,
    "job_position": 5,
    "title": "Backend Engineer",
    "status": "scheduled",
    "candidate_name": "Ann Lee",
    "candidate_email": "ann@people.example",
    "scheduled_at": _SLOT["starts_at"],
    "interview_date": _SLOT["starts_at"],
    "started_at": _SLOT["starts_at"],
    "ended_at": _SLOT["ends_at"],
    "session_key": _KEY,
    "interview_link": f"https://viva.example.org/?session_key={_KEY}",
}
_SCHEDULE = {
    "id": 14,
    "slot": 8,
    "interview": 12,
    "status": "booked",
    "booking_notes": "",
    "booked_at": "2026-03-04T10:00:00Z",
}
_BOOKED = {
    "message": "Slot booked successfully",
    "schedule": _SCHEDULE,
    "interview": _INTERVIEW,
    "email": {"status": "queued", "detail": "The e-mail to ann@people.example is on its way."},
}
_RELEASED = {
    "message": "Slot released successfully",
    "slot": _SLOT | {"current_bookings": 0},
    "interview": _INTERVIEW | dict.fromkeys(("scheduled_at", "interview_date", "started_at", "ended_at")),
}


def _given(name: str, value: Any, status: str = "200") -> OpenApiExample:
    return OpenApiExample(name, value, response_only=True, status_codes=[status])


def _sent(name: str, value: dict[str, Any]) -> OpenApiExample:
    return OpenApiExample(name, value, request_only=True)


SLOT_SENT = _sent("A time in VIVA_DISPLAY_TIME_ZONE", _SENT)
SLOT_CHANGE = _sent("A later hour", {"starts_at": "2026-03-12T11:00:00"})
OLDER = _sent("Figures that have no effect", {"current_bookings": 1, "status": "booked"})
SLOT = _given("A slot", _SLOT)
SLOT_MADE = _given("A slot", _SLOT | {"current_bookings": 0}, "201")
SLOT_CANCELLED = _given(
    "Cancelled",
    {
        "message": "Slot cancelled successfully",
        "slot": _SLOT | {"status": "cancelled", "current_bookings": 0},
    },
)
BOOK = _sent("For an interview", {"interview_id": 12, "booking_notes": ""})
BOOKED = _given("Booked", _BOOKED, "201")
BOOKED_BEFORE = _given("Booked before", _BOOKED)
RELEASE = _sent("Of an interview", {"interview_id": 12})
RELEASED = _given("Released", _RELEASED)
