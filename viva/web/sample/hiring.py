"""A company that hires, with its recruiter, an open job, and a candidate whose interview is scheduled."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from viva.accounts.models import Company, Level, MemberRole, Membership, User
from viva.interviews.enums import Mode, Purpose
from viva.interviews.models import Interview
from viva.interviews.services.creation import Setting, create_interview
from viva.jobs.models import Application, Job, Stage
from viva.web.sample.content import question, read, scheduled_at, uuid_of


def make_hiring(recruiter: User, *, moment: datetime) -> None:
    """All of it, unless an earlier load made it: the interview tells."""
    words = read("hiring")
    uuid = uuid_of(words["interview"]["key"])
    if Interview.objects.filter(uuid=uuid).exists():
        return
    company = _company(recruiter, name=words["company"], at=moment - timedelta(days=30))
    job = _job(recruiter, company, words["job"], at=moment - timedelta(days=9))
    application = _application(job, words["candidate"], at=moment - timedelta(days=4))
    interview = _interview(recruiter, job, application, words["interview"]["questions"])
    Interview.objects.filter(pk=interview.pk).update(
        uuid=uuid,
        created_at=moment - timedelta(days=2),
        scheduled_at=scheduled_at(words["interview"], moment),
    )


def _company(recruiter: User, *, name: str, at: datetime) -> Company:
    """The recruiter's own if there is one already."""
    membership = Membership.objects.select_related("company").filter(user=recruiter).order_by("pk").first()
    if membership:
        return membership.company
    company = Company.objects.create(name=name, created_at=at)
    Membership.objects.create(company=company, user=recruiter, role=MemberRole.OWNER, created_at=at)
    return company


def _job(recruiter: User, company: Company, words: dict[str, Any], *, at: datetime) -> Job:
    return Job.objects.create(
        company=company,
        created_by=recruiter,
        title=words["title"],
        description=words["description"],
        required_skills=words["required_skills"],
        seniority=Level(words["seniority"]),
        duration_minutes=words["duration_minutes"],
        created_at=at,
    )


def _application(job: Job, words: dict[str, Any], *, at: datetime) -> Application:
    return Application.objects.create(
        job=job,
        name=words["name"],
        email=words["email"],
        note=words["note"],
        stage=Stage.INVITED,
        created_at=at,
    )


def _interview(recruiter: User, job: Job, application: Application, questions: list[str]) -> Interview:
    return create_interview(
        recruiter,
        title=f"{job.title} at {job.company.name}",
        description=f"First interview with {application.name}.",
        interview_type="technical",
        difficulty="medium",
        mode=Mode.REAL,
        purpose=Purpose.HIRING,
        job_role=job.title,
        duration_minutes=job.duration_minutes,
        coding_language="python",
        questions=[question(name) for name in questions],
        required_skills=job.required_skills,
        setting=Setting(
            company=job.company,
            company_name=job.company.name,
            job_description=job.description,
            job=job,
            candidate_name=application.name,
            candidate_email=application.email,
        ),
    )
