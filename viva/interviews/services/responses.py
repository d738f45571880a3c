"""Storing what was answered and how it was judged."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from viva.ai.codec import to_json
from viva.ai.types import CodeResult, Evaluation, Made
from viva.core.time import now
from viva.interviews.enums import Outcome
from viva.interviews.events import RESPONSE_EVALUATED, tell
from viva.interviews.models import InterviewResponse, ResponseEvaluation
from viva.interviews.strictness import needs_review, strictness_of

_FIELDS = (
    "outcome",
    "text_response",
    "code_response",
    "language",
    "time_taken_seconds",
    "hints_used",
    "started_at",
    "submitted_at",
)
_JUDGED = (
    "score",
    "ai_feedback",
    "evaluation_metrics",
    "evidence",
    "confidence",
    "is_evaluated",
    "needs_review",
)


@transaction.atomic(savepoint=False)
def record_response(
    *,
    interview_id: int,
    question_id: int,
    outcome: Outcome,
    text: str,
    seconds: float,
    hints_used: int = 0,
    code: CodeResult | None = None,
    evaluation: Evaluation | None = None,
    strictness: str | None = None,
    at: datetime | None = None,
) -> None:
    """Write the question's one response; a judgement, if there is one, is kept for good beside it.

    Without `evaluation` an earlier judgement no longer fits the words, so it is cleared: the response waits
    to be judged (`is_evaluated` False), except where the outcome itself decides. `strictness` is what the
    interview is held to; without it that is looked up.
    """
    at = at or now()
    if strictness is None:
        strictness = strictness_of(interview_id) if evaluation else ""
    row = InterviewResponse(
        interview_id=interview_id,
        question_id=question_id,
        outcome=outcome,
        text_response=text,
        code_response=code.source if code else "",
        language=code.language if code else "",
        time_taken_seconds=round(max(0.0, seconds)),
        hints_used=hints_used,
        started_at=at - timedelta(seconds=max(0.0, seconds)),
        submitted_at=at,
        **judged_fields(outcome, evaluation, strictness=strictness),
    )
    [stored] = InterviewResponse.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["question"], update_fields=[*_FIELDS, *_JUDGED]
    )
    if evaluation:
        keep_evaluation(response_id=stored.pk, evaluation=evaluation, strictness=strictness, at=at)
        response = {"id": stored.pk, "question": question_id, "score": evaluation.score}
        tell(RESPONSE_EVALUATED, interview_id, response=response)


def record_unanswered(interview_id: int, outcomes: dict[int, Outcome]) -> None:
    """Give each question without a response the outcome it has in `outcomes`; responses stay as they are."""
    rows = [
        InterviewResponse(
            interview_id=interview_id, question_id=question_id, outcome=outcome, **judged_fields(outcome, None)
        )
        for question_id, outcome in outcomes.items()
    ]
    InterviewResponse.objects.bulk_create(rows, ignore_conflicts=True)


def keep_evaluation(*, response_id: int, evaluation: Evaluation, strictness: str, at: datetime) -> None:
    """Append the judgement to the response's history, with the strictness that it was held to and what it took."""
    made = evaluation.made or Made()
    ResponseEvaluation.objects.create(
        response_id=response_id,
        created_at=at,
        score=evaluation.score,
        reason=evaluation.reason[:200],
        result=to_json(evaluation),
        confidence=evaluation.confidence,
        needs_review=needs_review(evaluation, strictness),
        strictness=strictness,
        engine=evaluation.engine,
        model=evaluation.model,
        prompt_version=evaluation.prompt_version,
        rubric_version=evaluation.rubric_version,
        temperature=made.temperature,
        seed=made.seed,
        prompt_tokens=made.prompt_tokens,
        completion_tokens=made.completion_tokens,
        latency_ms=made.latency_ms,
        fallback=made.fallback,
    )


def judged_fields(outcome: Outcome, evaluation: Evaluation | None, *, strictness: str = "") -> dict[str, object]:
    """The response's columns that repeat its latest judgement. Zero is written only where the rule says 0."""
    if evaluation is None:
        zero = outcome in {Outcome.DONT_KNOW, Outcome.SKIPPED, Outcome.LEFT}
        return {
            "score": 0.0 if zero else None,
            "ai_feedback": "",
            "evaluation_metrics": {},
            "evidence": {},
            "confidence": None,
            "is_evaluated": zero,
            "needs_review": False,
        }
    stored = to_json(evaluation)
    return {
        "score": evaluation.score,
        "ai_feedback": evaluation.feedback,
        "evaluation_metrics": stored["metrics"] or {},
        "evidence": {
            "covered": stored["covered"],
            "missing": stored["missing"],
            "criteria": stored["criteria"],
            "reason": evaluation.reason,
        },
        "confidence": evaluation.confidence,
        "is_evaluated": evaluation.score is not None,
        "needs_review": needs_review(evaluation, strictness),
    }
