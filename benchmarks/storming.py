"""The storms of `benchmarks.booking`, in a process of their own: `python -m benchmarks.storming` prints JSON.

Its threads are as many as serve pages, each with a database connection that is kept; the clients wait for them.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from viva.accounts.models import Company, User
    from viva.interviews.models import Interview
    from viva.scheduling.models import InterviewSlot

CLIENTS, PLACES, ROUNDS = 500, 20, 5
_UPDATE = (
    "UPDATE scheduling_interviewslot SET current_bookings = current_bookings + 1"
    " WHERE id = %s AND current_bookings < max_candidates AND status <> 'cancelled' AND starts_at > %s"
)
_INSERT = (
    "INSERT INTO scheduling_interviewschedule (slot_id, interview_id, status, booking_notes, booked_at, reason)"
    " VALUES (%s, %s, 'booked', '', %s, '')"
)


def storms() -> dict[str, Any]:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0, interactive=False)
    company, user = _people()
    found: dict[str, Any] = {"wrong": 0, **{kind.name: [] for kind in KINDS}}
    with ThreadPoolExecutor(settings.VIVA_PAGE_THREADS) as pool:
        for turn in range(ROUNDS + 1):
            for kind in KINDS:
                rate, exact = _storm(pool, kind, company, user)
                found["wrong"] += not exact
                if turn:  # a first turn warms all up
                    found[kind.name].append(rate)
        list(pool.map(lambda _: connections.close_all(), range(settings.VIVA_PAGE_THREADS)))
    return found | _for_http(company, user)


def _storm(pool: ThreadPoolExecutor, kind: Kind, company: Company, user: User) -> tuple[float, bool]:
    """Clients answered a second, and whether as many were booked, counted and stored as there are places."""
    from viva.interviews.models import Interview
    from viva.scheduling.models import InterviewSchedule

    slot, ids = _slot(company, kind.places), _interviews(company, user, kind.clients)
    interviews = list(Interview.objects.filter(pk__in=ids))
    began = time.perf_counter()
    booked = sum(pool.map(lambda interview: kind.book(slot, interview), interviews))
    seconds = time.perf_counter() - began
    slot.refresh_from_db()
    rows = InterviewSchedule.objects.filter(slot=slot, status="booked").count()
    return kind.clients / seconds, (booked, slot.current_bookings, rows) == (kind.places,) * 3


def _by_service(slot: InterviewSlot, interview: Interview) -> bool:
    from viva.scheduling.errors import SlotFull
    from viva.scheduling.services.booking import Who, book_slot

    try:
        book_slot(slot, interview=interview, who=Who())
    except SlotFull:
        return False
    return True


def _bare(slot: InterviewSlot, interview: Interview) -> bool:
    from django.db import connection, transaction

    from viva.core.time import now

    moment = now()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_UPDATE, [slot.pk, moment])
        if not cursor.rowcount:
            transaction.set_rollback(True)
            return False
        cursor.execute(_INSERT, [slot.pk, interview.pk, moment])
    return True


@dataclass(frozen=True, slots=True)
class Kind:
    """So many clients at once on so many places."""

    name: str
    book: Callable[[InterviewSlot, Interview], bool]
    clients: int
    places: int


KINDS = (
    Kind("storm", _by_service, CLIENTS, PLACES),
    Kind("bare", _bare, CLIENTS, CLIENTS),
    Kind("bare_storm", _bare, CLIENTS, PLACES),
    Kind("all_booked", _by_service, CLIENTS // 5, CLIENTS // 5),
)


def _people() -> tuple[Company, User]:
    from viva.accounts.models import Company, Membership, User

    company = Company.objects.create(name="Storm")
    user = User.objects.create(username="bench", email="bench@example.org", role="recruiter")
    Membership.objects.create(company=company, user=user)
    return company, user


def _slot(company: Company, places: int) -> InterviewSlot:
    from viva.core.time import now
    from viva.scheduling.services.slots import create_slot
    from viva.scheduling.services.times import Who

    at = now() + timedelta(days=1)
    return create_slot(
        company,
        words={
            "job": None,
            "starts_at": at,
            "ends_at": at + timedelta(minutes=45),
            "max_candidates": places,
            "notes": "",
        },
        who=Who(),
    )


def _interviews(company: Company, user: User, count: int) -> list[int]:
    from viva.core.time import now
    from viva.interviews.models import Interview

    rows = [
        Interview(
            user=user,
            company=company,
            purpose="hiring",
            title="Backend Engineer",
            candidate_name=f"Candidate {number}",
            candidate_email=f"candidate{number}@example.org",
            created_at=now(),
        )
        for number in range(count)
    ]
    return [row.pk for row in Interview.objects.bulk_create(rows)]


def _for_http(company: Company, user: User) -> dict[str, Any]:
    """What is needed to ask the server for the same storm, and what it has to answer."""
    from viva.accounts.families import open_family
    from viva.api.v1.common import tokens

    order = {
        "slot": _slot(company, PLACES).pk,
        "interviews": _interviews(company, user, CLIENTS),
        "token": tokens.issue(open_family(user))["access"],
    }
    return {
        "over_http": order,
        "expected_over_http": {"201": PLACES, "409": CLIENTS - PLACES, "counted": PLACES},
    }


if __name__ == "__main__":
    json.dump(storms(), sys.stdout)
