"""Reads that several places share. `get_interview_for` is the only way to an interview."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from viva.accounts.actors import Actor, LinkHolder, UserActor
from viva.accounts.models import Membership, User
from viva.accounts.selectors import companies_written_by
from viva.interviews.enums import Purpose, Status
from viva.interviews.models import (
    Interview,
    InterviewQuestion,
    InterviewResponse,
    InterviewTemplate,
    ResponseEvaluation,
)
from viva.interviews.parts import addressed_to


def interviews_for(actor: Actor) -> QuerySet[Interview]:
    """All that the actor may see, newest first: their own, those they sit, those of their companies.

    Practice has no company and is seen by its user alone.
    """
    if isinstance(actor, LinkHolder):
        return Interview.objects.filter(pk=actor.interview_id)
    mine = Q(user_id=actor.user_id, company=None) | Q(candidate_id=actor.user_id)
    companies = Membership.objects.filter(user_id=actor.user_id).values("company_id")
    return Interview.objects.filter(mine | Q(company_id__in=companies))


def get_interview_for(actor: Actor, interview_id: int) -> Interview:
    """The interview, or Interview.DoesNotExist for one that is not there or not the actor's."""
    return interviews_for(actor).get(pk=interview_id)


def taken_by(actor: Actor) -> QuerySet[Interview]:
    """What the actor takes or has taken: their own, and what a company made for them; not what they hire with."""
    if isinstance(actor, LinkHolder):
        return interviews_for(actor)
    return interviews_for(actor).filter(Q(user_id=actor.user_id, company=None) | addressed_to(actor))


def completed_for(actor: Actor) -> QuerySet[Interview]:
    """What the actor has sat and may see the result of: their own, and a company's once it is released."""
    if isinstance(actor, LinkHolder):
        return Interview.objects.none()
    own = Q(user_id=actor.user_id, company=None)
    released = Q(candidate_id=actor.user_id, released_at__isnull=False)
    sat = Interview.objects.filter(own | released)
    return sat.filter(status=Status.COMPLETED).order_by("-completed_at", "-pk")


def my_interviews_for(actor: Actor) -> QuerySet[Interview]:
    """Those that the actor made or sits, newest first; a company's other ones are not among them."""
    if isinstance(actor, LinkHolder):
        return interviews_for(actor)
    mine = Q(user_id=actor.user_id) | Q(candidate_id=actor.user_id)
    return interviews_for(actor).filter(mine)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody was asked, oldest first: the ids of all, the texts of the last."""

    ids: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


NOTHING = Asked()
MOST_TEXTS = 40


def asked_before(user: User, *, most: int = 500, until: datetime | None = None) -> Asked:
    """The bank's and the generated questions that this user was asked in practice; with `until`, in interviews
    made before it."""
    asked = InterviewQuestion.objects.filter(
        interview__user=user, interview__purpose=Purpose.PRACTICE, interview__started_at__isnull=False
    )
    if until is not None:
        asked = asked.filter(interview__created_at__lt=until)
    recent = (
        asked.exclude(bank_id="")
        .order_by("-interview__created_at", "-order")
        .values_list("bank_id", "question_text")[:most]
    )
    ids, texts = [row[0] for row in recent], [row[1] for row in recent[:MOST_TEXTS]]
    return Asked(tuple(reversed(ids)), tuple(reversed(texts)))


def with_result(interviews: QuerySet[Interview]) -> QuerySet[Interview]:
    """Questions and responses fetched along, in a number of queries that does not grow with them."""
    answered = InterviewQuestion.objects.order_by("order").prefetch_related(
        Prefetch("response", queryset=InterviewResponse.objects.all())
    )
    return interviews.prefetch_related(Prefetch("questions", queryset=answered))


def with_latest_evaluation(interview_id: int) -> QuerySet[InterviewResponse]:
    """The interview's responses; `evaluations.all()` of each is newest first."""
    newest = ResponseEvaluation.objects.order_by("-pk")
    return InterviewResponse.objects.filter(interview_id=interview_id).prefetch_related(
        Prefetch("evaluations", queryset=newest)
    )


def templates_for(actor: Actor) -> QuerySet[InterviewTemplate]:
    """Those shared with everybody and in use, the actor's own, and those of their companies."""
    shared = Q(is_shared=True, is_active=True)
    if isinstance(actor, LinkHolder):
        return InterviewTemplate.objects.none()
    own = Q(created_by_id=actor.user_id, company=None)
    companies = Membership.objects.filter(user_id=actor.user_id).values("company_id")
    return InterviewTemplate.objects.filter(shared | own | Q(company_id__in=companies))


def get_template_for(actor: Actor, template_id: int) -> InterviewTemplate:
    """The template, or InterviewTemplate.DoesNotExist for one that is not there or not for the actor."""
    return templates_for(actor).select_related("company").get(pk=template_id)


def may_change_template(actor: Actor, template: InterviewTemplate) -> bool:
    """A company's owners and recruiters, else its maker; what is shared the administrator alone changes."""
    if template.company_id:
        return companies_written_by(actor).filter(pk=template.company_id).exists()
    return isinstance(actor, UserActor) and not template.is_shared and template.created_by_id == actor.user_id
