"""Who sits a company's interview: its candidate's account, or whoever holds its secret link. Nobody else.

The people of the company, whoever made it among them, see it through `selectors` and never sit it.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from viva.accounts.actors import Actor, LinkHolder
from viva.accounts.link_keys import KEY_LENGTH, hash_of
from viva.interviews.models import Interview


def sat_by(actor: Actor) -> QuerySet[Interview]:
    """The companies' interviews that the actor is the candidate of."""
    hiring = Interview.objects.filter(company__isnull=False)
    if isinstance(actor, LinkHolder):
        return hiring.filter(pk=actor.interview_id)
    return hiring.filter(candidate_id=actor.user_id)


def get_sat_interview_for(actor: Actor, uuid: UUID) -> Interview:
    """The interview with what its pages tell, or Interview.DoesNotExist for one that the actor does not sit."""
    return _told(sat_by(actor)).get(uuid=uuid)


def find_by_key(key: str) -> Interview:
    """Whose secret link this is, or Interview.DoesNotExist: the same for every key that is none.

    The key is found by its hash alone, so that nothing of it can be guessed piece by piece.
    """
    if not key.isascii():
        raise Interview.DoesNotExist
    return _told(Interview.objects.filter(company__isnull=False)).get(link_hash=hash_of(key[: KEY_LENGTH + 1]))


def _told(interviews: QuerySet[Interview]) -> QuerySet[Interview]:
    return interviews.select_related("company", "job", "candidate", "session", "consent")
