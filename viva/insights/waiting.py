"""What waits for a company's people: interviews coming, results to review, persons asked for, failed mail."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from viva.accounts.models import Company
from viva.interviews.enums import Purpose, Status
from viva.interviews.models import Interview, PersonRequest
from viva.notifications.models import Mail, MailStatus


def coming_to(company: Company, *, since: datetime) -> QuerySet[Interview]:
    """Those with a time from `since` on that are not over, the next one first."""
    return (
        _hiring(company)
        .filter(status__in=[Status.SCHEDULED, Status.IN_PROGRESS], scheduled_at__gte=since)
        .order_by("scheduled_at", "pk")
    )


def without_time(company: Company) -> QuerySet[Interview]:
    """Those whose candidates have not chosen, or whose time was given back; the one that waits longest first."""
    return _hiring(company).filter(status=Status.SCHEDULED, scheduled_at=None).order_by("created_at", "pk")


def to_review(company: Company) -> QuerySet[Interview]:
    """Held and not decided; the one that waits longest first."""
    return _hiring(company).filter(status=Status.COMPLETED, decisions=None).order_by("completed_at", "pk")


def persons_asked_for(company: Company) -> QuerySet[PersonRequest]:
    """Not answered yet; the one that waits longest first."""
    return (
        PersonRequest.objects.filter(interview__company=company, handled_at=None)
        .select_related("interview")
        .order_by("created_at", "pk")
    )


def mail_failed(company: Company, *, since: datetime) -> QuerySet[Mail]:
    """Given up, or waiting to be tried again; newest first."""
    failing = [MailStatus.FAILED, MailStatus.RETRYING]
    return Mail.objects.filter(company=company, status__in=failing, created_at__gte=since)


def _hiring(company: Company) -> QuerySet[Interview]:
    return Interview.objects.filter(company=company, purpose=Purpose.HIRING).select_related("job")
