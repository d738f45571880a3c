"""A template's average score, kept true in the transaction of each change to a completed interview of it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Avg

from viva.interviews.enums import Status
from viva.interviews.models import Interview, InterviewTemplate


def refresh_average_of(interview_id: int) -> None:
    """Refresh its template's average, if it has one. Call it where totals change, in that transaction."""
    template_id = Interview.objects.filter(pk=interview_id).values_list("template_id", flat=True).first()
    if template_id is not None:
        refresh_average(template_id)


@transaction.atomic
def refresh_average(template_id: int) -> None:
    """The mean percentage of its completed interviews in which anything was assessed; 0.0 where there is none.

    The template's row is locked before the interviews are read: of two completions at once the later one sees
    the earlier one's result (a single UPDATE with a subquery would not, under READ COMMITTED).
    """
    template = InterviewTemplate.objects.select_for_update().filter(pk=template_id).first()
    if template is None:
        return
    assessed = Interview.objects.filter(
        template_id=template_id, status=Status.COMPLETED, overall_score__isnull=False
    )
    average = assessed.aggregate(mean=Avg("percentage"))["mean"] or 0.0
    InterviewTemplate.objects.filter(pk=template_id).update(average_score=round(average, 2))
