"""What a decision after an interview does to the application behind it."""

from __future__ import annotations

from django.db.models import Q

from viva.accounts.models import User
from viva.audit.services import record
from viva.jobs.models import Application, Stage

# *Hired* is a person's later word and *withdrawn* the candidate's own: no decision touches either.
_FOLLOWING = (Stage.APPLIED, Stage.INVITED, Stage.INTERVIEWED, Stage.REJECTED)


def follow_decision(job_id: int, *, email: str, candidate_id: int | None, is_rejected: bool, by: User) -> int:
    """A rejection moves the application to *rejected*, any other decision to *interviewed*; how many moved.

    It is the application to this job of the account, or else of the address, that the interview was for.
    """
    whose = Q()
    if candidate_id is not None:
        whose |= Q(candidate_id=candidate_id)
    if email:
        whose |= Q(email__iexact=email)
    if not whose:
        return 0
    stage = Stage.REJECTED if is_rejected else Stage.INTERVIEWED
    mine = Application.objects.filter(whose, job_id=job_id, stage__in=_FOLLOWING).exclude(stage=stage)
    return sum(_move(each, stage, by=by) for each in mine.select_related("job").order_by("pk"))


def _move(application: Application, stage: Stage, *, by: User) -> bool:
    """False where it has been moved by another meanwhile."""
    if not Application.objects.filter(pk=application.pk, stage=application.stage).update(stage=stage):
        return False
    record(
        "application.moved",
        subject="application",
        subject_id=application.pk,
        actor_id=by.pk,
        company_id=application.job.company_id,
        job_id=application.job_id,
        stage=str(stage),
        before=application.stage,
    )
    return True
