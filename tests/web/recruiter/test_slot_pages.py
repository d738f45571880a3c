"""The week of slots, by hand and from weekly hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.web.recruiter.world import World, make_invited, make_slot
from viva.core.time import clock, now
from viva.live.services.inviting import When
from viva.scheduling.models import InterviewSlot

pytestmark = [pytest.mark.unit, pytest.mark.django_db]

HOME = "/dashboard/recruiter/slots/"
WEDNESDAY = datetime(2030, 3, 6, 12, tzinfo=UTC)


def local(days: float) -> str:
    return timezone.localtime(now() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")


def slot_words(**changes: Any) -> dict[str, Any]:
    return {"starts_at": local(4), "minutes": "45", "max_candidates": "2", "job": "", "notes": "", **changes}


def hours_words(**changes: Any) -> dict[str, Any]:
    return {
        "weekdays": ["0", "2"],
        "opens_at": "09:00",
        "closes_at": "11:00",
        "time_zone": "Europe/Paris",
        "slot_minutes": "45",
        "buffer_minutes": "15",
        "max_candidates": "1",
        "first_day": "2030-03-11",
        "last_day": "2030-03-24",
        "job": "",
        **changes,
    }


def test_a_slot_is_made_changed_and_cancelled_by_hand(world: World, recruiter: Client) -> None:
    recruiter.post(f"{HOME}new/", slot_words(job=world.job.pk))
    slot = InterviewSlot.objects.latest("pk")
    assert (slot.company, slot.job, slot.max_candidates) == (world.company, world.job, 2)
    assert slot.ends_at - slot.starts_at == timedelta(minutes=45)
    recruiter.post(f"{HOME}{slot.pk}/", slot_words(max_candidates="5"))
    recruiter.post(f"{HOME}{slot.pk}/cancel/", {"reason": "Holiday"})
    slot.refresh_from_db()
    assert (slot.max_candidates, slot.status, slot.cancel_reason) == (5, "cancelled", "Holiday")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("starts_at", ""),
        ("starts_at", "0001-01-01T00:00"),
        ("starts_at", "9999-12-31T23:59"),
        ("minutes", "0"),
        ("max_candidates", "0"),
        ("job", "99999"),
    ],
)
def test_a_slot_that_makes_no_sense_is_refused(world: World, recruiter: Client, field: str, value: str) -> None:
    assert recruiter.post(f"{HOME}new/", slot_words(**{field: value})).status_code == 400
    assert InterviewSlot.objects.count() == 1


def test_another_companys_job_is_not_to_be_had(world: World, recruiter: Client) -> None:
    from tests.factories.jobs import make_job

    assert recruiter.post(f"{HOME}new/", slot_words(job=make_job().pk)).status_code == 400


def test_fewer_places_than_are_taken_are_refused_and_said(world: World, recruiter: Client) -> None:
    slot = make_slot(world.company, places=2)
    for number in range(2):
        make_invited(world.job, world.recruiter, name=f"C{number}", email=f"c{number}@x.org", when=When(slot=slot))
    starts_at = timezone.localtime(slot.starts_at).strftime("%Y-%m-%dT%H:%M")
    page = recruiter.post(f"{HOME}{slot.pk}/", slot_words(starts_at=starts_at, max_candidates="1"))
    assert (page.status_code, page.context["form"].non_field_errors()) == (400, ["2 places are taken already."])


def test_only_one_never_booked_is_deleted(world: World, recruiter: Client) -> None:
    booked = make_slot(world.company)
    make_invited(world.job, world.recruiter, name="B", email="b@x.org", when=When(slot=booked))
    for slot in (world.slot, booked):
        recruiter.post(f"{HOME}{slot.pk}/delete/")
    assert list(InterviewSlot.objects.all()) == [booked]


class TestWeek:
    def days(self, recruiter: Client, query: str = "") -> Any:
        return recruiter.get(f"{HOME}{query}").context["days"]

    def test_it_runs_from_monday_to_sunday_and_knows_today(self, recruiter: Client) -> None:
        with clock(lambda: WEDNESDAY):
            days = self.days(recruiter)
        assert [str(day.day) for day in days][::6] == ["2030-03-04", "2030-03-10"]
        assert [day.is_today for day in days] == [False, False, True, False, False, False, False]
        assert [bool(day.new_at) for day in days] == [False, False, True, True, True, True, True]

    def test_a_slot_stands_on_the_day_of_the_viewers_zone(self, world: World, recruiter: Client) -> None:
        with clock(lambda: WEDNESDAY):
            make_slot(world.company, days=1.45)  # Thursday 22:48 in UTC, Friday in Kiritimati
            found = {}
            for zone in ("UTC", "Pacific/Kiritimati"):
                session = recruiter.session
                session["time_zone"] = zone
                session.save()
                found[zone] = [str(day.day) for day in self.days(recruiter) if day.slots]
        assert found == {"UTC": ["2030-03-07"], "Pacific/Kiritimati": ["2030-03-08"]}

    @pytest.mark.parametrize("week", ["x", "2030-02-30", "0001-01-01", "9999-12-31", "2030-W10"])
    def test_a_week_that_is_none_is_the_present_one(self, recruiter: Client, week: str) -> None:
        with clock(lambda: WEDNESDAY):
            assert str(self.days(recruiter, f"?week={week}")[0].day) == "2030-03-04"

    def test_it_costs_the_same_for_one_slot_and_for_many(self, world: World, recruiter: Client) -> None:
        def cost() -> int:
            day = timezone.localdate(world.slot.starts_at)
            with CaptureQueriesContext(connection) as caught:
                assert recruiter.get(f"{HOME}?week={day}").status_code == 200
            return len(caught)

        before = cost()
        for _ in range(30):
            make_slot(world.company, job=world.job)
        assert cost() == before

    def test_places_are_told_in_words_beside_the_dots(self, world: World, recruiter: Client) -> None:
        big = make_slot(world.company, places=40)
        page = recruiter.get(f"{HOME}?week={timezone.localdate(big.starts_at)}").content.decode()
        assert ("0 of 40 taken" in page, "0 of 1 taken" in page, page.count("slot-dot ")) == (True, True, 0)


class TestWeeklyHours:
    def test_they_are_looked_at_first_and_made_once(self, world: World, recruiter: Client) -> None:
        with clock(lambda: WEDNESDAY):
            looked = recruiter.post(f"{HOME}hours/", hours_words())
            assert (looked.context["count"], InterviewSlot.objects.count()) == (8, 1)
            for _ in range(2):
                recruiter.post(f"{HOME}hours/", hours_words(make="1"))
            again = recruiter.post(f"{HOME}hours/", hours_words())
        made = InterviewSlot.objects.filter(hours__isnull=False)
        assert (made.count(), again.context["count"], again.context["there"]) == (8, 0, 8)
        first = made.earliest("starts_at")
        assert (first.starts_at, first.company) == (datetime(2030, 3, 11, 8, tzinfo=UTC), world.company)

    def test_they_lead_to_the_week_of_the_viewers_zone(self, recruiter: Client) -> None:
        """Monday one o'clock in Kolkata is still Sunday, of the week before, in UTC."""
        session = recruiter.session
        session["time_zone"] = "Asia/Kolkata"
        session.save()
        words = hours_words(
            weekdays=["0"], opens_at="01:00", closes_at="02:00", time_zone="Asia/Kolkata", make="1"
        )
        with clock(lambda: WEDNESDAY):
            made = recruiter.post(f"{HOME}hours/", words)
        assert made["Location"] == f"{HOME}?week=2030-03-11"

    def test_summer_time_moves_them_with_the_clocks(self, recruiter: Client) -> None:
        words = hours_words(
            weekdays=["0"], first_day="2030-03-25", last_day="2030-04-07", closes_at="10:00", make="1"
        )
        with clock(lambda: WEDNESDAY):
            recruiter.post(f"{HOME}hours/", words)
        hours = [slot.starts_at.hour for slot in InterviewSlot.objects.filter(hours__isnull=False)]
        assert hours == [8, 7]

    @pytest.mark.parametrize(
        "changes",
        [
            {"weekdays": []},
            {"weekdays": ["9"]},
            {"closes_at": "08:00"},
            {"time_zone": "Mars/Olympus"},
            {"last_day": "2030-03-01"},
            {"last_day": "9999-12-31"},
            {"first_day": "x"},
            {"slot_minutes": "1", "last_day": "2031-03-01"},
        ],
    )
    @pytest.mark.parametrize("button", [{}, {"make": "1"}])
    def test_hours_that_make_no_sense_are_refused_whole(
        self, recruiter: Client, changes: dict[str, Any], button: dict[str, str]
    ) -> None:
        with clock(lambda: WEDNESDAY):
            assert recruiter.post(f"{HOME}hours/", hours_words(**changes, **button)).status_code == 400
        assert InterviewSlot.objects.count() == 1
