"""Interviews, skills and results as the views hand them to the templates."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

NOW = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)
LONG = "Principal Engineer for Distributed Ledger Reconciliation and Settlement Infrastructure " * 2 + "in Pune"
ARABIC = "مقابلة مهندس برمجيات: تصميم نظام لحجز المواعيد"


def interview(pk: int = 1, **given: Any) -> SimpleNamespace:
    values = {
        "pk": pk,
        "title": "AI Interview - Merge overlapping meetings",
        "status": "completed",
        "get_interview_type_display": "Technical",
        "get_difficulty_display": "Medium",
        "job_role": "Backend engineer",
        "created_at": NOW - timedelta(days=3 * pk),
        "completed_at": NOW - timedelta(days=3 * pk),
        "duration_minutes": 30,
        "assessed": True,
        "overall_score": 85.0,
        "overall_feedback": "You explain causes before cures and your code was right at the second try.",
        "strengths": ["Named the trade-off between freshness and load.", "Tested the empty case unasked."],
        "weaknesses": ["Indexes were mentioned, but not why this one would be used."],
        "recommendations": ["Say what the query planner does with a composite index."],
        "resume_url": None,
    }
    return SimpleNamespace(**{**values, **given})


def several() -> list[SimpleNamespace]:
    open_one = {"status": "in_progress", "assessed": False, "resume_url": "/ai-interview/interview/2/"}
    return [
        interview(1),
        interview(2, title="AI Interview - Practice", **open_one),
        interview(3, title=LONG, overall_score=62.0),
        interview(4, title=ARABIC, overall_score=41.0, get_interview_type_display="System design"),
        interview(5, title="AI Interview - Practice", assessed=False, get_difficulty_display="Hard"),
    ]


POINTS = [("3 Nov", 42), ("7 Nov", 55), ("9 Nov", None), ("14 Nov", 61), ("20 Nov", 85)]
SKILLS = [
    {
        "name": "Databases",
        "slug": "databases",
        "score": 38,
        "note": "4 answers",
        "missing": ["When an index is not used"],
    },
    {"name": "Caching and invalidation", "slug": "caching", "score": 57, "note": "3 answers", "missing": []},
    {"name": "Python", "slug": "python", "score": 81, "note": "9 answers", "missing": []},
    {"name": "Security", "slug": "security", "score": None, "note": "", "missing": []},
]


def profile() -> dict[str, Any]:
    completed = [item for item in several() if item.status == "completed"]
    return {
        "ready_for_next": True,
        "unfinished": {"title": "AI Interview - Practice", "resume_url": "/ai-interview/interview/2/"},
        "progress_points": POINTS,
        "skills": SKILLS,
        "recent_interviews": completed,
        "messages": [Message("Interview completed! Overall score: 85/100")],
    }


class Message(str):
    """A line of Django's messages."""

    level_tag = "success"


def insights() -> dict[str, Any]:
    return {
        "has_data": True,
        "stats": [
            {"label": "Interviews", "value": 12, "note": "4 this month"},
            {"label": "Average score", "value": "68/100", "note": "7 more than in October"},
            {"label": "Time practised", "value": "5 h 40 min", "note": ""},
            {"label": "Hints per interview", "value": "1.5", "note": "2.3 in October"},
        ],
        "progress_points": POINTS,
        "competencies": COMPETENCIES,
        "gaps": SKILLS[:3],
        "recommendations": [
            {"text": "Read a query plan aloud before you propose an index.", "slug": "databases"},
            {"text": "State the size of the data first; it decides most designs.", "slug": ""},
        ],
    }


COMPETENCIES = [
    {"label": "Communication", "score": 82, "note": ""},
    {"label": "Problem solving", "score": 66, "note": "Edge cases came late."},
    {"label": "Code quality", "score": None, "note": ""},
]
