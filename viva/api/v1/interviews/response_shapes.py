"""The JSON of responses: before completion without anything that would help with the answer."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet

from viva.interviews.models import InterviewResponse, ResponseEvaluation, ScoreOverride
from viva.live.models import CodeSubmission

Shape = dict[str, Any]


def responses_of(interview_id: int) -> QuerySet[InterviewResponse]:
    """With what `result_shape` shows, in a fixed number of queries."""
    newest = ResponseEvaluation.objects.order_by("-pk")
    return (
        InterviewResponse.objects.filter(interview_id=interview_id)
        .select_related("question")
        .prefetch_related(
            Prefetch("evaluations", queryset=newest),
            Prefetch("overrides", queryset=ScoreOverride.objects.order_by("pk")),
        )
        .order_by("question__order")
    )


def response_shape(response: InterviewResponse, *, with_score: bool, is_open: bool) -> Shape:
    """`is_open`: the interview is not completed, so that what was expected stays unsaid."""
    feedback = open_feedback(response) if is_open else response.ai_feedback
    return {
        "id": response.pk,
        "interview": response.interview_id,
        "question": response.question_id,
        "outcome": response.outcome,
        "text_response": response.text_response,
        "code_response": response.code_response,
        "language": response.language,
        "audio_url": response.audio_url,
        "video_url": response.video_url,
        "time_taken_seconds": response.time_taken_seconds,
        "hints_used": response.hints_used,
        "started_at": response.started_at,
        "submitted_at": response.submitted_at,
        "score": response.score if with_score else None,
        "ai_feedback": feedback if with_score else "",
        "evaluation_metrics": response.evaluation_metrics if with_score else {},
        "confidence": response.confidence if with_score else None,
        "is_evaluated": response.is_evaluated,
        "needs_review": response.needs_review,
    }


def result_shape(response: InterviewResponse, code: CodeSubmission | None, *, with_people: bool = True) -> Shape:
    """With the evidence, who judged, what a person changed, and how the code did. Hidden tests stay hidden.

    `with_people`: who changed a score and why, which is between the people of a company.
    """
    latest = next(iter(response.evaluations.all()), None)
    hidden: Shape = {} if with_people else {"by": None, "reason": ""}
    return response_shape(response, with_score=True, is_open=False) | {
        "covered": _points(response, "covered"),
        "missing": _points(response, "missing"),
        "criteria": [criterion_shape(each) for each in response.evidence.get("criteria", [])],
        "engine": latest.engine if latest else "",
        "model": latest.model if latest else "",
        "rubric_version": latest.rubric_version if latest else "",
        "code_result": code_shape(code) if code else None,
        "overrides": [override_shape(override) | hidden for override in response.overrides.all()],
    }


def code_shape(code: CodeSubmission) -> Shape:
    return {"verdict": code.verdict, "passed": code.passed, "total": code.total}


def criterion_shape(found: Shape) -> Shape:
    return {name: found[name] for name in ("id", "text", "share", "quote", "advice")}


def override_shape(override: ScoreOverride) -> Shape:
    return {
        "id": override.pk,
        "by": override.by_id,
        "score": override.score,
        "score_before": override.score_before,
        "reason": override.reason,
        "created_at": override.created_at,
    }


def _points(response: InterviewResponse, which: str) -> list[Shape]:
    return [{"text": point["text"], "quote": point["quote"]} for point in response.evidence.get(which, [])]


def open_feedback(response: InterviewResponse) -> str:
    """The feedback as it may be read before completion.

    Engines name the points that were missed, which is what was expected. Where the feedback holds any of what the
    question keeps to itself, only how much was covered is said.
    """
    feedback = response.ai_feedback
    if not feedback or not any(secret in feedback.casefold() for secret in _secrets(response)):
        return feedback
    covered, missing = (len(response.evidence.get(which, [])) for which in ("covered", "missing"))
    return (
        f"The answer covers {covered} of {covered + missing} expected points. "
        "Which ones is said when the interview is completed."
    )


def _secrets(response: InterviewResponse) -> set[str]:
    question = response.question
    spec = question.spec
    points = [point for which in ("covered", "missing") for point in response.evidence.get(which, [])]
    texts = [
        question.expected_answer,
        *question.evaluation_criteria,
        *spec.get("hints", []),
        *(point["text"] for point in points),
        *(wording for point in spec.get("key_points", []) for wording in (point["text"], *point["paraphrases"])),
    ]
    return {plain for text in texts if (plain := text.strip().rstrip(".").casefold())}
