"""An answer is judged within a deadline; what is not is owed as a row, and done later, whatever was killed."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from tests.api.v1.interviews.asking import get, post, submit
from tests.factories.interviews import answer_by_service, make_running
from tests.factories.rooms import CODE, RIGHT
from viva.ai.engines.base import EngineError
from viva.ai.engines.scripted import Delay, Hang, ScriptedEngine, evaluation
from viva.core import time
from viva.interviews.models import Interview, InterviewResponse, PendingEvaluation, ResponseEvaluation
from viva.live.assessing import assess_due
from viva.live.services.assessments import MOST_ATTEMPTS, read_owed, store_assessment
from viva.sandbox.scripted import ScriptedJudge
from viva.sandbox.types import Judgement, Verdict

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def short(settings: Any) -> None:
    settings.VIVA_ENGINE_SECONDS = 0.3


def later(**after: float) -> None:
    """The clock's look for what is due, so much later."""
    moment = time.now() + timedelta(**after)
    with time.clock(lambda: moment):
        asyncio.run(assess_due())


def state() -> tuple[Any, ...]:
    row = InterviewResponse.objects.get()
    return row.is_evaluated, row.score, row.outcome, PendingEvaluation.objects.count()


@pytest.mark.parametrize("trouble", [Hang(), Delay(5), EngineError("down"), RuntimeError("bug")])
def test_an_answer_that_cannot_be_judged_in_time_stays_owed(engine: ScriptedEngine, trouble: object) -> None:
    engine.script("evaluate", trouble)
    answer = submit(make_running())
    response = answer.json()["response"]
    assert (answer.status_code, response["is_evaluated"], response["score"]) == (200, False, None)
    assert state() == (False, None, "answered", 1)


def test_the_clock_judges_what_is_owed(engine: ScriptedEngine) -> None:
    engine.script("evaluate", EngineError("down"))
    submit(make_running())
    later(seconds=20)
    assert state() == (False, None, "answered", 1)
    later(seconds=31)
    assert state() == (True, 7.0, "answered", 0)


def test_an_answer_whose_server_was_killed_is_judged_by_the_next(engine: ScriptedEngine) -> None:
    answer_by_service(make_running())
    later(seconds=1)
    assert state() == (False, None, "answered", 1)
    later(seconds=10)
    assert state() == (True, 7.0, "answered", 0)


def test_each_try_waits_longer_and_in_the_end_a_person_judges(engine: ScriptedEngine) -> None:
    answer_by_service(make_running())
    engine.script("evaluate", EngineError("down"), EngineError("down"))
    later(minutes=10)
    first = PendingEvaluation.objects.get()
    later(minutes=20)
    second = PendingEvaluation.objects.get()
    waits = [pending.next_attempt_at - time.now() for pending in (first, second)]
    assert (first.attempts, second.attempts, waits[1] > waits[0]) == (1, 2, True)
    PendingEvaluation.objects.update(attempts=MOST_ATTEMPTS)
    engine.script("evaluate", EngineError("down"))
    later(days=1)
    assert state() == (False, None, "withheld", 0)
    assert InterviewResponse.objects.get().needs_review


def test_what_the_engine_does_not_assess_goes_to_a_person(engine: ScriptedEngine) -> None:
    engine.script("evaluate", evaluation(None))
    response = submit(make_running()).json()["response"]
    shown = [response[name] for name in ("score", "is_evaluated", "needs_review", "outcome")]
    assert shown == [None, False, True, "withheld"]
    assert PendingEvaluation.objects.count() == 0


def test_code_that_cannot_be_run_stays_owed(engine: ScriptedEngine, judge: ScriptedJudge) -> None:
    judge._left.append(Judgement(Verdict.IE, message="down"))
    interview = make_running(questions=(CODE,))
    assert not submit(interview, code_response=RIGHT).json()["response"]["is_evaluated"]
    later(minutes=5)
    [request] = engine.requests("evaluate")
    assert (state()[0], request.code.passed, request.code.total) == (True, 3, 3)


def test_a_judgement_of_older_words_is_not_stored(engine: ScriptedEngine) -> None:
    interview = make_running()
    response_id = answer_by_service(interview, "old words")
    owed = read_owed(response_id)
    assert owed
    answer_by_service(interview, "new words")
    store_assessment(owed, outcome="answered", evaluation=evaluation(2.0))
    assert (state(), ResponseEvaluation.objects.count()) == ((False, None, "answered", 1), 0)


def test_completing_judges_what_is_owed(engine: ScriptedEngine) -> None:
    interview = make_running()
    answer_by_service(interview)
    told = post(interview, "complete/").json()["interview"]
    assert (told["total_score"], told["max_score"]) == (7.0, 30.0)
    assert PendingEvaluation.objects.count() == 0


def test_what_is_owed_after_completion_is_left_out_and_counts_once_it_is_judged(engine: ScriptedEngine) -> None:
    interview = make_running()
    submit(interview, 1)
    engine.script("evaluate", Hang(), Hang())
    submit(interview, 2)
    told = post(interview, "complete/").json()["interview"]
    assert (told["total_score"], told["max_score"], told["percentage"]) == (7.0, 20.0, 35.0)
    assert get(interview, "results/").json()["pending_evaluations"] == 1
    later(minutes=5)
    results = get(interview, "results/").json()
    shown = ("total_score", "max_score", "percentage", "overall_score", "pending_evaluations")
    assert [results[name] for name in shown] == [14.0, 30.0, 46.67, 46.67, 0]


def test_the_feedback_is_written_again_once_the_last_judgement_has_come(engine: ScriptedEngine) -> None:
    interview = make_running()
    engine.script("evaluate", Hang(), Hang(), Hang(), Hang())
    submit(interview, 1)
    submit(interview, 2)
    post(interview, "complete/")
    later(minutes=5)
    known = [[each.evaluation is not None for each in request.answered] for request in engine.requests("conclude")]
    assert known == [[False, False, False], [True, True, False]]


def test_a_model_sums_its_responses() -> None:
    interview = make_running()
    for order, score in enumerate((8.125, 8.125, 8.125), start=1):
        answer_by_service(interview, order=order)
        InterviewResponse.objects.filter(question__order=order).update(score=score, is_evaluated=True)
    totals = interview.calculate_score()
    stored = Interview.objects.get()
    assert (totals.total, totals.most, totals.percentage) == (24.375, 30.0, 81.25)
    assert (stored.total_score, stored.max_score, stored.percentage) == (24.375, 30.0, 81.25)


def test_a_cancelled_interview_owes_nothing(engine: ScriptedEngine) -> None:
    interview = make_running()
    answer_by_service(interview)
    post(interview, "cancel/")
    later(minutes=5)
    assert (PendingEvaluation.objects.count(), engine.requests("evaluate")) == (0, [])
