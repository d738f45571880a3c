"""One page of an authenticated list against raw SQL and orjson, in one process; by CPU time.

`python -m benchmarks.listing`, with VIVA_DATA_DIR set, migrates, makes PEOPLE people with EACH interviews, and
prints as JSON: a token of one of them, the statements of the list with their parameters, and the microseconds.
The raw side runs the very statements of the call over sqlite3 and encodes the rows; it neither signs in nor
looks at who asks.
"""

from __future__ import annotations

import io
import json
import sqlite3
import sys
import time
from collections.abc import Callable
from typing import Any

import django
import orjson

PEOPLE, EACH = 20, 200
SIZES = (20, 100)
ROUNDS, CALLS = 9, 40


def main() -> None:
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    token, user = _people()
    statements = _statements(user)
    found = {str(size): _compare(size, token, statements) for size in SIZES}
    print(json.dumps({"token": token, "statements": statements, "microseconds": found}))


def _people() -> tuple[str, Any]:
    """The token of the first person, and that person."""
    from viva.accounts.families import open_family
    from viva.accounts.models import User
    from viva.api.v1.common import tokens

    people = [
        User.objects.create(username=f"bench{number}", email=f"bench{number}@example.org")
        for number in range(PEOPLE)
    ]
    for _ in range(EACH):
        _interviews(people)
    return tokens.issue(open_family(people[0]))["access"], people[0]


def _interviews(people: list[Any]) -> None:
    from viva.core.time import now
    from viva.interviews.models import Interview

    at = now()
    Interview.objects.bulk_create(
        Interview(
            user=person,
            title="AI Interview - Practice",
            description="Practice for the next interview.",
            job_role="Backend engineer",
            required_skills=["Python", "SQL", "Django"],
            status="completed",
            created_at=at,
            started_at=at,
            completed_at=at,
            total_score=32.5,
            max_score=40.0,
            percentage=81.25,
            overall_score=81.25,
        )
        for person in people
    )


def _statements(user: Any) -> dict[str, Any]:
    from django.db import connection

    from viva.accounts.actors import UserActor
    from viva.api.v1.interviews.listing import _statements as compiled
    from viva.api.v1.interviews.shapes import ROW

    kept = compiled(connection.vendor, ())
    return {
        "count": kept.count.replace("%s", "?"),
        "rows": kept.rows.replace("%s", "?"),
        "parameters": kept.parameters(UserActor(user), {}),
        "keys": list(ROW),
    }


def _compare(size: int, token: str, statements: dict[str, Any]) -> dict[str, float]:
    """The best round of each side, taken in turns, in microseconds of CPU a call."""
    from django.conf import settings

    listed = _listed(size, token)
    assert len(json.loads(listed())["results"]) == size
    raw = raw_page(sqlite3.connect(settings.DATABASES["default"]["NAME"]), statements, size)
    assert len(json.loads(raw())["results"]) == size
    rounds = [(_cpu(listed), _cpu(raw)) for _ in range(ROUNDS)]
    return {"list": min(each[0] for each in rounds), "raw": min(each[1] for each in rounds)}


def _listed(size: int, token: str) -> Callable[[], bytes]:
    """A call through the whole WSGI application."""
    from viva.config.wsgi import application

    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/api/v1/interviews/",
        "QUERY_STRING": f"page_size={size}",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "HTTP_HOST": "localhost",
        "HTTP_AUTHORIZATION": f"Bearer {token}",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.errors": sys.stderr,
    }

    def call() -> bytes:
        answer = application({**environ, "wsgi.input": io.BytesIO()}, lambda *_: None)
        try:
            return b"".join(answer)
        finally:
            answer.close()

    return call


def raw_page(connection: Any, statements: dict[str, Any], size: int) -> Callable[[], bytes]:
    """The first page by the same SQL, encoded as it comes."""
    parameters, keys = statements["parameters"], statements["keys"]

    def call() -> bytes:
        count = connection.execute(statements["count"], parameters).fetchone()[0]
        rows = connection.execute(statements["rows"], [*parameters, size, 0]).fetchall()
        results = [dict(zip(keys, row, strict=True)) for row in rows]
        return orjson.dumps({"count": count, "next": None, "previous": None, "results": results})

    return call


def _cpu(call: Callable[[], bytes]) -> float:
    began = time.process_time()
    for _ in range(CALLS):
        call()
    return (time.process_time() - began) / CALLS * 1e6


if __name__ == "__main__":
    main()
