"""Answers that were given and never came to be words: nobody has read them, so no score is given, nor a zero."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from viva.ai.types import Evaluation
from viva.core.time import now
from viva.interviews.enums import Outcome
from viva.interviews.models import InterviewResponse
from viva.interviews.services.responses import judged_fields, keep_evaluation
from viva.interviews.strictness import strictness_of

UNHEARD = Evaluation(
    score=None,
    metrics=None,
    reason="Something was said to this question that never came to be words of its candidate's.",
    needs_review=True,
    engine="rule",
)


@transaction.atomic
def withhold_unheard(interview_id: int, question_ids: Collection[int]) -> int:
    """Of these questions, those that would count 0 for having been left are *not assessed* and flagged; how many.

    A person's score stays.
    """
    left = InterviewResponse.objects.select_for_update(of=("self",)).filter(
        interview_id=interview_id, question_id__in=question_ids, outcome=Outcome.LEFT, overrides=None
    )
    strictness, changed = strictness_of(interview_id), 0
    for response in left:
        fields = judged_fields(Outcome.WITHHELD, UNHEARD, strictness=strictness) | {"needs_review": True}
        InterviewResponse.objects.filter(pk=response.pk).update(outcome=Outcome.WITHHELD, **fields)
        keep_evaluation(response_id=response.pk, evaluation=UNHEARD, strictness=strictness, at=now())
        changed += 1
    return changed
