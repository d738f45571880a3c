"""Which jobs and applications an actor may see."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from viva.accounts.actors import Actor, UserActor
from viva.accounts.models import Company, Membership, Role
from viva.accounts.selectors import companies_written_by
from viva.jobs.models import OPEN_STAGES, Application, Job, JobStatus, Stage


def jobs_for(actor: Actor) -> QuerySet[Job]:
    """Those of the actor's companies; for a candidate the open ones too, and those they applied to."""
    if not isinstance(actor, UserActor):
        return Job.objects.none()
    seen = Q(company_id__in=_companies(actor))
    if actor.user.role == Role.CANDIDATE:
        applied = Application.objects.filter(candidate_id=actor.user_id).values("job_id")
        seen |= Q(status=JobStatus.OPEN) | Q(pk__in=applied)
    return Job.objects.filter(seen)


def get_job_for(actor: Actor, job_id: int) -> Job:
    """The job, or Job.DoesNotExist for one that is not there or not for the actor."""
    return jobs_for(actor).select_related("company").get(pk=job_id)


def applications_for(actor: Actor) -> QuerySet[Application]:
    """Those to jobs of the actor's companies, and the actor's own."""
    if not isinstance(actor, UserActor):
        return Application.objects.none()
    own = Q(candidate_id=actor.user_id)
    return Application.objects.filter(own | Q(job__company_id__in=_companies(actor))).select_related("job")


def get_application_for(actor: Actor, application_id: int) -> Application:
    """The application, or Application.DoesNotExist for one that is not there or not for the actor."""
    return applications_for(actor).get(pk=application_id)


def may_change_job(actor: Actor, job: Job) -> bool:
    """Owners and recruiters of its company; not reviewers, who read and judge."""
    return companies_written_by(actor).filter(pk=job.company_id).exists()


def _companies(actor: UserActor) -> QuerySet[Membership]:
    return Membership.objects.filter(user_id=actor.user_id).values("company_id")  # type: ignore[return-value]


def open_jobs() -> QuerySet[Job]:
    """Those that anybody may see and apply to."""
    return Job.objects.filter(status=JobStatus.OPEN).select_related("company")


def company_jobs(company: Company) -> QuerySet[Job]:
    """A company's, newest first, each with `open_count`: its applications that are not decided or withdrawn."""
    waiting = Q(applications__stage__in=OPEN_STAGES)
    counted = Job.objects.filter(company=company).annotate(open_count=Count("applications", filter=waiting))
    return counted.order_by("-created_at", "-pk")


def stage_counts(job: Job) -> dict[str, int]:
    """How many applications stand in each stage, those of no one included."""
    counted = Application.objects.filter(job=job).order_by().values_list("stage").annotate(Count("pk"))
    found = dict(counted)
    return {stage.value: found.get(stage.value, 0) for stage in Stage}
