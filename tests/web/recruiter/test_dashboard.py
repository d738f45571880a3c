"""What needs a recruiter today."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.jobs import make_application
from tests.web.recruiter.world import World, make_invited
from viva.core.time import clock, now
from viva.insights.funnel import Funnel, funnel_of
from viva.interviews.enums import Status
from viva.interviews.models import Decision, Interview, PersonRequest
from viva.jobs.models import Stage
from viva.jobs.services import move_application
from viva.notifications.models import Mail, MailStatus

pytestmark = [pytest.mark.unit, pytest.mark.django_db]

HOME = "/dashboard/recruiter/"


def interview(world: World, name: str, **fields: Any) -> Interview:
    made = make_invited(world.job, world.recruiter, name=name, email=f"{name}@x.org")
    Interview.objects.filter(pk=made.pk).update(**fields)
    return made


def names(rows: Any) -> list[str]:
    return [row.candidate_name for row in rows]


def test_interviews_are_told_apart_by_the_viewers_day(world: World, recruiter: Client) -> None:
    Interview.objects.all().delete()
    noon = datetime(2030, 3, 6, 12, tzinfo=UTC)
    for name, at in (
        ("gone-yesterday", noon - timedelta(hours=13)),
        ("this-morning", noon - timedelta(hours=3)),
        ("tonight", noon + timedelta(hours=11)),
        ("tomorrow", noon + timedelta(hours=13)),
        ("no-time", None),
    ):
        interview(world, name, scheduled_at=at)
    interview(world, "cancelled", scheduled_at=noon, status=Status.CANCELLED)
    with clock(lambda: noon):
        context = recruiter.get(HOME).context
    assert (names(context["today"]), names(context["later"])) == (["this-morning", "tonight"], ["tomorrow"])
    assert names(context["untimed"]) == ["no-time"]


def test_what_was_held_waits_until_it_is_decided_the_oldest_first(world: World, recruiter: Client) -> None:
    for days in (1, 3, 2):
        interview(world, f"held-{days}", status="completed", completed_at=now() - timedelta(days=days))
    decided = interview(world, "decided", status="completed", completed_at=now())
    Decision.objects.create(interview=decided, by=world.owner, verdict="advance", created_at=now())
    assert names(recruiter.get(HOME).context["reviews"]) == ["held-3", "held-2", "held-1"]


def test_persons_asked_for_and_mail_that_failed_stand_on_top(world: World, recruiter: Client) -> None:
    first = world.interview
    PersonRequest.objects.create(interview=first, note="Please", created_at=now())
    handled = interview(world, "handled")
    PersonRequest.objects.create(interview=handled, created_at=now(), handled_at=now())
    told = Mail.objects.filter(interview_id=first.pk, kind="scheduled")
    told.update(status=MailStatus.FAILED, error="550 unknown")
    Mail.objects.filter(interview_id=handled.pk).update(status=MailStatus.SENT)
    context = recruiter.get(HOME).context
    assert [each.interview for each in context["persons"]] == [first]
    assert [each.interview_id for each in context["failed"]] == [first.pk]


def test_nothing_of_another_company_is_there(world: World) -> None:
    PersonRequest.objects.create(interview=world.interview, created_at=now())
    Mail.objects.update(status=MailStatus.FAILED)
    client = Client()
    client.force_login(world.foreigner)
    context = client.get(HOME).context
    lists = ("today", "later", "untimed", "reviews", "persons", "failed", "open_jobs")
    assert {name: len(context[name]) for name in lists} == dict.fromkeys(lists, 0)
    assert [count for _, count in context["funnel"]] == [0, 0, 0, 0]


def test_the_funnel_counts_what_happened_since(world: World) -> None:
    hired = make_application(world.job)
    for stage in (Stage.HIRED, Stage.REJECTED, Stage.HIRED):
        move_application(hired, stage=stage, by=world.owner)
    interview(world, "held", status="completed", completed_at=now())
    interview(world, "cancelled", status=Status.CANCELLED)
    assert funnel_of(world.company, since=now() - timedelta(days=1)) == Funnel(2, 2, 1, 1)
    assert funnel_of(world.company, since=now() + timedelta(days=1)) == Funnel(0, 0, 0, 0)


def test_it_costs_the_same_for_one_of_each_and_for_many(world: World, recruiter: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert recruiter.get(HOME).status_code == 200
        return len(caught)

    def more(number: int) -> None:
        interview(world, f"a{number}")
        interview(world, f"b{number}", scheduled_at=None)
        held = interview(world, f"c{number}", status="completed", completed_at=now())
        PersonRequest.objects.create(interview=held, created_at=now())
        Mail.objects.update(status=MailStatus.FAILED)

    more(0)
    before = cost()
    for number in range(1, 7):
        more(number)
    assert cost() == before
