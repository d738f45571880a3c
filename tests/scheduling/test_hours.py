"""Slots from weekly hours: right on the clocks of their zone, on the days of change too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.factories.companies import make_company
from tests.factories.jobs import make_job
from tests.factories.slots import NOBODY, hours_words
from viva.core.errors import StateForbids
from viva.core.time import clock
from viva.scheduling.models import InterviewSlot, WeeklyHours
from viva.scheduling.services.hours import generate_slots, preview_slots, times_of
from viva.scheduling.services.slots import cancel_slot

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def in_february() -> Iterator[None]:
    with clock(lambda: datetime(2026, 2, 1, tzinfo=UTC)):
        yield


def local(**changes: Any) -> list[str]:
    """Start and end of each slot on the clocks of the hours' zone."""
    hours = WeeklyHours(**hours_words(**changes))
    zone = ZoneInfo(hours.time_zone)
    return [
        f"{starts_at.astimezone(zone):%d %H:%M%z} {ends_at.astimezone(zone):%H:%M}"
        for starts_at, ends_at in times_of(hours)
    ]


def test_a_slot_follows_the_other_with_a_buffer_until_the_hours_close() -> None:
    assert local() == ["02 09:00+0100 09:45", "02 10:00+0100 10:45", "02 11:00+0100 11:45"]


def test_a_slot_may_end_when_the_hours_close_and_not_later() -> None:
    assert local(buffer_minutes=0, closes_at=time(10, 30)) == ["02 09:00+0100 09:45", "02 09:45+0100 10:30"]
    assert local(buffer_minutes=0, closes_at=time(10, 29)) == ["02 09:00+0100 09:45"]


def test_only_the_day_of_the_week_counts_both_ends_included() -> None:
    days = local(first_day=date(2026, 3, 2), last_day=date(2026, 3, 16), closes_at=time(9, 45))
    assert [day[:2] for day in days] == ["02", "09", "16"]
    assert local(weekday=6, first_day=date(2026, 3, 2), last_day=date(2026, 3, 7)) == []


def test_nine_is_nine_before_and_after_the_clocks_are_changed() -> None:
    found = local(first_day=date(2026, 3, 23), last_day=date(2026, 3, 30), closes_at=time(9, 45))
    assert found == ["23 09:00+0100 09:45", "30 09:00+0200 09:45"]


def test_times_that_the_clocks_jump_over_are_left_out() -> None:
    """Berlin, 29 March 2026: two o'clock is three o'clock. The slot at 01:45 really ends at 03:30."""
    found = local(
        weekday=6,
        first_day=date(2026, 3, 29),
        last_day=date(2026, 3, 29),
        opens_at=time(1),
        closes_at=time(4),
        buffer_minutes=0,
    )
    assert found == ["29 01:00+0100 01:45", "29 01:45+0100 03:30"]


def test_of_times_that_come_twice_the_first_counts() -> None:
    """Berlin, 25 October 2026: the hour from two to three comes twice."""
    found = local(
        weekday=6,
        first_day=date(2026, 10, 25),
        last_day=date(2026, 10, 25),
        opens_at=time(1, 30),
        closes_at=time(4),
        slot_minutes=30,
        buffer_minutes=0,
    )
    assert found == [
        "25 01:30+0200 02:00",
        "25 02:00+0200 02:30",
        "25 02:30+0200 02:00",
        "25 03:00+0100 03:30",
        "25 03:30+0100 04:00",
    ]


def test_hours_that_close_in_the_gap_have_no_slot_beyond_it() -> None:
    found = local(
        weekday=6,
        first_day=date(2026, 3, 29),
        last_day=date(2026, 3, 29),
        opens_at=time(1),
        closes_at=time(2, 30),
        slot_minutes=30,
        buffer_minutes=0,
    )
    assert found == ["29 01:00+0100 01:30"]


@pytest.mark.parametrize(
    ("zone", "first"), [("Pacific/Kiritimati", "2026-03-01T19:00:00"), ("Pacific/Niue", "2026-03-02T20:00:00")]
)
def test_a_monday_is_a_monday_at_both_ends_of_the_world(zone: str, first: str) -> None:
    starts_at, _ends_at = next(times_of(WeeklyHours(**hours_words(time_zone=zone))))
    assert starts_at == datetime.fromisoformat(first).replace(tzinfo=UTC)


def test_what_is_previewed_is_what_is_made() -> None:
    company = make_company()
    planned = preview_slots(company, words=hours_words())
    assert (len(planned), [each.is_there for each in planned], InterviewSlot.objects.count()) == (
        3,
        [False] * 3,
        0,
    )
    made = generate_slots(company, words=hours_words(max_candidates=2), who=NOBODY)
    assert [(each.starts_at, each.ends_at) for each in made] == [
        (each.starts_at, each.ends_at) for each in planned
    ]
    assert [each.max_candidates for each in made] == [2, 2, 2]


def test_the_same_hours_again_make_nothing_twice_and_revive_nothing() -> None:
    company = make_company()
    first, *_ = generate_slots(company, words=hours_words(), who=NOBODY)
    cancel_slot(first, reason="", who=NOBODY)
    assert generate_slots(company, words=hours_words(), who=NOBODY) == []
    assert [each.is_there for each in preview_slots(company, words=hours_words())] == [True] * 3
    assert (WeeklyHours.objects.count(), InterviewSlot.objects.count()) == (1, 3)


def test_another_companys_hours_are_its_own() -> None:
    made = [generate_slots(make_company(name), words=hours_words(), who=NOBODY) for name in ("One", "Two")]
    assert [len(each) for each in made] == [3, 3]


def test_what_has_passed_is_not_made() -> None:
    with clock(lambda: datetime(2026, 3, 2, 9, 0, tzinfo=UTC)):
        made = generate_slots(make_company(), words=hours_words(), who=NOBODY)
    assert [f"{each.starts_at:%H:%M}" for each in made] == ["10:00"]


def test_the_job_of_another_company_is_refused() -> None:
    with pytest.raises(StateForbids):
        generate_slots(make_company(), words=hours_words(job=make_job()), who=NOBODY)


@pytest.mark.parametrize(
    "changes",
    [
        {"closes_at": time(9)},
        {"time_zone": "Mars/Olympus"},
        {"last_day": date(2026, 3, 1)},
        {"last_day": date(2027, 3, 4)},
        {"first_day": date(1, 1, 1)},
        {"last_day": date(9999, 12, 31)},
        {"weekday": 7},
        {"slot_minutes": 0},
        {"max_candidates": 0},
        {"slot_minutes": 1, "buffer_minutes": 0, "last_day": date(2027, 3, 1)},
    ],
)
def test_hours_that_make_no_sense_are_refused_and_nothing_is_stored(changes: dict[str, Any]) -> None:
    with pytest.raises(StateForbids):
        generate_slots(make_company(), words=hours_words(**changes), who=NOBODY)
    assert (WeeklyHours.objects.count(), InterviewSlot.objects.count()) == (0, 0)
