"""Making, changing and deleting jobs."""

from __future__ import annotations

from typing import TypedDict

from django.db import transaction
from django.utils.translation import gettext as _

from viva.accounts.models import Company, User
from viva.audit.services import record
from viva.core.errors import StateForbids
from viva.core.time import now
from viva.jobs.models import Application, Job, JobStatus


class JobWords(TypedDict):
    """All of a job that its company decides. `duration_minutes` is the length of its interviews."""

    title: str
    description: str
    required_skills: list[str]
    seniority: str
    duration_minutes: int
    status: str


@transaction.atomic
def create_job(user: User, *, company: Company, words: JobWords) -> Job:
    job = Job.objects.create(
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
    _record("job.created", job, by=user)
    return job


@transaction.atomic
def change_job(job: Job, *, words: JobWords, by: User | None = None) -> Job:
    """Interviews made for it before keep what they took from it."""
    Job.objects.filter(pk=job.pk).update(
        title=words["title"],
        description=words["description"],
        required_skills=list(words["required_skills"]),
        seniority=words["seniority"],
        duration_minutes=words["duration_minutes"],
        status=words["status"],
    )
    _record("job.changed", job, by=by)
    job.refresh_from_db()
    return job


@transaction.atomic
def set_job_recording(job: Job, *, sound: bool, picture: bool, by: User) -> None:
    """What is recorded of interviews made from now on, where the candidate agrees. Again changes nothing."""
    wanted = {"enable_audio": sound, "enable_video": picture}
    if Job.objects.filter(pk=job.pk).exclude(**wanted).update(**wanted):
        _record("job.recording_set", job, by=by)
    job.refresh_from_db(fields=list(wanted))


@transaction.atomic
def set_job_status(job: Job, *, status: JobStatus, by: User) -> None:
    """Open it for applications, or close it: what stands already goes on. Again changes nothing."""
    if Job.objects.filter(pk=job.pk).exclude(status=status).update(status=status):
        _record("job.opened" if status == JobStatus.OPEN else "job.closed", job, by=by)
    job.refresh_from_db(fields=["status"])


@transaction.atomic
def delete_job(job: Job) -> None:
    """Raises StateForbids once anybody has applied or an interview stands for it: such a job is closed instead."""
    locked = Job.objects.select_for_update().get(pk=job.pk)
    if Application.objects.filter(job=locked).exists() or locked.interviews.exists():
        raise StateForbids(_("There are applications or interviews for this job. Close it instead."))
    locked.delete()


def _record(action: str, job: Job, *, by: User | None) -> None:
    actor_id = by.pk if by else None
    record(action, subject="job", subject_id=job.pk, actor_id=actor_id, company_id=job.company_id)
