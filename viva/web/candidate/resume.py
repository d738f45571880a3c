"""Where an unfinished interview goes on."""

from __future__ import annotations

from django.urls import reverse

from viva.accounts.actors import Actor
from viva.interviews.enums import Status
from viva.interviews.models import Interview
from viva.interviews.selectors import taken_by

UNFINISHED = (Status.SCHEDULED, Status.IN_PROGRESS)


def resume_url(interview: Interview) -> str | None:
    """The room's address, or None where the interview is over or has no room. Needs `session` fetched along."""
    session = getattr(interview, "session", None)
    if interview.status not in UNFINISHED or session is None or session.over_api:
        return None
    return reverse("ai_interview:interview", args=[session.pk])


def unfinished_of(actor: Actor) -> dict[str, str] | None:
    """The newest interview that was begun and not finished: {title, resume_url}."""
    begun = taken_by(actor).filter(status=Status.IN_PROGRESS, session__over_api=False)
    interview = begun.select_related("session").first()
    url = resume_url(interview) if interview else None
    return {"title": interview.title, "resume_url": url} if interview and url else None
