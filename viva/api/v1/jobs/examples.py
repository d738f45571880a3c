"""Examples of the description."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample

_WORDS: dict[str, Any] = {
    "title": "Backend Engineer",
    "description": "Services in Python and Django.",
    "required_skills": ["Python", "Django"],
    "seniority": "mid",
    "duration_minutes": 45,
}
_JOB = {
    "id": 5,
    "company": 3,
    "company_name": "Acme",
    **_WORDS,
    "status": "open",
    "created_at": "2026-03-02T09:30:00Z",
}
_APPLICATION = {
    "id": 11,
    "job": 5,
    "job_title": "Backend Engineer",
    "candidate": 7,
    "name": "Ann Lee",
    "email": "ann@people.example",
    "stage": "applied",
    "note": "I have run a Django service for three years.",
    "created_at": "2026-03-04T10:00:00Z",
}


def _given(name: str, value: dict[str, Any], status: str = "200") -> OpenApiExample:
    return OpenApiExample(name, value, response_only=True, status_codes=[status])


JOB_SENT = OpenApiExample("A job", _WORDS, request_only=True)
JOB_CHANGE = OpenApiExample("Close it", {"status": "closed"}, request_only=True)
JOB = _given("A job", _JOB)
JOB_MADE = _given("A job", _JOB, "201")
APPLY = OpenApiExample("As a candidate", {"job": 5, "note": _APPLICATION["note"]}, request_only=True)
ADD = OpenApiExample(
    "For a company", {"job": 5, "name": "Ann Lee", "email": "ann@people.example"}, request_only=True
)
MOVE = OpenApiExample("Invite", {"stage": "invited"}, request_only=True)
APPLICATION = _given("An application", _APPLICATION)
APPLICATION_MADE = _given("An application", _APPLICATION, "201")
