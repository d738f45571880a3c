"""Reads of those who judge for a company. `get_reviewed_interview_for` is their only way to an interview."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from viva.accounts.actors import Actor, UserActor
from viva.accounts.models import Membership
from viva.interviews.enums import Status
from viva.interviews.models import (
    Decision,
    Interview,
    InterviewResponse,
    PersonRequest,
    ResponseEvaluation,
    ScoreOverride,
)
from viva.interviews.parts import addressed_to
from viva.jobs.models import Job


def reviewed_by(actor: Actor) -> QuerySet[Interview]:
    """Those of the actor's companies, newest first, but for what the actor sits: nobody judges themselves."""
    if not isinstance(actor, UserActor):
        return Interview.objects.none()
    companies = Membership.objects.filter(user_id=actor.user_id).values("company_id")
    return Interview.objects.filter(company_id__in=companies).exclude(addressed_to(actor))


def get_reviewed_interview_for(actor: Actor, interview_id: int) -> Interview:
    """With company, job and session; Interview.DoesNotExist for what is not there or not theirs to judge."""
    known = reviewed_by(actor).select_related("company", "job", "session", "user")
    return known.get(pk=interview_id)


def with_review(interviews: QuerySet[Interview]) -> QuerySet[Interview]:
    """With `verdict` (the latest decision's or None), `is_flagged` (an answer needs a person) and `is_asked_for`
    (the candidate asked for a person and nobody has answered), in the same one query."""
    latest = Decision.objects.filter(interview=OuterRef("pk")).order_by("-pk")
    unsure = InterviewResponse.objects.filter(interview=OuterRef("pk"), needs_review=True)
    asking = PersonRequest.objects.filter(interview=OuterRef("pk"), handled_at__isnull=True)
    return interviews.annotate(
        verdict=Subquery(latest.values("verdict")[:1]), is_flagged=Exists(unsure), is_asked_for=Exists(asking)
    )


def to_review(interviews: QuerySet[Interview]) -> QuerySet[Interview]:
    """Completed, and nobody has decided."""
    decided = Decision.objects.filter(interview=OuterRef("pk"))
    return interviews.filter(~Exists(decided), status=Status.COMPLETED)


def decided(interviews: QuerySet[Interview]) -> QuerySet[Interview]:
    return interviews.filter(Exists(Decision.objects.filter(interview=OuterRef("pk"))))


def reviewed_jobs(actor: Actor) -> QuerySet[Job]:
    """The jobs that `reviewed_by` has interviews of, by title."""
    jobs = reviewed_by(actor).filter(job__isnull=False).order_by().values("job_id")
    return Job.objects.filter(pk__in=jobs).order_by("title", "pk")


def neighbours(actor: Actor, interview: Interview) -> tuple[int | None, int | None]:
    """The ids before and after it among the completed interviews of its job, in the order they were completed."""
    if interview.job_id is None or interview.completed_at is None:
        return None, None
    same = reviewed_by(actor).filter(job_id=interview.job_id, status=Status.COMPLETED)
    at, pk = interview.completed_at, interview.pk
    before = same.filter(Q(completed_at__lt=at) | Q(completed_at=at, pk__lt=pk))
    after = same.filter(Q(completed_at__gt=at) | Q(completed_at=at, pk__gt=pk))
    earlier = before.order_by("-completed_at", "-pk").values_list("pk", flat=True).first()
    later = after.order_by("completed_at", "pk").values_list("pk", flat=True).first()
    return earlier, later


def responses_to_review(interview_id: int) -> QuerySet[InterviewResponse]:
    """With every judgement, newest first, and people's scores, oldest first, in a fixed number of queries."""
    judged = ResponseEvaluation.objects.order_by("-pk")
    people = ScoreOverride.objects.select_related("by").order_by("pk")
    return InterviewResponse.objects.filter(interview_id=interview_id).prefetch_related(
        Prefetch("evaluations", queryset=judged), Prefetch("overrides", queryset=people)
    )
