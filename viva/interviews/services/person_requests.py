"""*Ask for a person*: flagged to the company until one of its people has answered."""

from __future__ import annotations

from django.db import transaction

from viva.accounts.actors import Actor, UserActor
from viva.audit.services import record
from viva.core.time import now
from viva.interviews.models import Interview, PersonRequest

LONGEST_NOTE = 2000


@transaction.atomic
def ask_for_person(interview: Interview, *, actor: Actor, note: str) -> PersonRequest:
    """The one request that stands open; words that come later are added to it. In any state of the interview."""
    Interview.objects.select_for_update().select_related(None).get(pk=interview.pk)
    standing = PersonRequest.objects.filter(interview=interview, handled_at=None).first()
    if standing:
        return _add(standing, note)
    request = PersonRequest.objects.create(interview=interview, note=_shown(note)[:LONGEST_NOTE], created_at=now())
    record(
        "interview.person_requested",
        subject="interview",
        subject_id=interview.pk,
        actor_id=actor.user_id if isinstance(actor, UserActor) else None,
        by_link=not isinstance(actor, UserActor),
        company_id=interview.company_id,
        request_id=request.pk,
    )
    return request


def _add(request: PersonRequest, note: str) -> PersonRequest:
    words = _shown(note)
    if words and words not in request.note:
        request.note = "\n\n".join(filter(None, [request.note, words]))[:LONGEST_NOTE]
        request.save(update_fields=["note"])
    return request


def _shown(note: str) -> str:
    return note.replace("\0", "").strip()


def standing_request(interview: Interview) -> PersonRequest | None:
    """What the candidate has asked and nobody has answered yet."""
    return PersonRequest.objects.filter(interview=interview, handled_at=None).first()
