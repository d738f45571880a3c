"""The window in which an interview may be begun: a pure function of its times and the server's clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from django.conf import settings

from viva.interviews.enums import Status
from viva.interviews.models import Interview


class WindowState(StrEnum):
    """`open`: may be begun now. `running`: has begun and is within its length."""

    UNSCHEDULED = "unscheduled"
    EARLY = "early"
    OPEN = "open"
    RUNNING = "running"
    EXPIRED = "expired"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Window:
    """`latest` is the last moment at which it may be begun; all times in UTC, None where none is set."""

    state: WindowState
    starts_at: datetime | None
    latest: datetime | None
    ends_at: datetime | None


def window_of(interview: Interview, *, at: datetime, ends_at: datetime | None = None) -> Window:
    """How the interview stands at `at`. `ends_at` is the session's end once it has begun.

    It may be begun from its very second to `INTERVIEW_GRACE_MINUTES` after it, both included. One that has begun
    and whose time is over counts as completed: the room's clock is about to close it.
    """
    # In UTC: in a zone of its own Python adds to what the clocks show, an hour wrong where they are changed.
    starts_at = interview.scheduled_at.astimezone(UTC) if interview.scheduled_at else None
    latest = starts_at + timedelta(minutes=settings.INTERVIEW_GRACE_MINUTES) if starts_at else None
    state = _state(interview.status, at=at, starts_at=starts_at, latest=latest, ends_at=ends_at)
    return Window(state, starts_at, latest, ends_at)


def _state(
    status: str, *, at: datetime, starts_at: datetime | None, latest: datetime | None, ends_at: datetime | None
) -> WindowState:
    if status == Status.CANCELLED:
        return WindowState.CANCELLED
    if status == Status.COMPLETED:
        return WindowState.COMPLETED
    if status == Status.IN_PROGRESS:
        return WindowState.COMPLETED if ends_at and at >= ends_at else WindowState.RUNNING
    if starts_at is None or latest is None:
        return WindowState.UNSCHEDULED
    if at < starts_at:
        return WindowState.EARLY
    return WindowState.OPEN if at <= latest else WindowState.EXPIRED
