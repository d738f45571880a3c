"""Fetching what a page is about: 404 for what is not the actor's to judge."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from viva.accounts.actors import UserActor, actor_of
from viva.interviews.models import Interview
from viva.interviews.parts import Part, part_of
from viva.interviews.reviewed import get_reviewed_interview_for


@dataclass(frozen=True, slots=True)
class Reviewing:
    """Somebody before an interview of their company. Owners and recruiters manage, reviewers read and judge."""

    actor: UserActor
    interview: Interview
    part: Part

    @property
    def may_manage(self) -> bool:
        return self.part is Part.MANAGER


def reviewing(request: HttpRequest, interview_id: int) -> Reviewing:
    actor = actor_of(request)
    try:
        interview = get_reviewed_interview_for(actor, interview_id)
    except Interview.DoesNotExist:
        raise Http404 from None
    return Reviewing(actor, interview, part_of(actor, interview))
