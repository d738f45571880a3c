"""When an interview may be begun: by the server's clock, to the very second, in every zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from viva.interviews.models import Interview
from viva.scheduling.windows import Window, WindowState, window_of

pytestmark = pytest.mark.unit
AT = datetime(2026, 3, 12, 4, 30, tzinfo=UTC)


def at(hours: int = 0, minutes: int = 0, seconds: float = 0) -> datetime:
    return AT + timedelta(hours=hours, minutes=minutes, seconds=seconds)


def state(moment: datetime, *, starts_at: datetime | None = AT, **fields: Any) -> str:
    return window_of(Interview(scheduled_at=starts_at, **fields), at=moment).state.value


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (at(hours=-24), "early"),
        (at(seconds=-0.000001), "early"),
        (at(), "open"),
        (at(minutes=10), "open"),
        (at(minutes=10, seconds=0.000001), "expired"),
        (at(minutes=10, seconds=1), "expired"),
        (at(hours=24 * 365), "expired"),
    ],
)
def test_it_opens_with_its_second_and_closes_after_ten_minutes(moment: datetime, expected: str) -> None:
    assert state(moment) == expected


@pytest.mark.parametrize(
    ("minutes", "last", "first_late"),
    [
        (0.0, at(), at(seconds=0.000001)),
        (0.5, at(seconds=30), at(seconds=30.000001)),
        (2.75, at(seconds=165), at(seconds=165.000001)),
        (1440.0, at(hours=24), at(hours=24, seconds=1)),
    ],
)
def test_the_minutes_of_grace_may_be_fractions(
    settings: Any, minutes: float, last: datetime, first_late: datetime
) -> None:
    settings.INTERVIEW_GRACE_MINUTES = minutes
    assert (state(last), state(first_late)) == ("open", "expired")


def test_a_window_says_when_it_opens_and_closes() -> None:
    window = window_of(Interview(scheduled_at=AT), at=AT)
    assert window == Window(WindowState.OPEN, AT, at(minutes=10), None)


def test_without_a_time_there_is_no_window() -> None:
    assert state(AT, starts_at=None) == "unscheduled"


@pytest.mark.parametrize(
    ("status", "moment", "ends_at", "expected"),
    [
        ("in_progress", at(minutes=40), at(minutes=45), "running"),
        ("in_progress", at(minutes=45), at(minutes=45), "completed"),
        ("in_progress", at(hours=9), None, "running"),
        ("completed", at(), None, "completed"),
        ("cancelled", at(), None, "cancelled"),
        ("cancelled", at(hours=9), None, "cancelled"),
    ],
)
def test_what_has_begun_or_is_over_needs_no_window(
    status: str, moment: datetime, ends_at: datetime | None, expected: str
) -> None:
    assert window_of(Interview(scheduled_at=AT, status=status), at=moment, ends_at=ends_at).state == expected


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Niue", "Asia/Kolkata", "America/St_Johns"])
def test_the_same_moment_counts_in_every_zone(zone: str) -> None:
    """Kiritimati is at +14, Niue at -11: 25 hours apart on the calendar, and the same instant."""
    there = AT.astimezone(ZoneInfo(zone))
    moments = [AT - timedelta(seconds=1), AT, at(minutes=10), at(minutes=10, seconds=1)]
    assert [state(each, starts_at=there) for each in moments] == ["early", "open", "open", "expired"]
    assert [state(each.astimezone(ZoneInfo(zone))) for each in moments] == ["early", "open", "open", "expired"]


@pytest.mark.parametrize(
    "starts_at",
    [
        datetime(2026, 3, 29, 0, 55, tzinfo=UTC),  # 01:55 in Berlin; the clocks jump at 01:00 UTC
        datetime(2026, 10, 25, 0, 55, tzinfo=UTC),  # 02:55 in Berlin; the hour comes again
    ],
)
def test_the_ten_minutes_are_ten_minutes_while_clocks_are_changed(starts_at: datetime) -> None:
    berlin = starts_at.astimezone(ZoneInfo("Europe/Berlin"))
    seconds = (0, 600, 601)
    found = [state(starts_at + timedelta(seconds=each), starts_at=berlin) for each in seconds]
    assert found == ["open", "open", "expired"]
