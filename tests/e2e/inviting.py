"""`python -m tests.e2e.inviting`: reads lists of wishes, each a line of JSON, and makes a company's interviews.

In the database of VIVA_DATA_DIR. A wish has `seconds` from now until its time (none: no time), and may have
`username` (the candidate's account), `state`, `consent`, `recorded` ("sound", "picture"), `code`, `long`, `slots`.
What was made of a list is printed as a line of JSON: {uuid, key, id} each.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta
from typing import Any
from uuid import uuid4

import django
from django.db import connections

from tests.server import Server

LONG = "A position whose name goes on and on without an end in sight " * 3


def invite(server: Server, *wishes: dict[str, Any]) -> list[dict[str, Any]]:
    """In a process of its own beside the server, where the next ones are made as well."""
    return json.loads(server.ask_beside("tests.e2e.inviting", json.dumps(wishes)))


def invited(server: Server, **wish: Any) -> dict[str, Any]:
    [interview] = invite(server, wish)
    return interview


def link(interview: dict[str, Any]) -> str:
    return f"/?session_key={interview['key']}"


def _make(wish: dict[str, Any]) -> dict[str, Any]:
    from tests.factories.accounts import RecruiterFactory
    from tests.factories.interviews import make_company
    from tests.factories.recordings import agree_to
    from tests.factories.sittings import agree, make_sitting
    from viva.accounts.models import Company, User
    from viva.core.time import now
    from viva.web.sample.content import question

    recruiter = RecruiterFactory(username=f"recruiter-{uuid4().hex}")  # other processes count their people too
    name = LONG[:200] if wish.get("long") else "Brightwater Labs"
    company = make_company((recruiter, "owner"), name=name)
    Company.objects.filter(pk=company.pk).update(contact="people@brightwater.example", colour="#7c3aed")
    company.refresh_from_db()
    named = ["calm-stretch", "broken-brackets"] if wish.get("code") else ["database-index", "lost-update"]
    interview = make_sitting(
        User.objects.get(username=wish["username"]) if wish.get("username") else None,
        recruiter=recruiter,
        company=company,
        starts_at=now() + timedelta(seconds=wish.get("seconds", 3600)),
        questions=[question(name) for name in named],
        enable_audio=bool(wish.get("recorded")),
        enable_video=wish.get("recorded") == "picture",
    )
    if wish.get("long"):
        type(interview).objects.filter(pk=interview.pk).update(job_role=LONG[:120])
    if wish.get("recorded") and wish.get("state") == "running":
        agree_to(interview, sound=True, picture=wish["recorded"] == "picture")
    elif wish.get("consent"):
        agree(interview)
    _SHAPES.get(wish.get("state", ""), lambda interview: None)(interview)
    if wish.get("slots"):
        _slots(interview, wish["slots"])
    return {"id": interview.pk, "uuid": str(interview.uuid), "key": interview.session_key}


def _cancelled(interview: Any) -> None:
    from viva.live.services.over_api import cancel_interview
    from viva.scheduling.services.times import Who

    cancel_interview(interview.pk, who=Who(), reason="The position has been filled.")


def _moved(interview: Any) -> None:
    from tests.factories.sittings import set_time

    set_time(interview, interview.scheduled_at + timedelta(days=1, hours=2))


def _unscheduled(interview: Any) -> None:
    type(interview).objects.filter(pk=interview.pk).update(scheduled_at=None, started_at=None, ended_at=None)


def _running(interview: Any) -> None:
    from tests.factories.sittings import begin

    begin(interview)


def _completed(interview: Any) -> None:
    from viva.core.time import now

    _running(interview)
    type(interview.session).objects.filter(interview=interview).update(status="completed")
    type(interview).objects.filter(pk=interview.pk).update(status="completed", completed_at=now())


_SHAPES = {
    "cancelled": _cancelled,
    "moved": _moved,
    "unscheduled": _unscheduled,
    "running": _running,
    "completed": _completed,
}


def _slots(interview: Any, number: int) -> None:
    """Two a day from tomorrow on; each third one is full."""
    from viva.core.time import now
    from viva.scheduling.models import InterviewSlot

    first = (now() + timedelta(days=1)).replace(minute=0, second=0, microsecond=0)
    for index in range(number):
        starts_at = first + timedelta(days=index // 4, minutes=45 * (index % 4))
        full = index % 3 == 2
        InterviewSlot.objects.create(
            company=interview.company,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=30),
            max_candidates=1,
            current_bookings=int(full),
            status="booked" if full else "available",
            created_at=now(),
        )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "viva.config.settings.dev")
    django.setup()
    for line in sys.stdin:
        made = [_make(wish) for wish in json.loads(line)]
        connections.close_all()  # whatever becomes of the server, nothing here holds its database
        print(json.dumps(made), flush=True)
