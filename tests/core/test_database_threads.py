"""The rooms' database threads: several calls at once, errors where they belong, connections given back."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator

import pytest
from django.db import connection

from viva.core.realtime.database import close_database_threads, in_database

pytestmark = [pytest.mark.unit, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def given_back() -> Iterator[None]:
    yield
    close_database_threads()


async def test_four_slow_calls_take_the_time_of_one() -> None:
    begun_at = time.monotonic()
    await asyncio.gather(*(in_database(time.sleep, 0.2) for _ in range(4)))
    assert time.monotonic() - begun_at < 0.6


async def test_no_more_threads_than_the_setting_says(settings) -> None:
    names = await asyncio.gather(*(in_database(_slow_name) for _ in range(20)))
    assert 1 < len(set(names)) <= settings.VIVA_ROOM_THREADS


def _slow_name() -> str:
    time.sleep(0.01)
    return threading.current_thread().name


async def test_an_error_is_raised_where_it_was_called_for() -> None:
    with pytest.raises(ZeroDivisionError):
        await in_database(lambda: 1 / 0)
    assert await in_database(lambda: 7) == 7


async def test_a_rooms_thread_has_the_settings_that_make_a_commit_durable() -> None:
    assert await in_database(pragmas) == DURABLE


DURABLE = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def pragmas() -> dict[str, object]:
    with connection.cursor() as cursor:
        return {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in DURABLE}
