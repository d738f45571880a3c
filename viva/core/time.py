"""The one clock. Time windows, reminders and timers are tested by moving it, never by waiting."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime


def _system_clock() -> datetime:
    return datetime.now(UTC)


_clock: Callable[[], datetime] = _system_clock


def now() -> datetime:
    """The current time, aware, in UTC."""
    return _clock()


@contextmanager
def clock(replacement: Callable[[], datetime]) -> Iterator[None]:
    """Let `now()` ask `replacement` (in all threads) until the block ends."""
    global _clock
    before, _clock = _clock, replacement
    try:
        yield
    finally:
        _clock = before
