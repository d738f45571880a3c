"""Jobs and applications over the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.clients import client_of
from tests.api.stored import everything_stored
from tests.factories.accounts import UserFactory
from tests.factories.companies import make_company, make_member
from tests.factories.jobs import make_application, make_job
from viva.accounts.models import MemberRole
from viva.jobs.models import Application, Job

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db]

JOBS, APPLICATIONS = "/api/v1/jobs/", "/api/v1/applications/"


def test_a_job_has_the_shape_that_is_described() -> None:
    job = make_job()
    told = client_of(UserFactory()).get(f"{JOBS}{job.pk}/").json()
    assert told.pop("created_at").endswith("Z")
    assert told == {
        "id": job.pk,
        "company": job.company_id,
        "company_name": "Brightwater Labs",
        "title": "Backend Engineer",
        "description": "Services.",
        "required_skills": ["Python"],
        "seniority": "mid",
        "duration_minutes": 45,
        "status": "open",
    }


def test_lists_are_pages_newest_first_and_narrowed() -> None:
    company = make_company()
    first, second = make_job(company), make_job(company, status="closed")
    client = client_of(make_member(company))
    page = client.get(JOBS).json()
    assert list(page) == ["count", "next", "previous", "results"]
    assert [row["id"] for row in page["results"]] == [second.pk, first.pk]
    assert [row["id"] for row in client.get(f"{JOBS}?status=closed").json()["results"]] == [second.pk]
    assert client.get(f"{JOBS}?status=ajar").json().keys() == {"status"}


def test_applications_are_narrowed_by_job_and_stage() -> None:
    company = make_company()
    one, other = make_application(make_job(company)), make_application(make_job(company))
    Application.objects.filter(pk=other.pk).update(stage="invited")
    client = client_of(make_member(company))

    def ids(query: str) -> list[int]:
        return [row["id"] for row in client.get(APPLICATIONS + query).json()["results"]]

    assert ids("") == [other.pk, one.pk]
    assert ids(f"?job={one.job_id}") == [one.pk]
    assert ids("?stage=invited") == [other.pk]
    assert ids(f"?stage=invited&job={one.job_id}") == []


@pytest.mark.parametrize("path", [JOBS, APPLICATIONS])
def test_the_number_of_queries_does_not_grow(path: str) -> None:
    company = make_company()
    client = client_of(make_member(company))
    counts = []
    for more in (1, 9, 90):
        for _ in range(more):
            make_application(make_job(company))
        with CaptureQueriesContext(connection) as caught:
            page = client.get(f"{path}?page_size=100").json()
        counts.append((len(caught), len(page["results"])))
    assert counts == [(counts[0][0], 1), (counts[0][0], 10), (counts[0][0], 100)]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"required_skills": "Python"}, "required_skills"),
        ({"required_skills": ["x" * 61]}, "required_skills.0"),
        ({"seniority": "wise"}, "seniority"),
        ({"duration_minutes": 2**70}, "duration_minutes"),
        ({"status": "ajar"}, "status"),
    ],
)
def test_a_wrong_field_of_a_job_is_named(change: dict[str, object], field: str) -> None:
    job = make_job()
    client = client_of(make_member(job.company))
    before = everything_stored()
    for response in (client.post(JOBS, {"title": "T"} | change), client.patch(f"{JOBS}{job.pk}/", change)):
        assert (response.status_code, [name.partition(".")[0] for name in response.json()]) == (
            400,
            [field.partition(".")[0]],
        )
    assert everything_stored() == before


def test_a_job_is_of_a_company_that_one_acts_for() -> None:
    company, other = make_company(), make_company()
    client = client_of(make_member(company))
    assert client.post(JOBS, {"title": "T"}).json()["company"] == company.pk
    assert client.post(JOBS, {"title": "T", "company": other.pk}).status_code == 400
    assert client.patch(f"{JOBS}{Job.objects.get().pk}/", {"company": other.pk}).json()["company"] == company.pk


def test_a_reviewer_reads_and_no_more() -> None:
    application = make_application()
    reviewer = client_of(make_member(application.job.company, MemberRole.REVIEWER))
    job = f"{JOBS}{application.job_id}/"
    assert reviewer.get(job).status_code == 200
    answers = [
        reviewer.patch(job, {"title": "X"}),
        reviewer.delete(job),
        reviewer.post(JOBS, {"title": "X"}),
        reviewer.post(APPLICATIONS, {"job": application.job_id, "name": "A", "email": "a@x.example"}),
        reviewer.patch(f"{APPLICATIONS}{application.pk}/", {"stage": "hired"}),
    ]
    assert [answer.status_code for answer in answers] == [403] * 5


def test_a_job_with_applications_is_not_deleted() -> None:
    application = make_application()
    client = client_of(make_member(application.job.company))
    assert client.delete(f"{JOBS}{application.job_id}/").status_code == 409
    assert Job.objects.count() == 1


class TestApplying:
    def test_a_candidate_applies_in_their_own_name(self) -> None:
        job, user, other = make_job(), UserFactory(), UserFactory()
        sent: dict[str, Any] = {
            "job": job.pk,
            "note": "Please.",
            "name": other.name,
            "email": other.email,
            "candidate": other.pk,
            "stage": "hired",
        }
        response = client_of(user).post(APPLICATIONS, sent)
        told = response.json()
        assert (response.status_code, told["name"], told["email"]) == (201, user.name, user.email)
        assert (told["candidate"], told["stage"], told["job_title"]) == (user.pk, "applied", job.title)

    def test_twice_is_409(self) -> None:
        application = make_application()
        response = client_of(application.candidate).post(APPLICATIONS, {"job": application.job_id})
        assert (response.status_code, list(response.json())) == (409, ["detail"])

    def test_a_closed_job_is_not_there_to_apply_to(self) -> None:
        job = make_job(status="closed")
        response = client_of(UserFactory()).post(APPLICATIONS, {"job": job.pk})
        assert (response.status_code, list(response.json())) == (400, ["job"])

    def test_the_company_names_whom_it_adds(self) -> None:
        job = make_job()
        client = client_of(make_member(job.company))
        assert list(client.post(APPLICATIONS, {"job": job.pk}).json()) == ["name", "email"]
        told = client.post(APPLICATIONS, {"job": job.pk, "name": "Ann", "email": "ann@x.example"}).json()
        assert (told["name"], told["email"], told["candidate"]) == ("Ann", "ann@x.example", None)

    def test_a_candidate_withdraws_and_decides_nothing_else(self) -> None:
        application = make_application()
        client, path = client_of(application.candidate), f"{APPLICATIONS}{application.pk}/"
        assert client.patch(path, {"stage": "hired"}).status_code == 403
        assert client.patch(path, {"stage": "withdrawn"}).json()["stage"] == "withdrawn"
        company = client_of(make_member(application.job.company))
        assert company.patch(path, {"stage": "hired"}).status_code == 409
