"""Applying, being added, moving through the stages and withdrawing."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from viva.accounts.models import User
from viva.core.errors import StateForbids
from viva.core.time import now
from viva.jobs.models import Application, Job, JobStatus, Stage

OPEN_STAGES = (Stage.APPLIED, Stage.INVITED, Stage.INTERVIEWED)


def apply_for(job: Job, *, candidate: User, note: str) -> Application:
    """The candidate's own application, under the name and address of the account.

    Raises StateForbids for a closed job, and where one with this address stands already.
    """
    return _store(job, name=candidate.get_full_name(), email=candidate.email, note=note, candidate=candidate)


def add_applicant(job: Job, *, name: str, email: str, note: str) -> Application:
    """Somebody added by the company. No account is joined to it: an address alone proves nobody's identity.

    Raises StateForbids as `apply_for` does.
    """
    return _store(job, name=name, email=email, note=note, candidate=None)


@transaction.atomic
def _store(job: Job, *, name: str, email: str, note: str, candidate: User | None) -> Application:
    if not Job.objects.select_for_update().filter(pk=job.pk, status=JobStatus.OPEN).exists():
        raise StateForbids(_("This job is closed."))
    try:
        with transaction.atomic():
            return Application.objects.create(
                job=job, candidate=candidate, name=name, email=email, note=note, created_at=now()
            )
    except IntegrityError:
        raise StateForbids(_("There is an application with this e-mail address already.")) from None


def move_application(application: Application, *, stage: Stage) -> Application:
    """To any stage but *withdrawn*, which is the candidate's word and final: StateForbids."""
    if stage == Stage.WITHDRAWN:
        raise StateForbids(_("Only the candidate can withdraw an application."))
    held = Application.objects.filter(pk=application.pk).exclude(stage=Stage.WITHDRAWN)
    if not held.update(stage=stage):
        raise StateForbids(_("This application was withdrawn."))
    application.refresh_from_db(fields=["stage"])
    return application


def withdraw(application: Application) -> Application:
    """By the candidate, until it is decided; again changes nothing. Raises StateForbids after the decision."""
    mine = Application.objects.filter(pk=application.pk)
    if not mine.filter(stage__in=[*OPEN_STAGES, Stage.WITHDRAWN]).update(stage=Stage.WITHDRAWN):
        raise StateForbids(_("This application has been decided."))
    application.refresh_from_db(fields=["stage"])
    return application
