"""Jobs and applications, made through the services."""

from __future__ import annotations

from tests.factories.accounts import UserFactory
from tests.factories.companies import make_company, make_member
from viva.accounts.models import Company, User
from viva.jobs.models import Application, Job
from viva.jobs.services import apply_for, create_job


def make_job(company: Company | None = None, *, title: str = "Backend Engineer", status: str = "open") -> Job:
    company = company or make_company()
    words = {
        "title": title,
        "description": "Services.",
        "required_skills": ["Python"],
        "seniority": "mid",
        "duration_minutes": 45,
        "status": status,
    }
    return create_job(make_member(company), company=company, words=words)


def make_application(job: Job | None = None, *, candidate: User | None = None) -> Application:
    return apply_for(job or make_job(), candidate=candidate or UserFactory(), note="Please.")
