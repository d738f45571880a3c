"""Many candidates at once: looked through first, then all good rows in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from viva.accounts.models import User
from viva.audit.services import record
from viva.core.errors import StateForbids
from viva.core.time import now
from viva.jobs.csv_rows import Row
from viva.jobs.models import Application, Job, JobStatus


def looked_through(job: Job, rows: Sequence[Row]) -> list[Row]:
    """The rows, those marked whose address has an application to this job already. One query for all."""
    known = {email.lower() for email in Application.objects.filter(job=job).values_list("email", flat=True)}
    return [
        replace(row, problem=_("Has an application to this job already."))
        if not row.problem and row.email.lower() in known
        else row
        for row in rows
    ]


@transaction.atomic
def add_applicants(job: Job, *, rows: Sequence[Row], by: User) -> int:
    """All good rows, and how many they were; the others are left out. Raises StateForbids for a closed job.

    Whoever applies waits for the job's row, so what is found good here is still good when it is written.
    """
    if not Job.objects.select_for_update().filter(pk=job.pk, status=JobStatus.OPEN).exists():
        raise StateForbids(_("This job is closed."))
    good = [row for row in looked_through(job, rows) if not row.problem]
    moment = now()
    Application.objects.bulk_create(
        [Application(job=job, name=row.name, email=row.email, note=row.note, created_at=moment) for row in good]
    )
    if good:
        record(
            "job.candidates_imported",
            subject="job",
            subject_id=job.pk,
            actor_id=by.pk,
            company_id=job.company_id,
            count=len(good),
        )
    return len(good)
