"""`python -m tests.e2e.history USERNAME [hard]`: gives somebody a long history in the database of VIVA_DATA_DIR.

Sixty interviews of every kind and status beside those that are there. `hard`: with a title of 200 characters,
one from right to left and one with HTML in it, and lines in the latest transcript that are hard to lay out.
"""

from __future__ import annotations

import os
import sys
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "viva.config.settings.dev")
django.setup()

from viva.accounts.models import User  # noqa: E402
from viva.core.time import now  # noqa: E402
from viva.interviews.enums import Difficulty, InterviewType, Mode, Status  # noqa: E402
from viva.interviews.models import Interview  # noqa: E402
from viva.live.models import ChatMessage, InterviewSession  # noqa: E402
from viva.live.models.session import Speaker  # noqa: E402

MANY = 60
LONG_NAME = "Aleksandrina-Maximiliana " * 8  # 200 characters
RTL_NAME = "ليلى عبد الرحمن"
HARD_TITLES = [
    ("AI Interview - " + "A very long problem title without an end " * 5)[:200],
    f"AI Interview - {RTL_NAME}",
    "AI Interview - <script>alert(1)</script>",
    "AI Interview - " + "W" * 100,
]
TITLES = ["Merge the meetings", "The longest calm stretch", "Practice", "Broken brackets", "Which task comes next"]
HARD_LINES = [
    "W" * 400,
    "    " + "first(second, third) and " * 12,
    f"```python\n{'a' * 300}\n```\n\n| a | b |\n|---|---|\n| {'x' * 80} | {'y' * 80} |",
    f"{RTL_NAME}: مرحبا <b>bold</b> <img src=x onerror=alert(1)>",
]


def lengthen_history(username: str, *, hard: bool) -> None:
    user = User.objects.get(username=username)
    interviews = [_interview(user, number) for number in range(MANY)]
    if hard:
        _make_hard(user, interviews)
    Interview.objects.bulk_create(interviews)


def _make_hard(user: User, interviews: list[Interview]) -> None:
    for interview, title in zip(interviews, HARD_TITLES, strict=False):
        interview.title, interview.job_role = title, LONG_NAME[:120]
    latest = InterviewSession.objects.filter(interview__user=user, status="completed").latest("pk")
    for number, text in enumerate(HARD_LINES, start=latest.last_number + 1):
        ChatMessage.objects.create(
            session=latest, number=number, speaker=Speaker.CANDIDATE, text=text, created_at=now()
        )


def _interview(user: User, number: int) -> Interview:
    at = now() - timedelta(days=number + 1, hours=number % 7)
    status = list(Status)[0 if number % 9 == 4 else 3 if number % 11 == 5 else 2]
    completed = status == Status.COMPLETED
    score = None if number % 13 == 6 else round(84 - number * 0.7 + (number * 37 % 17), 2)
    return Interview(
        user=user,
        title=f"AI Interview - {TITLES[number % len(TITLES)]}",
        interview_type=list(InterviewType)[number % 5],
        difficulty=list(Difficulty)[number % 3],
        mode=Mode.PRACTICE,
        job_role="Backend engineer",
        status=status,
        created_at=at,
        started_at=at if completed else None,
        ended_at=at + timedelta(minutes=28) if completed else None,
        completed_at=at + timedelta(minutes=28) if completed else None,
        overall_score=score if completed else None,
        communication_score=score if completed else None,
        problem_solving_score=score if completed else None,
    )


if __name__ == "__main__":
    lengthen_history(sys.argv[1], hard="hard" in sys.argv[2:])
