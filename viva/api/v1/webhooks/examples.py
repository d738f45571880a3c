"""Examples of the description."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample

_WORDS: dict[str, Any] = {
    "url": "https://hiring.example/viva",
    "events": ["interview.completed", "response.evaluated"],
}
_WEBHOOK = {"id": 2, "company": 3, **_WORDS, "is_active": True, "created_at": "2026-03-02T09:30:00Z"}
_DELIVERY = {
    "id": 31,
    "key": "6f0c7a52-3f4e-4a38-9d0b-2f6c5d9c8f11",
    "event": "interview.completed",
    "status": "delivered",
    "attempts": 1,
    "next_attempt_at": "2026-03-04T10:00:00Z",
    "response_status": 204,
    "error": "",
    "created_at": "2026-03-04T10:00:00Z",
    "delivered_at": "2026-03-04T10:00:01Z",
}


def _given(name: str, value: dict[str, Any], status: str = "200") -> OpenApiExample:
    return OpenApiExample(name, value, response_only=True, status_codes=[status])


SENT = OpenApiExample("A webhook", _WORDS, request_only=True)
CHANGE = OpenApiExample("Switch it off", {"is_active": False}, request_only=True)
GIVEN = _given("A webhook", _WEBHOOK)
MADE = _given("A webhook", _WEBHOOK | {"secret": "8b3f…64 hexadecimal digits"}, "201")
DELIVERY = _given("A delivery", _DELIVERY)
