"""Completing an interview: the totals by the rule of the product, the feedback, the end."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from viva.ai.codec import to_json
from viva.ai.engines.base import Conclusion
from viva.ai.feedback.scores import Scores
from viva.interviews.enums import Status
from viva.interviews.events import INTERVIEW_COMPLETED, tell
from viva.interviews.models import Interview, InterviewResponse
from viva.interviews.scoring import Totals, calculate_score
from viva.interviews.services.template_average import refresh_average_of
from viva.interviews.strictness import in_force
from viva.interviews.trail import note
from viva.jobs.models import Stage
from viva.jobs.services import advance_applications


@transaction.atomic
def complete_interview(
    interview_id: int,
    *,
    title: str,
    description: str,
    conclusion: Conclusion,
    scores: Scores,
    at: datetime,
) -> bool:
    """Close the interview once: False, and nothing changed, where it was completed or cancelled already.

    The overall score is the share of the points; the other three are those of `scores`.
    """
    responses = list(InterviewResponse.objects.filter(interview_id=interview_id))
    totals: Totals = calculate_score(responses)
    changed = Interview.objects.filter(pk=interview_id, status__in=[Status.SCHEDULED, Status.IN_PROGRESS]).update(
        status=Status.COMPLETED,
        title=title[:200],
        description=description,
        completed_at=at,
        ended_at=at,
        strictness=in_force(),
        total_score=totals.total,
        max_score=totals.most,
        percentage=totals.percentage,
        overall_score=totals.percentage if totals.assessed else None,
        **_competencies(scores),
        **_feedback(conclusion),
    )
    if changed:
        refresh_average_of(interview_id)
        _advance_application(interview_id)
        note(INTERVIEW_COMPLETED, Interview.objects.only("company_id").get(pk=interview_id))
        tell(INTERVIEW_COMPLETED, interview_id)
    return changed == 1


def _advance_application(interview_id: int) -> None:
    """Whoever was interviewed for a job has been interviewed."""
    told = Interview.objects.filter(pk=interview_id, job__isnull=False)
    for job_id, email, candidate_id in told.values_list("job_id", "candidate_email", "candidate_id"):
        advance_applications(job_id, email=email, candidate_id=candidate_id, stage=Stage.INTERVIEWED)


def rewrite_feedback(interview_id: int, *, conclusion: Conclusion, scores: Scores) -> None:
    """Of a completed interview, after a judgement that came late; its totals were restated with the judgement."""
    completed = Interview.objects.filter(pk=interview_id, status=Status.COMPLETED)
    completed.update(**_competencies(scores), **_feedback(conclusion))


def _competencies(scores: Scores) -> dict[str, float | None]:
    return {
        "communication_score": scores.communication,
        "problem_solving_score": scores.problem_solving,
        "code_quality_score": scores.code_quality,
    }


def _feedback(conclusion: Conclusion) -> dict[str, Any]:
    return {
        "overall_feedback": conclusion.overall_feedback,
        "strengths": list(conclusion.strengths),
        "weaknesses": list(conclusion.weaknesses),
        "recommendations": list(conclusion.recommendations),
        "practise": list(conclusion.practise),
        "practise_items": [to_json(item) for item in conclusion.items],
        "feedback_engine": conclusion.engine[:80],
    }


@transaction.atomic
def restate_totals(interview_id: int) -> None:
    """Sum a completed interview anew, after a score of it has changed."""
    Interview.objects.select_for_update().get(pk=interview_id).calculate_score()
    refresh_average_of(interview_id)
