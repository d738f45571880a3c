"""Slots from weekly hours: on the clocks of a time zone, right across the days on which those are changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import TypedDict
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from viva.accounts.models import Company
from viva.accounts.selectors import known_time_zones
from viva.audit.services import record
from viva.core.errors import StateForbids
from viva.core.time import now
from viva.jobs.models import Job
from viva.scheduling.models import InterviewSlot, WeeklyHours
from viva.scheduling.services.times import Who

MOST_SLOTS = 1000  # that one generation may make
MOST_DAYS = 366
_EARLIEST, _LATEST = date(2000, 1, 1), date(2200, 1, 1)


class HoursWords(TypedDict):
    """What a recruiter decides; see WeeklyHours."""

    job: Job | None
    weekday: int
    opens_at: time
    closes_at: time
    time_zone: str
    slot_minutes: int
    buffer_minutes: int
    max_candidates: int
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Planned:
    """A slot that the hours give, both times in UTC; `is_there` already, whatever has become of it since."""

    starts_at: datetime
    ends_at: datetime
    is_there: bool


def preview_slots(company: Company, *, words: HoursWords) -> list[Planned]:
    """What `generate_slots` would make of these hours now, and what it made of them before. Writes nothing.

    Raises StateForbids for hours that make no sense.
    """
    hours = _hours(company, words)
    stored = WeeklyHours.objects.filter(company=company, **words).order_by("pk").first()
    there = set(stored.slots.values_list("starts_at", flat=True)) if stored else set()
    return [Planned(starts_at, ends_at, starts_at in there) for starts_at, ends_at in _ahead(hours)]


@transaction.atomic
def generate_slots(company: Company, *, words: HoursWords, who: Who) -> list[InterviewSlot]:
    """The slots of these hours that lie ahead and are not there yet; the same hours again make none twice.

    Raises StateForbids for hours that make no sense.
    """
    wanted = _hours(company, words)
    # Two who send the same form at once make one row of hours.
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)
    hours, _is_new = WeeklyHours.objects.get_or_create(company=company, **words, defaults={"created_at": now()})
    there = set(hours.slots.values_list("starts_at", flat=True))
    made = InterviewSlot.objects.bulk_create(
        [_slot(hours, starts_at, ends_at, who) for starts_at, ends_at in _ahead(wanted) if starts_at not in there]
    )
    record(
        "hours.generated",
        subject="hours",
        subject_id=hours.pk,
        actor_id=who.user_id,
        company_id=company.pk,
        slots=len(made),
    )
    return made


def times_of(hours: WeeklyHours) -> Iterator[tuple[datetime, datetime]]:
    """Start and end of each slot in UTC, in order.

    A local time that the clocks jump over is left out; of one that comes twice the first counts. A slot has its
    full length in minutes that pass, none begins before the one before has ended with its buffer, and none ends
    after the hours have closed.
    """
    zone = ZoneInfo(hours.time_zone)
    length, buffer = timedelta(minutes=hours.slot_minutes), timedelta(minutes=hours.buffer_minutes)
    for day in _days(hours):
        free_from = datetime.min.replace(tzinfo=UTC)
        closes = _closing(day, hours.closes_at, zone)
        for clock in _steps(datetime.combine(day, hours.opens_at), hours.closes_at, length, buffer):
            starts_at = _in_utc(clock, zone)
            if starts_at is None or starts_at < free_from or starts_at + length > closes:
                continue
            yield starts_at, starts_at + length
            free_from = starts_at + length + buffer


def _days(hours: WeeklyHours) -> Iterator[date]:
    day = hours.first_day + timedelta(days=(hours.weekday - hours.first_day.weekday()) % 7)
    while day <= hours.last_day:
        yield day
        day += timedelta(days=7)


def _steps(opens: datetime, closes_at: time, length: timedelta, buffer: timedelta) -> Iterator[datetime]:
    """What the clocks show when slots begin, if nobody touches them."""
    closes = datetime.combine(opens.date(), closes_at)
    while opens + length <= closes:
        yield opens
        opens += length + buffer


def _in_utc(clock: datetime, zone: ZoneInfo) -> datetime | None:
    """The first moment at which the clocks show that; None where they jump over it."""
    moment = clock.replace(tzinfo=zone, fold=0).astimezone(UTC)
    return moment if moment.astimezone(zone).replace(tzinfo=None) == clock else None


def _closing(day: date, closes_at: time, zone: ZoneInfo) -> datetime:
    """The earlier reading where the clocks are changed just then."""
    local = datetime.combine(day, closes_at, tzinfo=zone)
    return min(local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))


def _ahead(hours: WeeklyHours) -> list[tuple[datetime, datetime]]:
    moment = now()
    ahead = (each for each in times_of(hours) if each[0] > moment)
    found = list(islice(ahead, MOST_SLOTS + 1))
    if len(found) > MOST_SLOTS:
        raise StateForbids(_("These are more than %(most)d slots. Choose fewer days.") % {"most": MOST_SLOTS})
    return found


def _hours(company: Company, words: HoursWords) -> WeeklyHours:
    """Not stored. Raises StateForbids for what makes no sense."""
    if words["job"] and words["job"].company_id != company.pk:
        raise StateForbids(_("The job is of another company."))
    if words["closes_at"] <= words["opens_at"]:
        raise StateForbids(_("The hours close after they open."))
    if words["time_zone"] not in known_time_zones():
        raise StateForbids(_("There is no time zone of this name."))
    if not _EARLIEST <= words["first_day"] <= words["last_day"] <= _LATEST:
        raise StateForbids(_("The last day comes after the first one."))
    if (words["last_day"] - words["first_day"]).days > MOST_DAYS:
        raise StateForbids(_("Choose at most %(most)d days.") % {"most": MOST_DAYS})
    if not 0 <= words["weekday"] <= 6 or words["slot_minutes"] < 1 or words["max_candidates"] < 1:
        raise StateForbids(_("Slots need a day of the week, a length and a place."))
    return WeeklyHours(company=company, **words)


def _slot(hours: WeeklyHours, starts_at: datetime, ends_at: datetime, who: Who) -> InterviewSlot:
    return InterviewSlot(
        company_id=hours.company_id,
        job_id=hours.job_id,
        created_by_id=who.user_id,
        hours=hours,
        starts_at=starts_at,
        ends_at=ends_at,
        max_candidates=hours.max_candidates,
        created_at=now(),
    )
