"""Making, changing and deleting jobs."""

from __future__ import annotations

from typing import TypedDict

from django.db import transaction
from django.utils.translation import gettext as _

from viva.accounts.models import Company, User
from viva.core.errors import StateForbids
from viva.core.time import now
from viva.jobs.models import Application, Job


class JobWords(TypedDict):
    """All of a job that its company decides. `duration_minutes` is the length of its interviews."""

    title: str
    description: str
    required_skills: list[str]
    seniority: str
    duration_minutes: int
    status: str


def create_job(user: User, *, company: Company, words: JobWords) -> Job:
    return Job.objects.create(
        company=company,
        created_by=user,
        title=words["title"],
        description=words["description"],
        required_skills=list(words["required_skills"]),
        seniority=words["seniority"],
        duration_minutes=words["duration_minutes"],
        status=words["status"],
        created_at=now(),
    )


def change_job(job: Job, *, words: JobWords) -> Job:
    """Interviews made for it before keep what they took from it."""
    Job.objects.filter(pk=job.pk).update(
        title=words["title"],
        description=words["description"],
        required_skills=list(words["required_skills"]),
        seniority=words["seniority"],
        duration_minutes=words["duration_minutes"],
        status=words["status"],
    )
    job.refresh_from_db()
    return job


@transaction.atomic
def delete_job(job: Job) -> None:
    """Raises StateForbids once anybody has applied or an interview stands for it: such a job is closed instead."""
    locked = Job.objects.select_for_update().get(pk=job.pk)
    if Application.objects.filter(job=locked).exists() or locked.interviews.exists():
        raise StateForbids(_("There are applications or interviews for this job. Close it instead."))
    locked.delete()
