"""Applying, being added, moving through the stages and withdrawing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from viva.accounts.models import User
from viva.audit.services import record
from viva.core.errors import StateForbids
from viva.core.time import now
from viva.jobs.models import OPEN_STAGES, Application, Job, JobStatus, Stage
from viva.jobs.resumes import Resume, keep_resume


class AppliedAlready(StateForbids):
    code = "applied_already"
    message = _lazy("There is an application with this e-mail address already.")


def apply_for(job: Job, *, candidate: User, note: str, resume: Resume | None = None) -> Application:
    """The candidate's own application, under the name and address of the account.

    Raises StateForbids for a closed job, and AppliedAlready where one with this address stands.
    """
    return _with_resume(
        resume,
        lambda kept: _store(
            job,
            name=candidate.get_full_name(),
            email=candidate.email,
            note=note,
            candidate=candidate,
            resume=resume,
            kept=kept,
            by=candidate.pk,
        ),
    )


def apply_openly(job: Job, *, name: str, email: str, note: str, resume: Resume | None = None) -> bool:
    """Somebody without a sign-in, once for an address; False where one stands, which is left as it is.

    What is answered must not tell one from the other: a stranger could ask who has applied. Raises StateForbids
    for a closed job.
    """
    try:
        _with_resume(
            resume,
            lambda kept: _store(
                job, name=name, email=email, note=note, candidate=None, resume=resume, kept=kept, by=None
            ),
        )
    except AppliedAlready:
        return False
    return True


def add_applicant(job: Job, *, name: str, email: str, note: str, by: User | None = None) -> Application:
    """Somebody added by the company. No account is joined to it: an address alone proves nobody's identity.

    Raises StateForbids as `apply_for` does.
    """
    return _store(
        job, name=name, email=email, note=note, candidate=None, resume=None, kept="", by=by.pk if by else None
    )


def _with_resume(resume: Resume | None, store: Callable[[str], Application]) -> Application:
    """The file is written first, outside the transaction, and taken away where that fails."""
    kept = keep_resume(resume) if resume else ""
    try:
        return store(kept)
    except BaseException:
        if kept:
            default_storage.delete(kept)
        raise


@transaction.atomic
def _store(
    job: Job,
    *,
    name: str,
    email: str,
    note: str,
    candidate: User | None,
    resume: Resume | None,
    kept: str,
    by: int | None,
) -> Application:
    if not Job.objects.select_for_update().filter(pk=job.pk, status=JobStatus.OPEN).exists():
        raise StateForbids(_("This job is closed."))
    try:
        with transaction.atomic():
            application = Application.objects.create(
                job=job,
                candidate=candidate,
                name=name,
                email=email,
                note=note,
                resume=kept,
                resume_name=resume.name if resume else "",
                created_at=now(),
            )
    except IntegrityError:
        raise AppliedAlready from None
    _record("application.made", application, company_id=job.company_id, by=by)
    return application


@transaction.atomic
def move_application(application: Application, *, stage: Stage, by: User | None = None) -> Application:
    """To any stage but *withdrawn*, which is the candidate's word and final: StateForbids."""
    if stage == Stage.WITHDRAWN:
        raise StateForbids(_("Only the candidate can withdraw an application."))
    held = Application.objects.select_for_update().filter(pk=application.pk).exclude(stage=Stage.WITHDRAWN).first()
    if held is None:
        raise StateForbids(_("This application was withdrawn."))
    if held.stage != stage:
        Application.objects.filter(pk=held.pk).update(stage=stage)
        _record(
            "application.moved",
            application,
            company_id=application.job.company_id,
            by=by.pk if by else None,
            stage=str(stage),
            before=held.stage,
        )
    application.refresh_from_db(fields=["stage"])
    return application


@transaction.atomic
def withdraw(application: Application) -> Application:
    """By the candidate, until it is decided; again changes nothing. Raises StateForbids after the decision."""
    mine = Application.objects.filter(pk=application.pk)
    if mine.filter(stage__in=OPEN_STAGES).update(stage=Stage.WITHDRAWN):
        _record(
            "application.withdrawn",
            application,
            company_id=application.job.company_id,
            by=application.candidate_id,
        )
    elif not mine.filter(stage=Stage.WITHDRAWN).exists():
        raise StateForbids(_("This application has been decided."))
    application.refresh_from_db(fields=["stage"])
    return application


def advance_applications(job_id: int, *, email: str, candidate_id: int | None, stage: Stage) -> None:
    """Those of one candidate that stand before `stage` move to it by what happened: invited, interviewed.

    Nobody is moved back, and what was decided or withdrawn stays.
    """
    before = OPEN_STAGES[: OPEN_STAGES.index(stage)]
    held = Application.objects.filter(job_id=job_id, stage__in=before)
    mine = held.filter(candidate_id=candidate_id) if candidate_id else held.none()
    for application in (mine or held.filter(email__iexact=email)).select_related("job"):
        if held.filter(pk=application.pk).update(stage=stage):
            _record(
                "application.moved",
                application,
                company_id=application.job.company_id,
                by=None,
                stage=str(stage),
                before=application.stage,
            )


def _record(action: str, application: Application, *, company_id: int, by: int | None, **data: Any) -> None:
    record(
        action,
        subject="application",
        subject_id=application.pk,
        actor_id=by,
        company_id=company_id,
        job_id=application.job_id,
        **data,
    )
