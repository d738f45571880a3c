"""Attempts in parallel never pass the cap together, on the real database file or server."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.db.models import F

from viva.accounts import limits
from viva.accounts.limits import Attempt, Limit
from viva.accounts.models import AttemptCount

pytestmark = [pytest.mark.integration, pytest.mark.services]

CAP, THREADS, TRIES = 10, 12, 4
TRY = Attempt(Limit("a race", CAP), "ann")


@pytest.fixture
def database(django_db_setup: None, django_db_blocker: Any, tmp_path: Path) -> Iterator[str]:
    """The alias of a database that threads share: a file of its own for SQLite, else the test's server."""
    with django_db_blocker.unblock():
        if connection.vendor != "sqlite":
            yield "default"
            AttemptCount.objects.all().delete()
            return
        connections.settings["race"] = {**connections.settings["default"], "NAME": tmp_path / "race.sqlite3"}
        with connections["race"].schema_editor() as editor:
            editor.create_model(AttemptCount)
        yield "race"
        connections["race"].close()
        del connections["race"], connections.settings["race"]


def _hammer(count: Callable[..., bool], database: str) -> int:
    """How many of THREADS times TRIES simultaneous attempts pass."""
    passed: list[bool] = []
    start = threading.Barrier(THREADS)

    def attack() -> None:
        start.wait(timeout=30)
        passed.extend(count(TRY, using=database) for _ in range(TRIES))
        connections[database].close()

    threads = [threading.Thread(target=attack) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(passed) == THREADS * TRIES
    return sum(passed)


def test_exactly_the_cap_passes_whatever_the_concurrency(database: str) -> None:
    assert _hammer(limits.count, database) == CAP
    assert AttemptCount.objects.using(database).get().count == CAP


def test_the_race_is_lost_without_the_guard(database: str) -> None:
    """The control: the same attack on a check that acts afterwards lets more than the cap pass."""
    AttemptCount.objects.using(database).create(key=TRY.key, window_start="2026-03-01T12:00:00Z", count=CAP - 1)

    def check_then_act(attempt: Attempt, *, using: str) -> bool:
        row = AttemptCount.objects.using(using).filter(key=attempt.key)
        if row.get().count >= attempt.limit.cap:
            return False
        time.sleep(0.05)
        return row.update(count=F("count") + 1) == 1

    assert _hammer(check_then_act, database) > 1
