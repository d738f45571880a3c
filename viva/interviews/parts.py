"""What somebody is to an interview that they may see, and what that lets them do."""

from __future__ import annotations

from enum import StrEnum

from django.db.models import Q

from viva.accounts.actors import Actor, LinkHolder, UserActor
from viva.accounts.models import MemberRole, Membership
from viva.interviews.models import Interview


class Part(StrEnum):
    OWNER = "owner"  # made it for themselves
    MANAGER = "manager"  # owner or recruiter of its company
    REVIEWER = "reviewer"  # reads and judges for its company
    CANDIDATE = "candidate"  # sits it for a company

    @property
    def may_run(self) -> bool:
        """Start it, answer, complete it."""
        return self is not Part.REVIEWER

    @property
    def may_change(self) -> bool:
        """Change it, add questions, cancel or erase it."""
        return self in {Part.OWNER, Part.MANAGER}

    @property
    def may_judge(self) -> bool:
        return self is not Part.CANDIDATE


def part_of(actor: Actor, interview: Interview) -> Part:
    """The actor's part in an interview that `get_interview_for` gave them.

    Who sits an interview that somebody else made is its candidate, even in a company of theirs: they must not
    judge themselves.
    """
    if isinstance(actor, LinkHolder) or sits(actor, interview):
        return Part.CANDIDATE
    if interview.company_id is None:
        return Part.OWNER
    role = Membership.objects.filter(company_id=interview.company_id, user_id=actor.user_id).values_list("role")
    found = role.first()
    if found is None:
        return Part.CANDIDATE
    return Part.REVIEWER if found[0] == MemberRole.REVIEWER else Part.MANAGER


def is_judged_unseen(actor: Actor, interview: Interview) -> bool:
    """Whether the actor sits it for a company that has not released its result; tells without a query."""
    if interview.company_id is None or interview.released_at is not None:
        return False
    return isinstance(actor, LinkHolder) or sits(actor, interview)


def sits(actor: UserActor, interview: Interview) -> bool:
    """Whether somebody else made it for the actor: for their account or, without one, for their address."""
    if interview.user_id == actor.user_id:
        return False
    if interview.candidate_id is not None:
        return interview.candidate_id == actor.user_id
    email = interview.candidate_email
    return bool(email) and email.casefold() == actor.user.email.casefold()


def addressed_to(actor: UserActor) -> Q:
    """What `sits` says, as a condition."""
    sitting = Q(candidate_id=actor.user_id)
    if actor.user.email:
        sitting |= Q(candidate=None, candidate_email__iexact=actor.user.email)
    return sitting & ~Q(user_id=actor.user_id)


def sees_scores(part: Part, interview: Interview) -> bool:
    """A company's candidate sees scores and feedback only once they are released."""
    return part is not Part.CANDIDATE or interview.company_id is None or interview.released_at is not None
