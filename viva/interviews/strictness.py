"""What a company's strictness asks of a judgement before nobody needs to look at it, and which one holds.

It changes no score. An interview is held to the strictness that its company had when it began, all of it and for
good: a setting that is changed later judges nobody anew, and everyone reads which one it was. Practice has none.
The bar of the suggestion is `viva.insights.recommendation`'s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from viva.accounts.models import Company, Strictness
from viva.ai.types import Evaluation
from viva.interviews.models import Interview

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable

# The confidence, 0-1, below which a judgement is flagged for a person. What its judge is unsure of always is.
REVIEW_BELOW = {Strictness.LENIENT: 0.0, Strictness.STANDARD: 0.5, Strictness.STRICT: 0.75}


def needs_review(evaluation: Evaluation, strictness: str) -> bool:
    """`strictness` is "" in practice. A judgement without a score has no confidence to be held to."""
    if evaluation.needs_review or not strictness or evaluation.score is None:
        return evaluation.needs_review
    return evaluation.confidence < REVIEW_BELOW[Strictness(strictness)]


def in_force() -> Combinable:
    """For an update of interviews: the one they are held to already, else their company's of now, else ""."""
    companys = Company.objects.filter(pk=OuterRef("company_id")).values("strictness")
    return Coalesce(NullIf(F("strictness"), Value("")), Subquery(companys), Value(""))


def strictness_of(interview_id: int) -> str:
    """What the interview is held to, or would be if it began now; "" of practice. One query."""
    told = Interview.objects.filter(pk=interview_id).annotate(held_to=in_force())
    return str(told.values_list("held_to", flat=True).get())
