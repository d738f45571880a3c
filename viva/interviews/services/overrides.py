"""A person's score in place of the machine's."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from viva.accounts.models import User
from viva.core.errors import StateForbids
from viva.core.time import now
from viva.interviews.enums import Outcome, Status
from viva.interviews.models import Interview, InterviewResponse, PendingEvaluation, ScoreOverride
from viva.interviews.services.completion import restate_totals
from viva.interviews.trail import note


@transaction.atomic
def override_score(response_id: int, *, by: User, score: float, reason: str) -> InterviewResponse:
    """Put the person's score in the place of the one before, and keep both. Totals that stand are restated.

    Raises StateForbids where the interview is cancelled.
    """
    interview_id = InterviewResponse.objects.values_list("interview_id", flat=True).get(pk=response_id)
    interview = Interview.objects.select_for_update().get(pk=interview_id)
    if interview.status == Status.CANCELLED:
        raise StateForbids(_("This interview was cancelled; its answers are scored no more."))
    response = InterviewResponse.objects.select_for_update().get(pk=response_id)
    before = response.score
    _keep(response, by=by, score=score, reason=reason)
    response.score, response.is_evaluated, response.needs_review = score, True, False
    if not response.counts:
        response.outcome = Outcome.ANSWERED  # so that a score somebody gave counts
    response.save(update_fields=["score", "is_evaluated", "needs_review", "outcome"])
    PendingEvaluation.objects.filter(response=response).delete()
    if interview.status == Status.COMPLETED:
        restate_totals(interview_id)
    note("interview.overridden", interview, by=by, question=response.question_id, before=before, score=score)
    return response


def _keep(response: InterviewResponse, *, by: User, score: float, reason: str) -> None:
    ScoreOverride.objects.create(
        response=response,
        revision=response.revision,
        by=by,
        score=score,
        score_before=response.score,
        reason=reason,
        created_at=now(),
    )
