"""The rooms' writes take turns, in the order they came; none waits for ever behind a locked database."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator

import pytest
from django.db import OperationalError, connection

from tests.core.test_database_threads import DURABLE, pragmas
from viva.core.realtime import database
from viva.core.realtime.database import close_database_threads, in_database, write_in_database

pytestmark = [pytest.mark.unit, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def given_back() -> Iterator[None]:
    if connection.vendor != "sqlite":
        pytest.skip("other databases have many writers")
    yield
    close_database_threads()


async def test_writes_are_done_in_the_order_they_came() -> None:
    done: list[int] = []

    def write(number: int) -> None:
        time.sleep(0.02 if number == 0 else 0.0)
        done.append(number)

    await asyncio.gather(*(write_in_database(write, number) for number in range(8)))
    assert done == list(range(8))


async def test_one_thread_writes_and_none_that_reads() -> None:
    name = lambda: threading.current_thread().name  # noqa: E731
    writers = {await write_in_database(name) for _ in range(4)}
    readers = {await in_database(name) for _ in range(4)}
    assert (len(writers), writers & readers) == (1, set())


async def test_what_has_waited_too_long_is_refused_and_not_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "MOST_SECONDS_IN_QUEUE", 0.05)
    done: list[str] = []
    first = asyncio.create_task(write_in_database(time.sleep, 0.2))
    await asyncio.sleep(0)
    with pytest.raises(OperationalError):
        await write_in_database(done.append, "late")
    await first
    assert done == []


async def test_the_writing_thread_commits_durably() -> None:
    assert await write_in_database(pragmas) == DURABLE
