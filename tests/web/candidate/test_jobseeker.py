"""A candidate's dashboard."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.accounts import UserFactory
from tests.factories.companies import make_company
from tests.factories.jobs import make_application, make_job
from tests.factories.sittings import begin, make_sitting
from viva.accounts.models import User
from viva.core.time import now
from viva.interviews.models import Interview
from viva.jobs.models import Stage

pytestmark = [pytest.mark.unit, pytest.mark.django_db]

PATH = "/dashboard/jobseeker/"


@pytest.fixture
def candidate(client: Client) -> User:
    user = UserFactory()
    client.force_login(user)
    return user


def page(client: Client, **headers: str) -> str:
    answer = client.get(PATH, headers=headers)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_link_is_whole_and_of_no_host_that_asked(client: Client, candidate: User, settings: Any) -> None:
    settings.VIVA_BASE_URL = "https://hire.brightwater.example"
    settings.ALLOWED_HOSTS = ["*"]
    interview = make_sitting(candidate)
    shown = page(client, host="evil.example", x_forwarded_host="worse.example")
    assert f'value="https://hire.brightwater.example/interview/ready/{interview.uuid}/"' in shown
    assert "evil.example" not in shown
    assert "worse.example" not in shown
    assert interview.session_key not in shown


def test_interviews_for_a_job_and_alone_say_what_they_are_for(client: Client, candidate: User) -> None:
    company = make_company()
    make_sitting(candidate, company=company, job=make_job(company, title="Probe engineer"))
    make_sitting(candidate, company=company)
    shown = page(client)
    assert "Probe engineer" in shown
    assert "Backend engineer" in shown
    assert shown.count("Brightwater Labs") >= 2


def test_the_time_is_told_in_the_viewers_zone_else_in_the_display_zone(client: Client, candidate: User) -> None:
    make_sitting(candidate)
    assert "IST" in page(client)
    session = client.session
    session["time_zone"] = "Pacific/Niue"
    session.save()
    assert "UTC-11:00" in page(client)


def test_others_interviews_and_applications_are_not_there(client: Client, candidate: User) -> None:
    other = UserFactory()
    interview = make_sitting(other)
    application = make_application(candidate=other)
    assert str(interview.uuid) not in page(client)
    assert application.job.title not in page(client)
    assert client.post(f"{PATH}applications/{application.pk}/withdraw/").status_code == 404
    application.refresh_from_db()
    assert application.stage == Stage.APPLIED


def test_an_application_shows_its_stage_and_is_withdrawn(client: Client, candidate: User) -> None:
    application = make_application(candidate=candidate)
    assert "Applied" in page(client)
    answer = client.post(f"{PATH}applications/{application.pk}/withdraw/", follow=True)
    application.refresh_from_db()
    assert application.stage == Stage.WITHDRAWN
    assert "Your application is withdrawn." in answer.content.decode()


def test_a_decided_application_is_not_withdrawn(client: Client, candidate: User) -> None:
    application = make_application(candidate=candidate)
    type(application).objects.filter(pk=application.pk).update(stage=Stage.REJECTED)
    answer = client.post(f"{PATH}applications/{application.pk}/withdraw/", follow=True)
    assert "has been decided" in answer.content.decode()


def test_a_score_is_not_shown_until_it_is_released(client: Client, candidate: User) -> None:
    interview = make_sitting(candidate, consent=True)
    begin(interview)
    done = {"status": "completed", "completed_at": now(), "overall_score": 73.0}
    Interview.objects.filter(pk=interview.pk).update(**done)
    for path in (PATH, f"/interview/ready/{interview.uuid}/", "/interviews/", "/profile/", "/insights/"):
        shown = client.get(path).content.decode()
        assert "73/100" not in shown, path
        assert "See your result" not in shown, path
    Interview.objects.filter(pk=interview.pk).update(released_at=now())
    assert "See your result" in page(client)
    assert "See your result" in client.get(f"/interview/ready/{interview.uuid}/").content.decode()


def test_one_interview_and_a_hundred_cost_the_same_queries(client: Client, candidate: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page(client)
        return len(asked)

    company = make_company()
    recruiter = make_application(make_job(company), candidate=candidate).job.created_by
    make_sitting(candidate, company=company, recruiter=recruiter)
    few = queries()
    rows = [
        Interview(user=recruiter, candidate=candidate, company=company, title=f"{n}", created_at=now())
        for n in range(100)
    ]
    Interview.objects.bulk_create(rows)
    for number in range(10):
        make_application(make_job(company, title=f"Job {number}"), candidate=candidate)
    assert queries() == few


def test_without_a_sign_in_it_asks_for_one(client: Client) -> None:
    assert client.get(PATH)["Location"] == f"/accounts/login/?next={PATH}"


def test_one_under_way_is_resumed_from_the_list_of_ones_interviews(client: Client, candidate: User) -> None:
    interview = make_sitting(candidate, consent=True)
    begin(interview)
    assert f'href="/interview/start/{interview.uuid}/"' in client.get("/interviews/").content.decode()
    client.force_login(interview.user)
    assert "Resume" not in client.get("/interviews/").content.decode()
