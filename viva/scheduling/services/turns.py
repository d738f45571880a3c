"""Those of this process who come to one slot at once take turns.

A courtesy, no guard: without it all is as exact (tests/scheduling/test_races.py runs without). With it nobody
begins a transaction on a slot that is full by the time it is theirs, nor polls for SQLite's lock and is overtaken
for half a second by those who came later.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from django.db import connection

_LONGEST_WAIT_SECONDS = 5.0
_queues = tuple(Lock() for _ in range(64))


@contextmanager
def turn(slot_id: int) -> Iterator[None]:
    """Go on when the one before has ended or is very slow; at once in a transaction, which others may await."""
    queue = _queues[slot_id % len(_queues)]
    is_mine = not connection.in_atomic_block and queue.acquire(timeout=_LONGEST_WAIT_SECONDS)
    try:
        yield
    finally:
        if is_mine:
            queue.release()
