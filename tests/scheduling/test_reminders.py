"""Reminders: a day and an hour before, gone with the time they were of, none for what has passed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from tests.factories.bookings import book, make_waiting
from tests.moving_clock import NOON, Clock, moving_clock
from viva.notifications.models import Mail, MailKind
from viva.scheduling.services.booking import release_slot
from viva.scheduling.services.scheduling import schedule_at
from viva.scheduling.services.times import Who

pytestmark = [pytest.mark.unit, pytest.mark.django_db]

IN_THREE_DAYS = NOON + timedelta(days=3)


@pytest.fixture(autouse=True)
def time() -> Iterator[Clock]:
    with moving_clock() as moving:
        yield moving


class TestReminders:
    def planned(self) -> list[tuple[str, Any]]:
        waiting = Mail.objects.filter(kind=MailKind.REMINDER, status="queued").order_by("next_attempt_at")
        return [(mail.dedupe_key.split(":")[0], mail.next_attempt_at) for mail in waiting]

    def test_a_day_and_an_hour_before(self) -> None:
        book(make_waiting(), starts_at=IN_THREE_DAYS)
        assert self.planned() == [
            ("reminder-24h", IN_THREE_DAYS - timedelta(hours=24)),
            ("reminder-1h", IN_THREE_DAYS - timedelta(hours=1)),
        ]

    @pytest.mark.parametrize(
        ("ahead", "kinds"),
        [
            (timedelta(hours=24, seconds=1), ["reminder-24h", "reminder-1h"]),
            (timedelta(hours=24), ["reminder-1h"]),
            (timedelta(hours=1, seconds=1), ["reminder-1h"]),
            (timedelta(hours=1), []),
            (timedelta(minutes=5), []),
        ],
    )
    def test_a_late_booking_has_only_those_still_ahead(self, ahead: timedelta, kinds: list[str]) -> None:
        schedule_at(make_waiting(), starts_at=NOON + ahead, who=Who())
        assert [kind for kind, _ in self.planned()] == kinds

    def test_moved_the_old_ones_are_gone(self) -> None:
        interview = make_waiting()
        book(interview, starts_at=IN_THREE_DAYS)
        later = IN_THREE_DAYS + timedelta(days=1)
        book(interview, starts_at=later)
        assert [at for _, at in self.planned()] == [later - timedelta(hours=24), later - timedelta(hours=1)]

    def test_released_there_are_none(self) -> None:
        interview = make_waiting()
        booking = book(interview, starts_at=IN_THREE_DAYS)
        release_slot(booking.schedule.slot, interview=interview, who=Who())
        assert self.planned() == []

    def test_one_that_comes_too_late_is_left_to_the_next(self, time: Clock, settings: Any) -> None:
        """A server that is down from a day before until 50 minutes before sends one reminder, not two."""
        from django.core import mail as django_mail

        from viva.notifications.services.sending import send_due

        book(make_waiting(), starts_at=IN_THREE_DAYS)
        send_due()
        time.at = IN_THREE_DAYS - timedelta(minutes=50)
        send_due()
        assert [mail.subject.split(" - ")[0] for mail in django_mail.outbox] == [
            "Interview Scheduled",
            "Interview Reminder",
        ]
        assert self.planned() == []
