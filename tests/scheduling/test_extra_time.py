"""Extra time: granted until the interview begins, told to its candidate, and no part of what is judged."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from tests.api.clients import client_of
from tests.api.v1.interviews.asking import url
from tests.factories.accounts import RecruiterFactory, UserFactory
from tests.factories.companies import make_member
from tests.factories.reviews import make_held
from tests.factories.sittings import begin, fresh, make_sitting
from tests.live.conversation import Conversation, script
from tests.web.meeting.asking import open_link, start_at
from tests.web.recruiter.review.asking import shown
from tests.web.recruiter.world import World, make_world
from viva.accounts.models import Company, MemberRole, User
from viva.core.errors import StateForbids
from viva.core.time import now
from viva.interviews.models import Interview
from viva.live.clock import RoomClock
from viva.live.conductor.events import Tick
from viva.live.conductor.script import SILENCE_SECONDS
from viva.live.scripts import plan_of
from viva.live.selectors import patience_with
from viva.scheduling.services.booking import book_slot
from viva.scheduling.services.extra_time import grant_extra_time
from viva.scheduling.services.times import Who

pytestmark = [pytest.mark.unit, pytest.mark.django_db]


def owner_of(interview: Interview) -> User:
    return interview.user


def page_of(world: World) -> str:
    return f"/dashboard/recruiter/schedule/{world.interview.pk}/"


@pytest.mark.parametrize(
    ("given", "minutes"),
    [
        ({"extra_time": "25"}, 12),  # of 45: a begun minute is a whole one
        ({"extra_time": "50"}, 23),
        ({"extra_time": "100"}, 45),
        ({"extra_time": "", "extra_minutes": "7"}, 7),
        ({"extra_time": "", "extra_minutes": ""}, 0),
    ],
)
def test_a_share_or_minutes_are_granted_on_the_page(given: dict[str, str], minutes: int) -> None:
    world = make_world()
    client = Client()
    client.force_login(world.recruiter)
    client.post(f"{page_of(world)}extra-time/", given)
    interview = fresh(world.interview)
    assert interview.extra_minutes == minutes
    assert interview.ended_at == interview.scheduled_at + timedelta(minutes=45 + minutes)
    assert (f"45 minutes + {minutes}" in client.get(page_of(world)).content.decode()) is (minutes > 0)


@pytest.mark.parametrize("given", [{"extra_time": "33"}, {"extra_minutes": "-1"}, {"extra_minutes": "9999"}])
def test_what_is_no_extra_time_changes_nothing(given: dict[str, str]) -> None:
    world = make_world()
    client = Client()
    client.force_login(world.recruiter)
    assert client.post(f"{page_of(world)}extra-time/", given).status_code == 400
    assert fresh(world.interview).extra_minutes == 0


def test_once_it_has_begun_it_stays_as_it_is() -> None:
    interview = make_sitting(starts_at=now())
    begin(interview)
    with pytest.raises(StateForbids):
        grant_extra_time(interview, minutes=15, who=Who())
    assert fresh(interview).extra_minutes == 0


def test_a_place_in_a_slot_keeps_the_slots_end() -> None:
    world = make_world()
    book_slot(world.slot, interview=world.interview, who=Who())
    assert grant_extra_time(world.interview, minutes=15, who=Who())
    assert fresh(world.interview).ended_at == world.slot.ends_at


def test_the_clock_and_every_nudge_wait_as_much_longer(client: Client) -> None:
    at = now()
    interview = make_sitting(starts_at=at, consent=True)
    grant_extra_time(interview, minutes=15, who=Who())
    started = start_at(client, interview, at).json()
    assert started["ends_at"][:16] == (at + timedelta(minutes=45)).strftime("%Y-%m-%dT%H:%M")
    session = fresh(interview).session
    assert (plan_of(session).script.minutes, plan_of(session).script.patience) == (45, 1.5)
    assert patience_with(session.pk) == 1.5
    rooms = RoomClock()
    rooms.join(session, "tab")
    assert rooms.silences() == {session.pk: SILENCE_SECONDS * 1.5}


def test_the_candidate_is_told_before_it_begins(client: Client) -> None:
    interview = make_sitting()
    told = "15 minutes of it are the extra time that you have"
    assert told not in open_link(client, interview).content.decode()
    grant_extra_time(interview, minutes=15, who=Who())
    page = open_link(client, interview).content.decode()
    assert told in page
    assert "45 minutes" in page


def test_who_judges_is_not_told() -> None:
    held = make_held()
    Interview.objects.filter(pk=held.interview.pk).update(extra_minutes=17)
    assert "17" not in shown(held.reviewer, held.interview).split("Length")[1].split("</dd>")[0]
    world = make_world()
    Interview.objects.filter(pk=world.interview.pk).update(extra_minutes=17)
    client = Client()
    client.force_login(world.reviewer)
    assert "+ 17" not in client.get(page_of(world)).content.decode()


def test_who_has_extra_time_is_waited_for_as_much_longer_in_a_silence() -> None:
    patient = Conversation(replace(script(), patience=1.5))
    patient.begin()
    assert patient.happens(Tick(at=400, silent_for=269)) == []
    assert patient.happens(Tick(at=401, silent_for=270)) == ["nudge"]


class TestOverTheApi:
    def test_it_is_given_with_the_interview_and_changed_until_the_start(self) -> None:
        interview = make_sitting()
        recruiter = client_of(owner_of(interview))
        answer = recruiter.patch(url(interview), {"extra_minutes": 10})
        assert (answer.status_code, answer.json()["extra_minutes"]) == (200, 10)
        assert fresh(interview).ended_at == interview.scheduled_at + timedelta(minutes=40)
        Interview.objects.filter(pk=interview.pk).update(status="in_progress")
        assert recruiter.patch(url(interview), {"extra_minutes": 20}).status_code == 409
        made = recruiter.post(
            "/api/v1/interviews/",
            {
                "title": "Another",
                "job_role": "Engineer",
                "candidate_name": "Ada",
                "candidate_email": "ada@people.example",
                "questions": [{"question_text": "What is a lock?"}],
                "extra_minutes": 8,
            },
        )
        assert made.json()["interview"]["extra_minutes"] == 8

    def test_the_outsider_the_reviewer_and_the_candidate_cannot_change_it(self) -> None:
        candidate = UserFactory()
        interview = make_sitting(candidate)
        company = Company.objects.get(pk=interview.company_id)
        reviewer = make_member(company, MemberRole.REVIEWER)
        others = {RecruiterFactory(): 404, reviewer: 403, candidate: 403}
        for user, status in others.items():
            assert client_of(user).patch(url(interview), {"extra_minutes": 60}).status_code == status
        assert fresh(interview).extra_minutes == 0

    def test_its_candidate_reads_it_and_a_reviewer_does_not(self) -> None:
        candidate = UserFactory()
        interview = make_sitting(candidate)
        grant_extra_time(interview, minutes=15, who=Who())
        reviewer = make_member(Company.objects.get(pk=interview.company_id), MemberRole.REVIEWER)
        read = {
            user: client_of(user).get(url(interview)).json()["extra_minutes"] for user in (candidate, reviewer)
        }
        assert read == {candidate: 15, reviewer: None}

    def test_practice_has_none(self) -> None:
        body = {"title": "Mine", "job_role": "Engineer", "use_ai": False, "extra_minutes": 5}
        answer = client_of(UserFactory()).post("/api/v1/interviews/", body)
        assert (answer.status_code, list(answer.json())) == (400, ["extra_minutes"])
