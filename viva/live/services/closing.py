"""Reading what a completion is drawn from: how each question ended, and what is still to be judged."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef

from viva.ai.codec import from_json
from viva.ai.engines.base import AnsweredQuestion
from viva.ai.engines.base import Outcome as Ended
from viva.ai.types import CodeGrowth, CodeResult, Evaluation, Problem
from viva.core.time import now
from viva.interviews.enums import Outcome
from viva.interviews.models import (
    InterviewQuestion,
    InterviewResponse,
    PendingEvaluation,
    ResponseEvaluation,
)
from viva.interviews.selectors import with_latest_evaluation
from viva.live.models import CodeSubmission, InterviewSession
from viva.live.models.code import STOPPED, SubmissionMode
from viva.live.models.session import MessageKind, SessionStatus, Speaker
from viva.live.scripts import Plan, plan_of, problem_of
from viva.live.services.utterances import unheard_questions

UNJUDGED = frozenset({"", "IE"})


@dataclass(frozen=True, slots=True)
class Waiting:
    """An answer that has not been judged, or not all of it.

    `answers` are its words; `response` its row, unsaved where there is none yet; `code` the last code that was
    judged, `submission` a later one that was not (the runner was in trouble, or the end came first), `problem`
    what to judge it by.
    """

    index: int
    response: InterviewResponse
    answers: tuple[str, ...]
    code: CodeResult | None
    submission: CodeSubmission | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Closing:
    """All that the conclusion is drawn from; `answered` runs in parallel with the plan's questions.

    It holds for the session's `version` and `last_number`: what came after them is not in it. Where it was held
    `over_api` every question counts, and what is not judged yet stays owed.
    """

    session_id: int
    interview_id: int
    version: int
    last_number: int
    role: str
    plan: Plan
    answered: tuple[AnsweredQuestion, ...]
    waiting: tuple[Waiting, ...]
    reached: int
    title: str
    description: str
    over_api: bool = False
    use_ai: bool = True


@dataclass(frozen=True, slots=True)
class _Given:
    """What the candidate gave to the questions, by question id. To those in `unsent` something was said that was
    never sent."""

    rows: dict[int, InterviewResponse]
    codes: dict[int, CodeResult]
    unjudged: dict[int, CodeSubmission]
    unheard: dict[int, list[str]]
    unsent: set[int]


def read_closing(session_id: int) -> Closing | None:
    """What is to be concluded; None where the session is over already. A session never begun may be closed too."""
    session = InterviewSession.objects.select_related("interview__user").get(pk=session_id)
    if session.status not in {SessionStatus.IN_PROGRESS, SessionStatus.PREPARING}:
        return None
    return _closing(session)


def read_closed(response_id: int) -> Closing | None:
    """What the feedback is to be drawn from anew, now that the response is judged; None unless the interview is
    completed and no other judgement is owed to it."""
    owed = PendingEvaluation.objects.filter(response__interview=OuterRef("interview"))
    completed = InterviewSession.objects.filter(interview__responses=response_id, status=SessionStatus.COMPLETED)
    session = completed.exclude(Exists(owed)).select_related("interview__user").first()
    return _closing(session) if session else None


def _closing(session: InterviewSession) -> Closing:
    interview, plan = session.interview, plan_of(session)
    given = _given(session)
    reached = len(plan.ids) if session.over_api else int(session.conductor.get("index", -1)) + 1
    return Closing(
        session_id=session.pk,
        interview_id=interview.pk,
        version=session.version,
        last_number=session.last_number,
        role=interview.job_role,
        plan=plan,
        answered=tuple(_answered(plan, index, given, reached) for index in range(len(plan.ids))),
        waiting=() if session.over_api else tuple(_waiting(session, plan, given)),
        reached=reached,
        title=interview.title,
        description=interview.description,
        over_api=session.over_api,
        use_ai=interview.use_ai,
    )


def _given(session: InterviewSession) -> _Given:
    sent = session.submissions.filter(mode=SubmissionMode.SUBMIT).exclude(verdict=STOPPED)
    submitted = list(sent.order_by("number"))
    last = {row.question_id: row for row in submitted}
    return _Given(
        rows={row.question_id: row for row in with_latest_evaluation(session.interview_id)},
        codes={row.question_id: code_of(row) for row in submitted if row.verdict not in UNJUDGED},
        unjudged={question: row for question, row in last.items() if row.verdict in UNJUDGED},
        unheard=_unheard(session),
        unsent=unheard_questions(session.pk),
    )


def _unheard(session: InterviewSession) -> dict[int, list[str]]:
    """Words that were stored but never answered, because the turn that took them did not come to its end."""
    found: dict[int, list[str]] = defaultdict(list)
    said = session.messages.filter(speaker=Speaker.CANDIDATE, kind=MessageKind.TEXT, question__isnull=False)
    unheard = said.filter(number__gt=session.handled_number).order_by("number")
    for question_id, text in unheard.values_list("question_id", "text"):
        found[question_id].append(text)
    return found


def _answered(plan: Plan, index: int, given: _Given, reached: int) -> AnsweredQuestion:
    question, row = plan.questions[index], given.rows.get(plan.ids[index])
    code = given.codes.get(plan.ids[index])
    if row is None:
        left = Ended.WITHHELD if plan.ids[index] in given.unsent else Ended.LEFT
        return AnsweredQuestion(question, left if index < reached else Ended.NOT_REACHED, code=code)
    latest = next(iter(row.evaluations.all()), None)
    return AnsweredQuestion(
        question=question,
        outcome=Ended(row.outcome),
        evaluation=_evaluation(row, latest),
        code=code,
        hints_used=row.hints_used,
        answers=_words(row),
    )


def _evaluation(row: InterviewResponse, latest: ResponseEvaluation | None) -> Evaluation | None:
    """The latest judgement, with a person's score where there is one; None where there is no score."""
    if not row.is_evaluated or row.score is None:
        return None
    if latest is None:
        return Evaluation(score=row.score, metrics=None) if row.revision else None
    return replace(from_json(Evaluation, latest.result), score=row.score)


def _words(row: InterviewResponse) -> tuple[str, ...]:
    return tuple(part for part in row.text_response.split("\n\n") if part)


def _waiting(session: InterviewSession, plan: Plan, given: _Given) -> list[Waiting]:
    found = []
    for index, question_id in enumerate(plan.ids):
        row, unheard = given.rows.get(question_id), given.unheard.get(question_id, [])
        submission = given.unjudged.get(question_id)
        if not (unheard or submission or (row and _unassessed(row))):
            continue
        row = row or _new_row(session, question_id)
        words = (*_words(row), *unheard)
        row.text_response = "\n\n".join(words)
        code, problem = given.codes.get(question_id), _problem(submission)
        found.append(Waiting(index, row, words, code, submission, problem))
    return found


def _problem(submission: CodeSubmission | None) -> Problem | None:
    if submission is None:
        return None
    return problem_of(InterviewQuestion.objects.select_related("tests").get(pk=submission.question_id))


def _unassessed(row: InterviewResponse) -> bool:
    return not row.is_evaluated and row.outcome in {Outcome.ANSWERED, Outcome.WITHHELD}


def _new_row(session: InterviewSession, question_id: int) -> InterviewResponse:
    current = question_id == session.current_question_id
    hints = int(session.conductor.get("hints_used", 0)) if current else 0
    return InterviewResponse(
        interview_id=session.interview_id,
        question_id=question_id,
        hints_used=hints,
        submitted_at=now(),
    )


def code_of(row: CodeSubmission) -> CodeResult:
    growth = from_json(CodeGrowth, row.growth) if row.growth else None
    return CodeResult(row.source, row.language, row.passed, row.total, row.verdict, growth)
