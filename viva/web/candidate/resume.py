"""Where an unfinished interview goes on."""

from __future__ import annotations

from django.urls import reverse

from viva.accounts.actors import Actor, UserActor
from viva.interviews.enums import Status
from viva.interviews.models import Interview
from viva.interviews.selectors import taken_by

UNFINISHED = (Status.SCHEDULED, Status.IN_PROGRESS)


def resume_url(actor: Actor, interview: Interview) -> str | None:
    """The room's address, or None where the interview is over, has no room, or is not the actor's to sit.

    Needs `session` fetched along.
    """
    session = getattr(interview, "session", None)
    if interview.status not in UNFINISHED or session is None or session.over_api:
        return None
    if interview.company_id is not None:
        sits = isinstance(actor, UserActor) and interview.candidate_id == actor.user_id
        return reverse("meeting:start", args=[interview.uuid]) if sits else None
    return reverse("ai_interview:interview", args=[session.pk])


def unfinished_of(actor: Actor) -> dict[str, str] | None:
    """The newest interview that was begun and not finished: {title, resume_url}."""
    begun = taken_by(actor).filter(status=Status.IN_PROGRESS, session__over_api=False)
    interview = begun.select_related("session").first()
    url = resume_url(actor, interview) if interview else None
    return {"title": interview.title, "resume_url": url} if interview and url else None
