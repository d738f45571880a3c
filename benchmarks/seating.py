"""Fills a data folder with users and interviews that are ready to begin, before a server is started on it.

`python -m benchmarks.seating COUNT MINUTES`, with VIVA_DATA_DIR set; prints the seats as JSON. The interviews
are made by the services behind the start page, the sign-ins by Django's session store.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from viva.ai.types import Question

if TYPE_CHECKING:
    from viva.accounts.models import User
    from viva.live.services.sessions import PracticeChoice

ROOT = Path(__file__).resolve().parents[1]
PEOPLE = 5
PLANS = 20  # different choices of questions, dealt out in turn


@dataclass(frozen=True, slots=True)
class Seat:
    """One room and whose cookie opens it. `questions`: row id → id in the bank; `starter`: the first code."""

    session_id: int
    cookie: str
    questions: dict[str, str]
    code_question: int
    starter: str


def seat(folder: Path, *, count: int, minutes: int = 60) -> list[Seat]:
    """Migrate the folder's database and make `count` technical interviews that end with code."""
    made = subprocess.run(
        [sys.executable, "-m", "benchmarks.seating", str(count), str(minutes)],
        cwd=ROOT,
        env=environment(folder),
        check=True,
        capture_output=True,
        text=True,
    )
    return [Seat(**fields) for fields in json.loads(made.stdout)]


def environment(folder: Path) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(folder),
        "VIVA_ENV_FILE": os.devnull,
        "VIVA_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "viva.config.settings.dev",
        "VIVA_VOICE": "none",  # the rooms' figures are of typed interviews, on machines with voices too
    }


def _make(count: int, minutes: int) -> list[Seat]:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    people = [_person(number) for number in range(PEOPLE)]
    plans = asyncio.run(_plan(minutes))
    return [_seat(people[number % PEOPLE], plans[number % PLANS], minutes) for number in range(count)]


async def _plan(minutes: int) -> list[tuple[Question, ...]]:
    from viva.interviews.selectors import NOTHING
    from viva.live.planning import plan_questions

    return [await plan_questions(_choice(minutes), asked=NOTHING) for _ in range(PLANS)]


def _choice(minutes: int) -> PracticeChoice:
    from viva.interviews.enums import Mode
    from viva.live.services.sessions import PracticeChoice

    return PracticeChoice("backend_developer", "technical", "medium", minutes, "python", Mode.PRACTICE)


def _person(number: int) -> tuple[User, str]:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from viva.accounts.models import User

    user = User.objects.create(username=f"bench{number}", email=f"bench{number}@example.org")
    user.set_unusable_password()
    user.save(update_fields=["password"])
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "viva.accounts.backends.UsernameOrEmailBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return user, str(store.session_key)


def _seat(person: tuple[User, str], questions: tuple[Question, ...], minutes: int) -> Seat:
    from viva.live.services.sessions import create_practice_session

    user, cookie = person
    session = create_practice_session(user, choice=_choice(minutes), questions=questions)
    rows = list(session.interview.questions.order_by("order"))
    code = next(row for row in rows if row.spec["problem"])
    return Seat(
        session_id=session.pk,
        cookie=cookie,
        questions={str(row.pk): row.bank_id for row in rows},
        code_question=code.pk,
        starter=code.spec["problem"]["starters"]["python"],
    )


if __name__ == "__main__":
    print(json.dumps([asdict(each) for each in _make(int(sys.argv[1]), int(sys.argv[2]))]))
