"""The judgements owed to answers given over the API: taken one by one, stored, put off, or given up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F

from viva.ai.codec import from_json
from viva.ai.types import Evaluation, Problem, Question
from viva.core.time import now
from viva.interviews.enums import Outcome, Status
from viva.interviews.events import RESPONSE_EVALUATED, tell
from viva.interviews.models import Interview, InterviewResponse, PendingEvaluation
from viva.interviews.services.completion import restate_totals
from viva.interviews.services.responses import judged_fields, keep_evaluation
from viva.interviews.strictness import strictness_of
from viva.live.models import CodeSubmission, InterviewSession
from viva.live.scripts import problem_of
from viva.live.services.turns import JudgedCode, store_verdict

# How long, in seconds, the one who takes a judgement on has for it.
LEASE = timedelta(seconds=90)
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
# After about a day of tries a person has to judge.
MOST_ATTEMPTS = 30


@dataclass(frozen=True, slots=True)
class Owed:
    """An answer to be judged. `answers` are its words; `submission` its code where the question has tests."""

    response_id: int
    revision: int
    session_id: int
    question: Question
    asked: str
    answers: tuple[str, ...]
    attempts: int
    problem: Problem | None = None
    submission: CodeSubmission | None = None


def due_evaluations(*, most: int = 20) -> list[int]:
    """The responses whose judgement is due, longest waiting first."""
    due = PendingEvaluation.objects.filter(next_attempt_at__lte=now()).order_by("next_attempt_at")
    return list(due.values_list("response_id", flat=True)[:most])


def owed_evaluations(session_id: int) -> list[int]:
    """All responses of the session's interview that wait for a judgement, due or not."""
    owed = PendingEvaluation.objects.filter(response__interview__session=session_id).order_by("pk")
    return list(owed.values_list("response_id", flat=True))


def claim_evaluation(response_id: int, *, only_due: bool) -> bool:
    """Take the judgement on: nobody else is given it until the lease is over."""
    owed = PendingEvaluation.objects.filter(response_id=response_id)
    if only_due:
        owed = owed.filter(next_attempt_at__lte=now())
    return bool(owed.update(next_attempt_at=now() + LEASE, attempts=F("attempts") + 1))


def read_owed(response_id: int) -> Owed | None:
    """What is to be judged; None where nothing is owed any more."""
    pending = PendingEvaluation.objects.filter(response_id=response_id).first()
    session = InterviewSession.objects.filter(interview__responses=response_id).first()
    if pending is None or session is None:
        return None
    response = InterviewResponse.objects.select_related("question__tests").get(pk=response_id)
    problem = problem_of(response.question) if response.code_response else None
    submissions = session.submissions.filter(question_id=response.question_id)
    return Owed(
        response_id=response_id,
        revision=response.revision,
        session_id=session.pk,
        question=from_json(Question, response.question.spec),
        asked=response.question.question_text,
        answers=said_in(response),
        attempts=pending.attempts,
        problem=problem,
        submission=submissions.order_by("-number").first() if problem else None,
    )


def said_in(response: InterviewResponse) -> tuple[str, ...]:
    """The words of an answer; code without tests is read like words."""
    code = "" if response.question.tests_id else response.code_response
    return tuple(part for part in (response.text_response.strip(), code.strip()) if part)


@transaction.atomic
def store_assessment(
    owed: Owed, *, outcome: Outcome, evaluation: Evaluation, run: JudgedCode | None = None
) -> None:
    """Write the judgement, if the answer is still the one that was judged, and strike it off what is owed.

    A person's score for the same answer stays; totals of a completed interview are restated.
    """
    InterviewSession.objects.filter(pk=owed.session_id).update(version=F("version") + 1)
    response = InterviewResponse.objects.select_for_update().filter(pk=owed.response_id).first()
    if response is None or response.revision != owed.revision:
        return
    if run:
        store_verdict(owed.session_id, run)
    strictness = strictness_of(response.interview_id)
    keep_evaluation(response_id=response.pk, evaluation=evaluation, strictness=strictness, at=now())
    PendingEvaluation.objects.filter(response=response).delete()
    told = {"id": response.pk, "question": response.question_id, "score": evaluation.score}
    tell(RESPONSE_EVALUATED, response.interview_id, response=told)
    if response.overrides.filter(revision=owed.revision).exists():
        return
    fields = judged_fields(outcome, evaluation, strictness=strictness)
    if evaluation.score is None:
        fields["needs_review"] = True
    InterviewResponse.objects.filter(pk=response.pk).update(outcome=outcome, **fields)
    if Interview.objects.filter(pk=response.interview_id, status=Status.COMPLETED).exists():
        restate_totals(response.interview_id)


def put_off(owed: Owed) -> None:
    """It could not be judged now: try again later, each time after a longer pause; in the end a person must."""
    pending = PendingEvaluation.objects.filter(response_id=owed.response_id, response__revision=owed.revision)
    if owed.attempts >= MOST_ATTEMPTS:
        _give_up(owed)
        return
    pause = min(FIRST_PAUSE * 2 ** min(owed.attempts, 10), LONGEST_PAUSE)
    pending.update(next_attempt_at=now() + pause)


@transaction.atomic
def _give_up(owed: Owed) -> None:
    waiting = InterviewResponse.objects.filter(pk=owed.response_id, revision=owed.revision, is_evaluated=False)
    waiting.update(outcome=Outcome.WITHHELD, needs_review=True)
    PendingEvaluation.objects.filter(response_id=owed.response_id, response__revision=owed.revision).delete()
