"""Interviews whose candidate did not come: found by the clock once their time can be begun no more."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, Q

from viva.interviews.enums import Status
from viva.interviews.models import Interview
from viva.live.conductor.script import State
from viva.live.models import InterviewSession
from viva.live.models.session import SessionStatus
from viva.scheduling.services.scheduling import end_missed, latest_begin

MOST_AT_ONCE = 100


def missed() -> list[int]:
    """Companies' interviews whose window has passed and that nobody has begun or marked yet, the oldest first."""
    unmarked = Q(session=None) | Q(session__status=SessionStatus.PREPARING, session__begun_at=None)
    overdue = Interview.objects.filter(
        unmarked, status=Status.SCHEDULED, company__isnull=False, scheduled_at__lt=latest_begin()
    )
    return list(overdue.order_by("scheduled_at").values_list("pk", flat=True)[:MOST_AT_ONCE])


def mark_no_shows() -> int:
    """How many were marked."""
    return sum(mark_no_show(pk) for pk in missed())


@transaction.atomic
def mark_no_show(interview_id: int) -> bool:
    """Its session expires and its booking ends, once; False where it was begun, moved or called off meanwhile."""
    session, _is_new = InterviewSession.objects.select_for_update().get_or_create(
        interview_id=interview_id, defaults={"conductor": State().to_json()}
    )
    if session.status != SessionStatus.PREPARING or session.begun_at or not end_missed(interview_id):
        return False
    InterviewSession.objects.filter(pk=session.pk).update(status=SessionStatus.EXPIRED, version=F("version") + 1)
    return True
