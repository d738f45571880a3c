"""Templates, made through the service."""

from __future__ import annotations

from tests.factories.accounts import UserFactory
from viva.accounts.models import Company, User
from viva.interviews.models import InterviewTemplate
from viva.interviews.services.templates import TemplateWords, create_template

QUESTIONS = [
    {
        "question": "What does an index cost?",
        "type": "technical",
        "difficulty": "easy",
        "expected_answer": "Disk space, and slower writes.",
    },
    {
        "question": "Why do you want to work here?",
        "type": "general",
        "difficulty": "medium",
        "expected_answer": "A reason that is their own.",
    },
]


def words(**changes: object) -> TemplateWords:
    """All that an owner decides."""
    return {
        "title": "Databases",
        "description": "Indexes and reasons.",
        "interview_type": "technical",
        "difficulty": "medium",
        "duration_minutes": 20,
        "questions": QUESTIONS,
        "is_active": True,
        "is_premium": False,
        **changes,
    }


def make_template(
    user: User | None = None, *, company: Company | None = None, is_shared: bool = False, **changes: object
) -> InterviewTemplate:
    return create_template(user or UserFactory(), company=company, words=words(**changes), is_shared=is_shared)
