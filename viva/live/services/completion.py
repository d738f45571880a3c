"""The writes of a completion: a late judgement, and the end. Both hold only for what they were drawn from."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import F, QuerySet

from viva.ai.engines.base import Conclusion
from viva.ai.engines.base import Outcome as Ended
from viva.ai.feedback.scores import Scores
from viva.ai.types import CodeResult, Evaluation
from viva.core.time import now
from viva.interviews.enums import Outcome, QuestionType
from viva.interviews.models import InterviewQuestion
from viva.interviews.services import complete_interview, record_response, record_unanswered
from viva.interviews.services.withholding import withhold_unheard
from viva.live.models import InterviewSession
from viva.live.models.session import SessionStatus
from viva.live.services.closing import Closing, Waiting
from viva.live.services.sessions import PRACTICE_TITLE
from viva.live.services.turns import JudgedCode, Stale, store_verdict
from viva.live.services.utterances import unheard_questions

OPEN = (SessionStatus.IN_PROGRESS, SessionStatus.PREPARING)


@dataclass(frozen=True, slots=True)
class Judged:
    """A late judgement. `code` is what was judged in the end, `run` the sandbox's word on it if it is new."""

    waiting: Waiting
    outcome: Ended
    evaluation: Evaluation | None
    code: CodeResult | None = None
    run: JudgedCode | None = None


@transaction.atomic
def store_judged(closing: Closing, judged: Judged) -> Closing:
    """Write the late judgement beside the words; gives the closing that holds after it.

    Raises Stale where a turn or another completion has changed the session since `closing` was read: a judgement
    of older words never replaces a newer one.
    """
    held = _held(closing).update(version=F("version") + 1)
    if not held:
        raise Stale
    if judged.run:
        store_verdict(closing.session_id, judged.run)
    row = judged.waiting.response
    record_response(
        interview_id=row.interview_id,
        question_id=row.question_id,
        outcome=Outcome(judged.outcome),
        text=row.text_response,
        seconds=row.time_taken_seconds,
        hints_used=row.hints_used,
        code=judged.code,
        evaluation=judged.evaluation,
        at=row.submitted_at,
    )
    return replace(closing, version=closing.version + 1)


def _held(closing: Closing) -> QuerySet[InterviewSession]:
    return InterviewSession.objects.filter(
        pk=closing.session_id,
        status__in=OPEN,
        version=closing.version,
        last_number=closing.last_number,
    )


@transaction.atomic
def finish_session(closing: Closing, *, conclusion: Conclusion, scores: Scores, insist: bool = False) -> bool:
    """The end, once: what was reached and left or never reached, the totals, the feedback, the title.

    False where it was over already. Raises Stale where something came in since, unless `insist`.
    """
    sessions = InterviewSession.objects.filter(pk=closing.session_id, status__in=OPEN)
    wanted = sessions if insist else _held(closing)
    if not wanted.update(status=SessionStatus.COMPLETED, version=F("version") + 1):
        if sessions.exists():
            raise Stale
        return False
    record_unanswered(closing.interview_id, _unanswered(closing))
    withhold_unheard(closing.interview_id, unheard_questions(closing.session_id))
    title, description = _title(closing)
    complete_interview(
        closing.interview_id,
        title=title,
        description=description,
        conclusion=conclusion,
        scores=scores,
        at=now(),
    )
    return True


def _unanswered(closing: Closing) -> dict[int, Outcome]:
    """How each question would have ended without an answer: reached and left, or never reached."""
    return {
        question_id: Outcome.LEFT if index < closing.reached else Outcome.NOT_REACHED
        for index, question_id in enumerate(closing.plan.ids)
    }


def _title(closing: Closing) -> tuple[str, str]:
    """Of practice `AI Interview - {problem title}` and the problem's statement, where one was reached.

    An interview that was given a title keeps it.
    """
    if closing.over_api or closing.title != PRACTICE_TITLE:
        return closing.title, closing.description
    problems = InterviewQuestion.objects.filter(
        pk__in=closing.plan.ids[: closing.reached], question_type=QuestionType.CODING
    ).order_by("order")
    problem = problems.first()
    if problem is None or not problem.title:
        return PRACTICE_TITLE, ""
    return f"AI Interview - {problem.title}", problem.spec["problem"]["statement"]
