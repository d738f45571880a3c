"""A clock that a test moves."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from viva.core.time import clock

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)  # a Sunday


class Clock:
    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, **lapse: float) -> None:
        """As `timedelta` counts."""
        self.at += timedelta(**lapse)


@contextlib.contextmanager
def moving_clock(at: datetime = NOON) -> Iterator[Clock]:
    moving = Clock(at)
    with clock(moving):
        yield moving
