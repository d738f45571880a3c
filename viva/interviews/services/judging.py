"""What the people of a company make of an interview: comments, decisions, requests for a person answered."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from viva.accounts.models import User
from viva.core.errors import StateForbids
from viva.core.time import now
from viva.interviews.enums import Status
from viva.interviews.models import Comment, Decision, Interview, PersonRequest, Verdict
from viva.interviews.trail import note
from viva.jobs.services.stages import follow_decision


@transaction.atomic
def add_comment(interview: Interview, *, by: User, text: str) -> Comment:
    """Between the people of the company, at any time of the interview's life."""
    comment = Comment.objects.create(interview=interview, by=by, text=text, created_at=now())
    note("interview.commented", interview, by=by, comment=comment.pk)
    return comment


@transaction.atomic
def decide(interview: Interview, *, by: User, verdict: Verdict, reason: str, moves_stage: bool) -> Decision:
    """A person's decision, the latest of which counts; the same one again is the one that stands.

    With `moves_stage` the candidate's application follows, as `jobs.services.stages` says. Raises StateForbids
    for an interview that is not completed: there is nothing to decide from.
    """
    held = Interview.objects.select_for_update().get(pk=interview.pk)
    if held.status != Status.COMPLETED:
        raise StateForbids(_("A decision needs a completed interview."))
    latest = held.decisions.order_by("-pk").first()
    if latest and (latest.by_id, latest.verdict, latest.reason) == (by.pk, verdict, reason):
        return latest
    decision = Decision.objects.create(interview=held, by=by, verdict=verdict, reason=reason, created_at=now())
    note("interview.decided", held, by=by, verdict=verdict)
    if moves_stage and held.job_id:
        follow_decision(
            held.job_id,
            email=held.candidate_email,
            candidate_id=held.candidate_id,
            is_rejected=verdict == Verdict.REJECT,
            by=by,
        )
    return decision


@transaction.atomic
def answer_person_request(request: PersonRequest, *, by: User) -> bool:
    """Somebody has seen to it; False where somebody had already."""
    open_one = PersonRequest.objects.filter(pk=request.pk, handled_at__isnull=True)
    if not open_one.update(handled_at=now(), handled_by=by):
        return False
    note("interview.person_request_answered", request.interview, by=by, request=request.pk)
    return True
