"""What goes wrong in an interview without being its candidate's fault, written down for those who judge it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, QuerySet

from viva.core.time import now
from viva.interviews.models import Interview
from viva.live.models import Incident, InterviewSession
from viva.live.models.recording import IncidentKind

MOST_TIMES = 1000


@transaction.atomic
def note_incident(interview: Interview, *, kind: IncidentKind) -> bool:
    """Write it down, or count it once more; False for an interview that has not begun."""
    return _note(InterviewSession.objects.filter(interview_id=interview.pk), kind)


@transaction.atomic
def note_incident_in(session_id: int, *, kind: IncidentKind) -> bool:
    """As `note_incident`, for who knows the session alone."""
    return _note(InterviewSession.objects.filter(pk=session_id), kind)


def _note(sessions: QuerySet[InterviewSession], kind: IncidentKind) -> bool:
    session = sessions.filter(begun_at__isnull=False).first()
    if session is None:
        return False
    moment = now()
    incident, is_new = Incident.objects.get_or_create(
        session=session, kind=kind, defaults={"created_at": moment, "last_at": moment}
    )
    if not is_new:
        again = Incident.objects.filter(pk=incident.pk, times__lt=MOST_TIMES)
        again.update(times=F("times") + 1, last_at=moment)
    return True
