"""The transactions of a completion: read what is to be concluded, store a late judgement, store the end."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from viva.ai.codec import from_json
from viva.ai.engines.base import AnsweredQuestion, Conclusion
from viva.ai.engines.base import Outcome as Ended
from viva.ai.feedback.scores import Scores
from viva.ai.types import CodeResult, Evaluation
from viva.core.time import now
from viva.interviews.enums import Outcome
from viva.interviews.models import InterviewQuestion, InterviewResponse
from viva.interviews.selectors import with_latest_evaluation
from viva.interviews.services import complete_interview, record_response, record_unanswered
from viva.live.models import CodeSubmission, InterviewSession
from viva.live.models.code import SubmissionMode
from viva.live.models.session import SessionStatus
from viva.live.scripts import Plan, plan_of
from viva.live.services.sessions import PRACTICE_TITLE


@dataclass(frozen=True, slots=True)
class Waiting:
    """An answer that has not been judged. `answers` are its words; `response_id` its row."""

    index: int
    response: InterviewResponse
    answers: tuple[str, ...]
    code: CodeResult | None


@dataclass(frozen=True, slots=True)
class Judged:
    waiting: Waiting
    outcome: Ended
    evaluation: Evaluation | None


@dataclass(frozen=True, slots=True)
class Closing:
    """All that the conclusion is drawn from; `answered` runs in parallel with the plan's questions."""

    session_id: int
    interview_id: int
    role: str
    plan: Plan
    answered: tuple[AnsweredQuestion, ...]
    waiting: tuple[Waiting, ...]
    reached: int


def read_closing(session_id: int) -> Closing | None:
    """What is to be concluded; None where the session is over already. A session never begun may be closed too."""
    session = InterviewSession.objects.select_related("interview__user").get(pk=session_id)
    if session.status not in {SessionStatus.IN_PROGRESS, SessionStatus.PREPARING}:
        return None
    plan = plan_of(session.interview)
    responses = {row.question_id: row for row in with_latest_evaluation(session.interview_id)}
    codes = _last_codes(session)
    reached = int(session.conductor.get("index", -1)) + 1
    answered = tuple(
        _answered(plan, index, responses.get(question_id), codes.get(question_id), reached)
        for index, question_id in enumerate(plan.ids)
    )
    return Closing(
        session_id=session_id,
        interview_id=session.interview_id,
        role=session.interview.job_role,
        plan=plan,
        answered=answered,
        waiting=tuple(_waiting(plan, responses, codes)),
        reached=reached,
    )


def _answered(
    plan: Plan, index: int, row: InterviewResponse | None, code: CodeResult | None, reached: int
) -> AnsweredQuestion:
    question = plan.questions[index]
    if row is None:
        return AnsweredQuestion(question, Ended.LEFT if index < reached else Ended.NOT_REACHED)
    latest = next(iter(row.evaluations.all()), None)
    return AnsweredQuestion(
        question=question,
        outcome=Ended(row.outcome),
        evaluation=from_json(Evaluation, latest.result) if latest and row.is_evaluated else None,
        code=code,
        hints_used=row.hints_used,
        answers=_words(row),
    )


def _words(row: InterviewResponse) -> tuple[str, ...]:
    return tuple(part for part in row.text_response.split("\n\n") if part)


def _waiting(plan: Plan, responses: dict[int, InterviewResponse], codes: dict[int, CodeResult]) -> list[Waiting]:
    return [
        Waiting(
            index=plan.index_of(question_id),
            response=row,
            answers=_words(row),
            code=codes.get(question_id),
        )
        for question_id, row in responses.items()
        if not row.is_evaluated and row.outcome in {Outcome.ANSWERED, Outcome.WITHHELD}
    ]


def _last_codes(session: InterviewSession) -> dict[int, CodeResult]:
    """The last judged submission of each question; trouble of the runner (IE) does not count."""
    judged = session.submissions.filter(mode=SubmissionMode.SUBMIT).exclude(verdict__in=["", "IE"])
    return {row.question_id: _code(row) for row in judged.order_by("number")}


def _code(row: CodeSubmission) -> CodeResult:
    return CodeResult(
        source=row.source, language=row.language, passed=row.passed, total=row.total, verdict=row.verdict
    )


def store_judged(judged: Judged) -> None:
    """Write the late judgement beside the words, which stay as they are."""
    row = judged.waiting.response
    record_response(
        interview_id=row.interview_id,
        question_id=row.question_id,
        outcome=Outcome(judged.outcome),
        text=row.text_response,
        seconds=row.time_taken_seconds,
        hints_used=row.hints_used,
        code=judged.waiting.code,
        evaluation=judged.evaluation,
        at=row.submitted_at,
    )


@transaction.atomic
def finish_session(closing: Closing, *, conclusion: Conclusion, scores: Scores) -> bool:
    """The end, once: what was reached and left or never reached, the totals, the feedback, the title."""
    session = InterviewSession.objects.select_for_update().get(pk=closing.session_id)
    if session.status not in {SessionStatus.IN_PROGRESS, SessionStatus.PREPARING}:
        return False
    at = now()
    record_unanswered(closing.interview_id, _unanswered(closing))
    title, description = _title(closing)
    complete_interview(
        closing.interview_id, title=title, description=description, conclusion=conclusion, scores=scores, at=at
    )
    InterviewSession.objects.filter(pk=session.pk).update(status=SessionStatus.COMPLETED, version=F("version") + 1)
    return True


def _unanswered(closing: Closing) -> dict[int, Outcome]:
    """How each question would have ended without an answer: reached and left, or never reached."""
    return {
        question_id: Outcome.LEFT if index < closing.reached else Outcome.NOT_REACHED
        for index, question_id in enumerate(closing.plan.ids)
    }


def _title(closing: Closing) -> tuple[str, str]:
    """`AI Interview - {problem title}` and the problem's statement, where a coding problem was reached."""
    problems = InterviewQuestion.objects.filter(
        pk__in=closing.plan.ids[: closing.reached], question_type="coding"
    ).order_by("order")
    problem = problems.first()
    if problem is None or not problem.title:
        return PRACTICE_TITLE, ""
    return f"AI Interview - {problem.title}", problem.spec["problem"]["statement"]
