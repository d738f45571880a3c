"""An interview from the recruiter's wish to the mail in the outbox: all of it or nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections

from tests.factories.accounts import UserFactory
from tests.factories.companies import make_company, make_member
from tests.factories.jobs import make_application, make_job
from tests.web.recruiter.world import make_slot
from viva.accounts.models import Company, User
from viva.ai.types import Question
from viva.audit.models import Entry
from viva.core.errors import StateForbids
from viva.core.time import now
from viva.interviews.enums import Status
from viva.interviews.models import Interview
from viva.interviews.services.question_sets import AskedQuestions, questions_from
from viva.jobs.models import Job
from viva.live import inviting
from viva.live.inviting import NoQuestions, invite_candidate
from viva.live.services.inviting import Invitee, Occasion, When
from viva.notifications.models import Mail
from viva.scheduling.errors import SlotFull
from viva.scheduling.models import InterviewSchedule

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db]

QUESTIONS = tuple(questions_from([{"question": "Why?", "type": "general", "difficulty": "easy"}]))
ANN = Invitee("Ann Lee", "ann@x.org")


def occasion_of(company: Company, job: Job | None = None) -> Occasion:
    return Occasion(
        company=company,
        title="Backend Engineer",
        job_role="Backend engineer",
        asked=AskedQuestions("technical", "medium", 1, QUESTIONS),
        minutes=45,
        job=job,
        skills=("SQL",),
    )


def invited(by: User, occasion: Occasion, when: When | None = None, **changes: Any) -> inviting.Invited:
    given = {"invitee": ANN, "uuid": uuid4(), "when": when or When(), **changes}
    return invite_candidate(by, occasion=occasion, **given)


def people() -> tuple[Company, User]:
    company = make_company()
    return company, make_member(company)


def test_a_time_gives_session_link_mail_and_record() -> None:
    company, recruiter = people()
    at = now() + timedelta(days=1)
    made = invited(recruiter, occasion_of(company), When(starts_at=at), extra_minutes=15)
    interview = made.interview
    assert (interview.scheduled_at, interview.ended_at) == (at, at + timedelta(minutes=60))
    assert (interview.purpose, interview.mode, interview.candidate_email) == ("hiring", "real", ANN.email)
    assert (interview.session.status, len(interview.session_key)) == ("preparing", 43)
    assert made.mail is not None
    assert (made.mail.kind, made.mail.to_email) == ("scheduled", "ann@x.org")
    actions = set(
        Entry.objects.filter(subject="interview", subject_id=interview.pk).values_list("action", flat=True)
    )
    assert actions == {"interview.created", "interview.scheduled"}


@pytest.mark.parametrize("wanted", [True, False])
def test_a_companys_interview_follows_the_answers_only_where_its_job_says_so(
    wanted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def plan(wanted: Any, *, asked: tuple[str, ...]) -> tuple[Question, ...]:
        return QUESTIONS

    monkeypatch.setattr(inviting, "plan_wanted", plan)
    company, recruiter = people()
    generated = AskedQuestions("technical", "medium", 1, adaptive=wanted)
    made = invited(recruiter, replace(occasion_of(company), asked=generated)).interview
    assert made.adaptive is wanted


def test_what_was_picked_for_a_job_is_never_exchanged() -> None:
    company, recruiter = people()
    picked = AskedQuestions("technical", "medium", 1, QUESTIONS, adaptive=True)
    made = invited(recruiter, replace(occasion_of(company), asked=picked)).interview
    assert (made.adaptive, made.questions.get().is_ai_generated) == (False, False)


def test_a_slot_is_booked_and_its_window_taken() -> None:
    company, recruiter = people()
    slot = make_slot(company)
    made = invited(recruiter, occasion_of(company), When(slot=slot))
    slot.refresh_from_db()
    assert (slot.current_bookings, made.interview.started_at, made.interview.ended_at) == (
        1,
        slot.starts_at,
        slot.ends_at,
    )


def test_without_a_time_the_candidate_gets_the_link_to_choose() -> None:
    company, recruiter = people()
    made = invited(recruiter, occasion_of(company))
    assert made.mail is not None
    assert (made.mail.kind, made.interview.scheduled_at, bool(made.interview.link_hash)) == (
        "choose_time",
        None,
        True,
    )


def test_nothing_stands_where_the_slot_is_full() -> None:
    company, recruiter = people()
    slot = make_slot(company)
    invited(recruiter, occasion_of(company), When(slot=slot))
    with pytest.raises(SlotFull):
        invited(recruiter, occasion_of(company), When(slot=slot), invitee=Invitee("B", "b@x.org"))
    mails = Mail.objects.exclude(kind="reminder")
    assert (Interview.objects.count(), InterviewSchedule.objects.count(), mails.count()) == (1, 1, 1)


def test_the_application_moves_on_and_never_back() -> None:
    application = make_application()
    job, recruiter = application.job, make_member(application.job.company)
    invitee = Invitee(application.name, application.email, application.candidate, application)
    made = invited(recruiter, occasion_of(job.company, job), invitee=invitee)
    application.refresh_from_db()
    assert (application.stage, made.interview.candidate) == ("invited", application.candidate)
    Interview.objects.all().update(status=Status.CANCELLED)
    job.applications.update(stage="rejected")
    invited(recruiter, occasion_of(job.company, job), invitee=invitee)
    application.refresh_from_db()
    assert application.stage == "rejected"


def test_a_candidate_has_one_open_interview_for_a_job() -> None:
    job = make_job()
    recruiter, occasion = make_member(job.company), occasion_of(job.company, job)
    first = invited(recruiter, occasion).interview
    for email in ("ann@x.org", "ANN@X.ORG"):
        with pytest.raises(StateForbids):
            invited(recruiter, occasion, invitee=replace(ANN, email=email))
    Interview.objects.filter(pk=first.pk).update(status=Status.CANCELLED)
    invited(recruiter, occasion)
    assert Interview.objects.count() == 2


def test_an_address_that_applied_with_an_account_is_the_same_candidate() -> None:
    job, account = make_job(), UserFactory()
    recruiter, occasion = make_member(job.company), occasion_of(job.company, job)
    invited(recruiter, occasion, invitee=Invitee("A", "a@x.org", account))
    with pytest.raises(StateForbids):
        invited(recruiter, occasion, invitee=Invitee("A", "other@x.org", account))


def test_the_engine_is_asked_outside_of_any_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    company, recruiter = people()
    outside = len(connection.savepoint_ids)
    seen: list[int] = []

    async def plan(wanted: Any, *, asked: tuple[str, ...]) -> tuple[Question, ...]:
        seen.append(len(connection.savepoint_ids))
        return QUESTIONS

    monkeypatch.setattr(inviting, "plan_wanted", plan)
    occasion = replace(occasion_of(company), asked=AskedQuestions("technical", "medium", 1))
    assert invited(recruiter, occasion).interview.questions.get().is_ai_generated
    assert seen == [outside]


def test_an_engine_that_fails_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    company, recruiter = people()

    async def plan(wanted: Any, *, asked: tuple[str, ...]) -> tuple[Question, ...]:
        raise TimeoutError

    monkeypatch.setattr(inviting, "plan_wanted", plan)
    occasion = replace(occasion_of(company), asked=AskedQuestions("technical", "medium", 5))
    with pytest.raises(NoQuestions):
        invited(recruiter, occasion)
    assert (Interview.objects.count(), Mail.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_the_same_form_twelve_times_at_once_makes_one_interview_and_one_mail() -> None:
    company, recruiter = people()
    uuid, at = uuid4(), now() + timedelta(days=1)

    def attempt(_: int) -> bool:
        try:
            invited(recruiter, occasion_of(company), When(starts_at=at), uuid=uuid)
        except StateForbids:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(6) as threads:
        passed = list(threads.map(attempt, range(12)))
    assert (sum(passed), Interview.objects.count(), Mail.objects.exclude(kind="reminder").count()) == (1, 1, 1)
