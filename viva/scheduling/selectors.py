"""Which slots and hours an actor may see. `get_slot_for` is the only way to a slot."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from viva.accounts.actors import Actor, LinkHolder
from viva.accounts.models import Membership
from viva.accounts.selectors import companies_written_by
from viva.core.time import now
from viva.interviews.enums import Status
from viva.interviews.models import Interview
from viva.scheduling.models import InterviewSchedule, InterviewSlot, ScheduleStatus, SlotStatus, WeeklyHours


def slots_for(actor: Actor) -> QuerySet[InterviewSlot]:
    """All of the actor's companies; for a candidate those that are open to an interview of theirs, or held by it.

    A candidate is not shown `notes`; that is for who renders to see to.
    """
    return _slots(actor, only=_open())


def get_slot_for(actor: Actor, slot_id: int) -> InterviewSlot:
    """The slot, or InterviewSlot.DoesNotExist for one that is not there or not for the actor.

    One that a candidate might have chosen is found when it is full or gone, to be told so.
    """
    return _slots(actor, only=Q()).select_related("job").get(pk=slot_id)


def may_change_slot(actor: Actor, slot: InterviewSlot) -> bool:
    """Owners and recruiters of its company; not reviewers, who read and judge."""
    return companies_written_by(actor).filter(pk=slot.company_id).exists()


def open_slots_for_interview(interview: Interview) -> QuerySet[InterviewSlot]:
    """What its candidate may choose from just now, the soonest first; not the slot that it holds."""
    if interview.company_id is None:
        return InterviewSlot.objects.none()
    fits = Q(job=None) | Q(job_id=interview.job_id) if interview.job_id else Q(job=None)
    held = InterviewSchedule.objects.filter(interview=interview, status=ScheduleStatus.BOOKED).values("slot_id")
    offered = InterviewSlot.objects.filter(_open(), fits, company_id=interview.company_id)
    return offered.exclude(pk__in=held).order_by("starts_at", "pk")


def hours_for(actor: Actor) -> QuerySet[WeeklyHours]:
    """Of the companies that the actor writes for."""
    return WeeklyHours.objects.filter(company__in=companies_written_by(actor)).select_related("job")


def _open() -> Q:
    return Q(status=SlotStatus.AVAILABLE, starts_at__gt=now())


def _slots(actor: Actor, *, only: Q) -> QuerySet[InterviewSlot]:
    if isinstance(actor, LinkHolder):
        own = Interview.objects.filter(pk=actor.interview_id, company__isnull=False)
        return InterviewSlot.objects.filter(_offered_to(own, only=only))
    companies = Membership.objects.filter(user_id=actor.user_id).values("company_id")
    own = Interview.objects.filter(candidate_id=actor.user_id, company__isnull=False)
    return InterviewSlot.objects.filter(Q(company_id__in=companies) | _offered_to(own, only=only))


def _offered_to(interviews: QuerySet[Interview], *, only: Q) -> Q:
    waiting = interviews.filter(status=Status.SCHEDULED, company_id=OuterRef("company_id"))
    fits = Q(Exists(waiting.filter(job_id=OuterRef("job_id")))) | (Q(job=None) & Q(Exists(waiting)))
    bookings = InterviewSchedule.objects.filter(slot=OuterRef("pk"), status=ScheduleStatus.BOOKED)
    return (only & fits) | Q(Exists(bookings.filter(interview__in=interviews.values("pk"))))
