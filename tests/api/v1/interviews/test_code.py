"""Code over the API: run against the question's tests, sample and hidden, where it has any."""

from __future__ import annotations

import pytest

from tests.api.v1.interviews.asking import submit
from tests.factories.interviews import make_running
from tests.factories.rooms import CODE, RIGHT
from viva.ai.engines.scripted import ScriptedEngine
from viva.live.models import InterviewSession
from viva.sandbox.scripted import ScriptedJudge
from viva.sandbox.types import Judgement, TestResult, Verdict

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db(transaction=True)]


def test_code_is_run_against_all_tests_and_counts(engine: ScriptedEngine, judge: ScriptedJudge) -> None:
    interview = make_running(questions=(CODE,))
    judge._left.append(Judgement(Verdict.WA, tuple(TestResult(Verdict(each)) for each in ("AC", "AC", "WA"))))
    response = submit(interview, code_response=RIGHT, language="python").json()["response"]
    assert (response["code_response"], response["language"], response["is_evaluated"]) == (RIGHT, "python", True)
    [submission] = judge.asked
    assert [test.args for test in submission.tests] == [(1,), (8_001,), (8_002,)]
    [request] = engine.requests("evaluate")
    assert (request.code.passed, request.code.total, request.code.verdict, request.answers) == (2, 3, "WA", ())


def test_code_in_a_language_without_a_runner_is_refused(engine: ScriptedEngine) -> None:
    answer = submit(make_running(questions=(CODE,)), code_response="x", language="cobol")
    assert (answer.status_code, list(answer.json())) == (400, ["language"])


def test_code_for_a_question_without_tests_is_read_as_words(engine: ScriptedEngine, judge: ScriptedJudge) -> None:
    submit(make_running(), text_response="So:", code_response="SELECT 1", language="sql")
    [request] = engine.requests("evaluate")
    assert (request.answers, request.code, judge.asked) == (("So:", "SELECT 1"), None, [])


def test_an_answer_without_code_does_not_keep_the_code_before(engine: ScriptedEngine) -> None:
    interview = make_running(questions=(CODE,))
    submit(interview, code_response=RIGHT)
    submit(interview, text_response="I would double it.")
    assert [request.code is None for request in engine.requests("evaluate")] == [False, True]
    assert InterviewSession.objects.get().submissions.count() == 0
