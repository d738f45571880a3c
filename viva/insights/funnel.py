"""How many came how far at a company since a moment: applied, invited, interviewed, hired."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from viva.accounts.models import Company
from viva.audit.models import Entry
from viva.interviews.enums import Purpose, Status
from viva.interviews.models import Interview
from viva.jobs.models import Application, Stage


@dataclass(frozen=True, slots=True)
class Funnel:
    """What happened in the time, each counted by itself: who was hired now may have applied long before."""

    applied: int
    invited: int
    interviewed: int
    hired: int


def funnel_of(company: Company, *, since: datetime) -> Funnel:
    """Cancelled interviews are not counted; somebody moved to *hired* twice counts once."""
    interviews = Interview.objects.filter(company=company, purpose=Purpose.HIRING)
    hired = Entry.objects.filter(
        company_id=company.pk, at__gte=since, action="application.moved", data__stage=Stage.HIRED.value
    )
    return Funnel(
        applied=Application.objects.filter(job__company=company, created_at__gte=since).count(),
        invited=interviews.filter(created_at__gte=since).exclude(status=Status.CANCELLED).count(),
        interviewed=interviews.filter(completed_at__gte=since).count(),
        hired=hired.values("subject_id").distinct().count(),
    )
