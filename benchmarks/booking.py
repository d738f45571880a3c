"""A storm of 500 clients on a slot of 20 places, on SQLite and on PostgreSQL.

In one process, by turns, over the same threads and connections: clients that the booking service answers in a
second (20 booked, 480 told that it is full), and bare locked transactions in a second (the same UPDATE and INSERT,
raw, on the same tables, each with a place). The storm has at least half of their rate. Then once through the
server over HTTP. Each storm is exact: as many bookings as places, counted and stored, and no answer but
booked or full.
The best round of each side counts: whatever else the machine does only ever takes time away.

Shown beside it, without a limit: the storm by bare transactions alone, and the service with a place for everybody.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx

from benchmarks.outcome import Outcome, Ratio
from benchmarks.seating import ROOT, environment
from tests.postgres import binaries, postgres
from tests.server import Server

LEAST_SHARE = 0.5
CONNECTIONS = 50
UNLIMITED = str(10**9)


def measure() -> Outcome:
    found = {}
    for name, opened in _databases().items():
        with (
            opened as database,
            tempfile.TemporaryDirectory(prefix="viva-bench-", ignore_cleanup_errors=True) as at,
        ):
            found[name] = _storm(Path(at), database)
    return _judge(found)


def _databases() -> dict[str, contextlib.AbstractContextManager[dict[str, str]]]:
    """By name: what the environment says of each. PostgreSQL is left out where there is none to start."""
    sqlite = contextlib.nullcontext({})
    return {"SQLite": sqlite} | ({"PostgreSQL": _postgres()} if binaries() else {})


@contextlib.contextmanager
def _postgres() -> Iterator[dict[str, str]]:
    with postgres(durable=True) as url:
        yield {"DATABASE_URL": url}


def _storm(folder: Path, database: dict[str, str]) -> dict[str, Any]:
    made = subprocess.run(
        [sys.executable, "-m", "benchmarks.storming"],
        cwd=ROOT,
        env=environment(folder) | database,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found: dict[str, Any] = json.loads(made.stdout)
    server = Server(folder, VIVA_API_CALLS_PER_MINUTE=UNLIMITED, VIVA_API_WRITES_PER_MINUTE=UNLIMITED, **database)
    try:
        server.start(demo=False)
        found["over_http"] = _over_http(server.url, found.pop("over_http"))
    finally:
        server.stop()
    return found


def _over_http(url: str, order: dict[str, Any]) -> dict[str, int]:
    """How often each status was answered, by its number as text; and what the slot counts in the end."""
    place = f"/api/v1/interviews/slots/{order['slot']}/"
    headers = {"Authorization": f"Bearer {order['token']}"}
    limits = httpx.Limits(max_connections=CONNECTIONS)
    with httpx.Client(base_url=url, headers=headers, timeout=120, limits=limits) as client:

        def book(interview: int) -> str:
            return str(client.post(f"{place}book_slot/", json={"interview_id": interview}).status_code)

        with ThreadPoolExecutor(CONNECTIONS) as pool:
            statuses = Counter(pool.map(book, order["interviews"]))
        return {**statuses, "counted": client.get(place).json()["current_bookings"]}


def _judge(found: dict[str, dict[str, Any]]) -> Outcome:
    ratios, lines = [], []
    for name, each in found.items():
        storm, bare, bare_storm, all_booked = (
            max(each[kind]) for kind in ("storm", "bare", "bare_storm", "all_booked")
        )
        ratios.append(Ratio(f"{name}: bare transactions against the storm", bare / storm, 1 / LEAST_SHARE))
        wrong = each["wrong"] + (each["over_http"] != each["expected_over_http"])
        ratios.append(Ratio(f"{name}: storms that were not exact", wrong, 0))
        lines.append(
            f"{name}: {storm:.0f} clients answered a second against {bare:.0f} bare transactions; "
            f"{bare_storm:.0f} in a bare storm; {all_booked:.0f} a second where everybody is booked"
        )
        lines.append(f"{name}, over HTTP: {each['over_http']}")
    if "PostgreSQL" not in found:
        lines.append("NOT RUN on PostgreSQL: no server binaries")
    return Outcome("booking", tuple(ratios), tuple(lines), found)
