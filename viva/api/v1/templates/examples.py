"""Examples of the description."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample

_QUESTION = {
    "question": "What does an index cost?",
    "type": "technical",
    "difficulty": "easy",
    "expected_answer": "Disk space, and slower writes.",
}
_WORDS: dict[str, Any] = {
    "title": "Databases",
    "description": "Half an hour on indexes and transactions.",
    "interview_type": "technical",
    "difficulty": "medium",
    "duration_minutes": 30,
    "questions": [_QUESTION],
}
_TEMPLATE = {
    "id": 4,
    **_WORDS,
    "times_used": 12,
    "average_score": 71.5,
    "is_active": True,
    "is_premium": False,
    "created_by": 8,
    "company": 3,
    "created_at": "2026-03-02T09:30:00Z",
}

SENT = OpenApiExample("A template", _WORDS, request_only=True)
CHANGE = OpenApiExample("Another length", {"duration_minutes": 45}, request_only=True)
LISTED = OpenApiExample("Templates", _TEMPLATE, response_only=True, status_codes=["200"])
GIVEN = OpenApiExample("A template", _TEMPLATE, response_only=True, status_codes=["200"])
MADE = OpenApiExample("A template", _TEMPLATE, response_only=True, status_codes=["201"])
USE = OpenApiExample("Use", {"job_role": "Backend Engineer", "company_name": "Acme"}, request_only=True)
