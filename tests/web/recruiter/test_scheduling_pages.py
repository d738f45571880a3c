"""*Schedule interview*, and an interview after it: through the pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.jobs import make_application
from tests.web.recruiter.world import QUESTION, World, make_invited, make_slot
from viva.core.time import clock, now
from viva.interviews.models import Interview
from viva.interviews.services.question_sets import set_questions
from viva.live.services.inviting import When
from viva.notifications.models import Mail, MailStatus
from viva.scheduling.models import InterviewSchedule

pytestmark = [pytest.mark.unit, pytest.mark.django_db]

HOME = "/dashboard/recruiter/"


@pytest.fixture(autouse=True)
def _chosen_questions(world: World) -> None:
    """So that no engine is asked where a job is scheduled for."""
    words: Any = {
        "source": "chosen",
        "interview_type": "technical",
        "difficulty": "easy",
        "total_questions": 1,
        "template": None,
        "questions": [{**QUESTION, "bank_id": ""}],
    }
    set_questions(world.job, words=words, by=world.owner)


def given(**changes: Any) -> dict[str, Any]:
    return {"request_id": str(uuid4()), "duration_minutes": "45", "extra_minutes": "", "when": "choice", **changes}


def local(days: float) -> str:
    return timezone.localtime(now() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")


def made(name: str) -> Interview:
    return Interview.objects.get(candidate_name=name)


def test_an_application_is_scheduled_into_a_slot(world: World, recruiter: Client) -> None:
    path = f"{HOME}applications/{world.application.pk}/schedule/"
    response = recruiter.post(path, given(when="slot", slot=world.slot.pk, extra_minutes="15"))
    interview = made(world.application.name)
    assert response["Location"] == f"{HOME}schedule/{interview.pk}/"
    assert (interview.candidate, interview.extra_minutes) == (world.application.candidate, 15)
    assert InterviewSchedule.objects.get(interview=interview).slot == world.slot
    world.application.refresh_from_db()
    assert world.application.stage == "invited"


def test_somebody_new_is_scheduled_for_a_job_at_a_time(world: World, recruiter: Client) -> None:
    data = given(when="time", starts_at=local(5), name="Ann Lee", email="ann@x.org")
    recruiter.post(f"{HOME}jobs/{world.job.pk}/schedule/", data)
    interview = made("Ann Lee")
    assert (interview.job, interview.title, interview.questions.count()) == (world.job, world.job.title, 1)
    assert interview.scheduled_at is not None
    assert timezone.localtime(interview.scheduled_at).strftime("%Y-%m-%dT%H:%M") == data["starts_at"]


def test_an_interview_stands_alone_with_generated_questions(world: World, recruiter: Client) -> None:
    data = given(
        name="Ann Lee",
        email="ann@x.org",
        title="A talk about databases",
        job_role="Backend engineer",
        interview_type="technical",
        difficulty="medium",
        total_questions="3",
    )
    recruiter.post(f"{HOME}schedule/", data)
    interview = made("Ann Lee")
    assert (interview.job, interview.title, interview.questions.count()) == (None, "A talk about databases", 3)
    assert (interview.company, interview.scheduled_at) == (world.company, None)


def test_the_same_form_twice_is_one_interview(world: World, recruiter: Client) -> None:
    data = given(when="time", starts_at=local(5), name="Ann Lee", email="ann@x.org")
    path = f"{HOME}jobs/{world.job.pk}/schedule/"
    answers = {recruiter.post(path, data)["Location"] for _ in range(3)}
    assert answers == {f"{HOME}schedule/{made('Ann Lee').pk}/"}
    assert Mail.objects.exclude(kind="reminder").filter(to_email="ann@x.org").count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"email": "x"}, "email"),
        ({"when": "slot"}, "slot"),
        ({"when": "slot", "slot": "99999"}, "slot"),
        ({"when": "time"}, "starts_at"),
        ({"when": "time", "starts_at": "2001-01-01T10:00"}, "starts_at"),
        ({"when": "time", "starts_at": "9999-12-31T23:59"}, "starts_at"),
        ({"when": "time", "starts_at": "0001-01-01T00:00"}, "starts_at"),
        ({"when": "never"}, "when"),
        ({"duration_minutes": "0"}, "duration_minutes"),
        ({"extra_minutes": "-5"}, "extra_minutes"),
        ({"request_id": "x"}, "request_id"),
    ],
)
def test_what_makes_no_sense_is_told_at_its_field(
    world: World, recruiter: Client, changes: dict[str, str], field: str
) -> None:
    data = given(**{"name": "Ann Lee", "email": "ann@x.org", **changes})
    response = recruiter.post(f"{HOME}jobs/{world.job.pk}/schedule/", data)
    assert (response.status_code, list(response.context["form"].errors)) == (400, [field])
    assert Interview.objects.count() == 1


def test_another_companys_slot_and_a_full_one_are_not_offered(world: World, recruiter: Client) -> None:
    foreign = make_slot(world.foreigner.memberships.get().company)
    full = make_slot(world.company)
    make_invited(world.job, world.recruiter, name="B", email="b@x.org", when=When(slot=full))
    offered = recruiter.get(f"{HOME}jobs/{world.job.pk}/schedule/").context["form"].fields["slot"].choices
    assert [value for value, _ in offered] == ["", str(world.slot.pk)]
    assert str(foreign.pk) not in dict(offered)


def test_many_are_scheduled_and_who_is_not_is_told_why(world: World, recruiter: Client) -> None:
    slot = make_slot(world.company, places=2)
    others = [make_application(world.job) for _ in range(2)]
    ids = [each.pk for each in (world.application, *others)]
    page = recruiter.post(f"{HOME}schedule/many/", {**given(when="slot", slot=slot.pk), "application": ids})
    outcomes = page.context["outcomes"]
    assert sorted(bool(each.interview) for each in outcomes) == [False, True, True]
    assert [each.problem for each in outcomes if not each.interview] == ["This slot is fully booked."]
    assert InterviewSchedule.objects.filter(slot=slot).count() == 2


def test_many_take_only_the_desks_own(world: World, recruiter: Client) -> None:
    foreign = make_application()
    path = f"{HOME}schedule/many/"
    assert recruiter.get(f"{path}?application={foreign.pk}").status_code == 404
    assert recruiter.get(path).status_code == 404
    page = recruiter.get(f"{path}?application={foreign.pk}&application={world.application.pk}&application=x")
    assert page.context["applications"] == [world.application]


class TestAfterwards:
    def page(self, recruiter: Client, interview: Interview) -> Any:
        return recruiter.get(f"{HOME}schedule/{interview.pk}/")

    @pytest.mark.parametrize(
        ("status", "told"),
        [
            (MailStatus.QUEUED, "The e-mail is on its way"),
            (MailStatus.SENT, "The e-mail was sent"),
            (MailStatus.RETRYING, "The e-mail could not be sent yet"),
            (MailStatus.FAILED, "The e-mail could not be sent"),
        ],
    )
    def test_it_says_how_the_mail_fares(
        self, world: World, recruiter: Client, settings: Any, status: str, told: str
    ) -> None:
        settings.EMAIL_HOST = "smtp.x.org"
        Mail.objects.update(
            status=status, sent_at=now(), error="550 no such user" if status == MailStatus.FAILED else ""
        )
        html = self.page(recruiter, world.interview).content.decode()
        assert told in html
        assert ("550 no such user" in html) == (status == MailStatus.FAILED)
        assert ("can also see the link in the dashboard" in html) == (status in {"failed", "retrying"})
        assert ("hx-get" in html) == (status == MailStatus.QUEUED)

    def test_its_details_lead_back_to_where_it_is_moved_and_called_off(
        self, world: World, recruiter: Client
    ) -> None:
        there = f'href="{HOME}schedule/{world.interview.pk}/"'
        assert there in recruiter.get(f"{HOME}interviews/{world.interview.pk}/").content.decode()
        reviewer = Client()
        reviewer.force_login(world.reviewer)
        assert there not in reviewer.get(f"{HOME}interviews/{world.interview.pk}/").content.decode()

    def test_the_link_is_whole_and_from_the_base_url(self, world: World, recruiter: Client, settings: Any) -> None:
        settings.VIVA_BASE_URL = "https://viva.example"
        page = recruiter.get(f"{HOME}schedule/{world.interview.pk}/", headers={"host": "localhost"})
        assert page.context["link"] == f"https://viva.example/?session_key={world.interview.session_key}"

    def test_it_is_moved_released_and_cancelled(self, world: World, recruiter: Client) -> None:
        path = f"{HOME}schedule/{world.interview.pk}/"
        recruiter.post(f"{path}move/", {"when": "slot", "slot": world.slot.pk})
        world.interview.refresh_from_db()
        assert world.interview.scheduled_at == world.slot.starts_at
        recruiter.post(f"{path}move/", {"when": "time", "starts_at": local(9)})
        world.slot.refresh_from_db()
        assert world.slot.current_bookings == 0
        recruiter.post(f"{path}release/", {"reason": "The room is taken"})
        world.interview.refresh_from_db()
        assert world.interview.scheduled_at is None
        recruiter.post(f"{path}move/", {"when": "choice"})
        recruiter.post(f"{path}cancel/", {"reason": "The job is filled"})
        world.interview.refresh_from_db()
        assert (world.interview.status, world.interview.cancel_reason) == ("cancelled", "The job is filled")
        assert "The job is filled" in self.page(recruiter, world.interview).content.decode()
        kinds = list(
            Mail.objects.exclude(kind__in=["reminder", "member_invited"])
            .order_by("pk")
            .values_list("kind", flat=True)
        )
        assert kinds[:5] == ["scheduled", "rescheduled", "rescheduled", "cancelled", "choose_time"]

    def test_a_place_in_a_slot_is_given_back(self, world: World, recruiter: Client) -> None:
        interview = make_invited(world.job, world.recruiter, name="B", email="b@x.org", when=When(slot=world.slot))
        recruiter.post(f"{HOME}schedule/{interview.pk}/release/", {"reason": ""})
        world.slot.refresh_from_db()
        assert (world.slot.current_bookings, InterviewSchedule.objects.get().status) == (0, "released")

    def test_a_time_that_makes_no_sense_is_told_and_changes_nothing(self, world: World, recruiter: Client) -> None:
        path = f"{HOME}schedule/{world.interview.pk}/"
        before = world.interview.scheduled_at
        for data in ({}, {"when": "choice"}, {"when": "time", "starts_at": "x"}, {"when": "slot", "slot": "x"}):
            assert recruiter.post(f"{path}move/", data).status_code == 400
        assert recruiter.post(f"{path}cancel/", {"reason": "x" * 501}).status_code == 400
        world.interview.refresh_from_db()
        assert (world.interview.scheduled_at, world.interview.status) == (before, "scheduled")

    def test_one_that_nobody_came_to_says_so(self, world: World, recruiter: Client) -> None:
        with clock(lambda: now_later):
            html = self.page(recruiter, world.interview).content.decode()
        assert "the candidate has not begun" in html


now_later = now() + timedelta(days=5)


def test_a_mistyped_address_is_mended_and_the_new_one_invited(world: World, recruiter: Client) -> None:
    path = f"{HOME}schedule/{world.interview.pk}/"
    old = world.interview.session_key
    answer = recruiter.post(f"{path}candidate/", {"name": "Samira Haddad", "email": "samira@x.org"}, follow=True)
    assert b"The new address gets an e-mail with a new link." in answer.content
    world.interview.refresh_from_db()
    assert world.interview.candidate_email == "samira@x.org"
    shown = answer.content.decode()
    assert (old in shown, world.interview.session_key in shown) == (False, True)


def test_an_address_that_is_none_is_shown_again_with_what_was_typed(world: World, recruiter: Client) -> None:
    answer = recruiter.post(f"{HOME}schedule/{world.interview.pk}/candidate/", {"name": "S", "email": "nobody"})
    assert (answer.status_code, b'value="nobody"' in answer.content) == (400, True)
    world.interview.refresh_from_db()
    assert world.interview.candidate_email == "s@x.org"
