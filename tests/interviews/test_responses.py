"""Responses: one a question, each judgement kept, and no score where nobody gave one."""

from __future__ import annotations

import pytest

from tests.factories.rooms import TALK, make_session
from viva.ai.engines.scripted import evaluation
from viva.interviews.enums import Outcome
from viva.interviews.models import Interview, InterviewResponse, ResponseEvaluation
from viva.interviews.services import record_response, record_unanswered

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db]


@pytest.fixture
def interview() -> Interview:
    return make_session(questions=TALK).interview


def record(
    interview: Interview, *, score: float | None, outcome: Outcome = Outcome.ANSWERED, text: str = "Words."
):
    record_response(
        interview_id=interview.pk,
        question_id=interview.questions.get(order=1).pk,
        outcome=outcome,
        text=text,
        seconds=12.4,
        evaluation=evaluation(score) if score is not None else None,
    )
    return InterviewResponse.objects.get(interview=interview)


def test_a_second_answer_replaces_the_first_and_both_judgements_are_kept(interview: Interview) -> None:
    record(interview, score=4.0)
    row = record(interview, score=8.0, text="Better words.")
    assert (row.score, row.text_response, row.is_evaluated, row.time_taken_seconds) == (
        8.0,
        "Better words.",
        True,
        12,
    )
    assert list(ResponseEvaluation.objects.values_list("score", flat=True)) == [4.0, 8.0]


def test_an_answer_that_is_not_judged_has_no_score_even_if_an_earlier_one_had(interview: Interview) -> None:
    record(interview, score=8.0)
    row = record(interview, score=None, outcome=Outcome.WITHHELD)
    assert (row.score, row.is_evaluated, row.evaluation_metrics, row.confidence) == (None, False, {}, None)


@pytest.mark.parametrize(
    ("outcome", "score"),
    [
        (Outcome.SKIPPED, 0.0),
        (Outcome.DONT_KNOW, 0.0),
        (Outcome.LEFT, 0.0),
        (Outcome.NOT_REACHED, None),
        (Outcome.WITHHELD, None),
        (Outcome.ANSWERED, None),
    ],
)
def test_without_a_judgement_only_the_rules_own_outcomes_are_zero(
    interview: Interview, outcome: Outcome, score: float | None
) -> None:
    assert record(interview, score=None, outcome=outcome).score == score


def test_what_was_not_answered_is_added_and_changes_no_answer(interview: Interview) -> None:
    record(interview, score=8.0)
    outcomes = {question.pk: Outcome.LEFT for question in interview.questions.all()}
    record_unanswered(interview.pk, outcomes)
    record_unanswered(interview.pk, outcomes)
    rows = InterviewResponse.objects.filter(interview=interview).order_by("question__order")
    assert list(rows.values_list("outcome", "score")) == [("answered", 8.0), ("left", 0.0), ("left", 0.0)]
