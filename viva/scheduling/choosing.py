"""Which times a candidate may choose from, and whether they may choose at all."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from viva.core.time import now
from viva.interviews.models import Interview
from viva.scheduling.models import InterviewSchedule, InterviewSlot, ScheduleStatus, SlotStatus
from viva.scheduling.windows import WindowState


def slots_for(interview: Interview) -> QuerySet[InterviewSlot]:
    """All that its company offers for its job, or for any, whatever their state."""
    if interview.company_id is None:
        return InterviewSlot.objects.none()
    fits = Q(job=None) | Q(job_id=interview.job_id) if interview.job_id else Q(job=None)
    return InterviewSlot.objects.filter(fits, company_id=interview.company_id)


def upcoming_slots_for(interview: Interview) -> QuerySet[InterviewSlot]:
    """Those that lie ahead and stand, full ones among them, soonest first."""
    ahead = slots_for(interview).filter(starts_at__gt=now()).exclude(status=SlotStatus.CANCELLED)
    return ahead.order_by("starts_at", "pk")


def may_choose(interview: Interview, state: WindowState) -> bool:
    """Without a time, or with a place in a slot until its time comes. A time that the company set is theirs."""
    if state is WindowState.UNSCHEDULED:
        return True
    booked = InterviewSchedule.objects.filter(interview=interview, status=ScheduleStatus.BOOKED)
    return state is WindowState.EARLY and booked.exists()
