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

_INTERVIEW: dict[str, Any] = {
    "id": 21,
    "uuid": "5f0f5f6c-5c5f-4c55-9b59-0f3f2f6b6a10",
    "user": 7,
    "company": None,
    "candidate": None,
    "candidate_name": "",
    "candidate_email": "",
    "job": None,
    "title": "Databases",
    "description": "Half an hour on indexes and transactions.",
    "interview_type": "technical",
    "difficulty": "medium",
    "job_role": "Backend Engineer",
    "company_name": "Acme",
    "required_skills": [],
    "duration_minutes": 30,
    "total_questions": 1,
    "use_ai": True,
    "enable_video": False,
    "enable_audio": False,
    "status": "scheduled",
    "created_at": "2026-03-05T08:00:00Z",
    "scheduled_at": None,
    "started_at": None,
    "ended_at": None,
    "completed_at": None,
    "released_at": None,
    "total_score": 0.0,
    "max_score": 0.0,
    "percentage": 0.0,
    "overall_score": None,
    "job_position": None,
    "extra_minutes": 0,
    "interview_date": None,
    "job_description": "",
    "communication_score": None,
    "problem_solving_score": None,
    "code_quality_score": None,
    "overall_feedback": "",
    "strengths": [],
    "weaknesses": [],
    "recommendations": [],
    "assessed": False,
    "session_key": "",
    "interview_link": "",
    "questions": [
        {
            "id": 90,
            "order": 1,
            "title": "",
            "question_text": "What does an index cost?",
            "question_type": "technical",
            "difficulty": "easy",
            "expected_duration_minutes": 5,
            "is_ai_generated": False,
            "entry_point": "",
            "starters": {},
        }
    ],
}
USED = OpenApiExample(
    "An interview",
    {"message": "Interview created from template", "interview": _INTERVIEW},
    response_only=True,
    status_codes=["201"],
)
