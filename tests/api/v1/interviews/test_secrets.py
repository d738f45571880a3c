"""What a good answer holds, the hints and the tests never leave before completion; hidden tests never."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.api.clients import client_of
from tests.api.v1.interviews.asking import get, post, submit, url
from tests.factories.interviews import make_interview
from tests.factories.rooms import CODE, RIGHT, TALK
from viva.ai.engines.scripted import ScriptedEngine, evaluation
from viva.ai.types import Coverage, Evaluation, FollowUp, KeyPoint, WrongSolution
from viva.sandbox.scripted import ScriptedJudge
from viva.sandbox.types import Judgement, Submission, TestResult, Verdict

pytestmark = [pytest.mark.unit, pytest.mark.django_db(transaction=True)]

POINT = KeyPoint("cost", "secret-point-text", paraphrases=("secret-paraphrase",))
WORDS = replace(
    TALK[0],
    expected_answer="secret-expected-answer",
    key_points=(POINT,),
    hints=("secret-hint",),
    follow_ups=(FollowUp("cost", "secret-follow-up?"),),
    clarification="secret-clarification",
)
PROBLEM = CODE.problem
assert PROBLEM
SOLVED = replace(
    CODE,
    problem=replace(
        PROBLEM,
        solutions={"python": "secret-solution"},
        wrong_solutions=(WrongSolution("secret-wrong", "secret-why"),),
    ),
)
HIDDEN = ("8001", "16002", "8002", "16004")
SECRETS = (
    "secret-",
    "the-expected-answer",
    "first-hint-text",
    "second-hint-text",
    "What does it cost?",
    *HIDDEN,
)


def telling(score: float) -> Evaluation:
    """As the embedded engine judges: its feedback names the points."""
    point = Coverage("cost", POINT.text, 0.2)
    return replace(
        evaluation(score), covered=(), missing=(point,), feedback=f"Still missing: {POINT.text.capitalize()}."
    )


def failing(submission: Submission) -> Judgement:
    results = [TestResult(Verdict.AC, value=test.expected) for test in submission.tests]
    results[-1] = TestResult(Verdict.WA, value=16_004, message="double(8002) gave 16004")
    return Judgement(Verdict.WA, tuple(results), message="double(8002) gave 16004")


class Telling(ScriptedJudge):
    async def judge(self, submission: Submission) -> Judgement:
        return failing(submission)


def found_in(answers: dict[str, Any], secrets: tuple[str, ...]) -> list[tuple[str, str]]:
    texts = {name: json.dumps(answer.json()) if answer.content else "" for name, answer in answers.items()}
    return [(name, secret) for name, text in texts.items() for secret in secrets if secret in text]


@pytest.fixture
def judge() -> ScriptedJudge:
    return Telling()


def test_no_call_tells_before_completion_what_a_good_answer_holds(engine: ScriptedEngine) -> None:
    engine.script("evaluate", telling(3.0), telling(4.0), telling(5.0), telling(6.0))
    interview = make_interview(questions=(WORDS, SOLVED))
    client = client_of(interview.user)
    added = {
        "question_text": "Plain?",
        "expected_answer": "secret-given",
        "evaluation_criteria": ["secret-criterion"],
    }
    answers = {
        "add": post(interview, "questions/", added),
        "change": client.patch(url(interview), {"title": "Other"}),
        "start": post(interview, "start/"),
        "words": submit(interview, 1),
        "code": submit(interview, 2, code_response=RIGHT),
        "again": submit(interview, 2, text_response="x", code_response=RIGHT),
        "given": submit(interview, 3),
        "wrong": submit(interview, 1, question_id=0),
        "read": get(interview),
        "list": client.get("/api/v1/interviews/"),
        "mine": client.get("/api/v1/interviews/my_interviews/"),
        "questions": get(interview, "questions/"),
        "transcript": get(interview, "transcript/"),
        "recordings": get(interview, "recordings/"),
        "results": get(interview, "results/"),
        "insights": client.get("/api/v1/insights/"),
    }
    response = answers["words"].json()["response"]
    score = {"score": 5, "reason": "So."}
    answers["score"] = client.patch(url(interview, f"responses/{response['id']}/"), score)
    assert found_in(answers, SECRETS) == []
    assert response["ai_feedback"] == (
        "The answer covers 0 of 1 expected points. Which ones is said when the interview is completed."
    )
    statuses = {name: answer.status_code for name, answer in answers.items() if answer.status_code >= 400}
    assert statuses == {"wrong": 400, "results": 409}


def test_creating_tells_nothing_of_the_questions_it_was_given(engine: ScriptedEngine) -> None:
    interview = make_interview()
    body = {
        "title": "T",
        "job_role": "R",
        "questions": [
            {"question_text": "?", "expected_answer": "secret-given", "evaluation_criteria": ["secret-criterion"]}
        ],
    }
    answer = client_of(interview.user).post("/api/v1/interviews/", body)
    assert (answer.status_code, found_in({"create": answer}, SECRETS)) == (201, [])


def test_after_completion_the_results_tell_all_but_the_hidden_tests(engine: ScriptedEngine) -> None:
    engine.script("evaluate", telling(3.0), telling(4.0))
    interview = make_interview(questions=(WORDS, SOLVED))
    post(interview, "start/")
    submit(interview, 1)
    submit(interview, 2, code_response=RIGHT)
    answers = {
        "complete": post(interview, "complete/"),
        "results": get(interview, "results/"),
        "transcript": get(interview, "transcript/"),
        "read": get(interview),
    }
    assert found_in(answers, (*HIDDEN, "secret-solution", "secret-wrong", "secret-why", "secret-hint")) == []
    results = answers["results"].json()
    assert results["questions"][0]["expected_answer"] == "secret-expected-answer"
    assert results["questions"][0]["evaluation_criteria"] == ["secret-point-text"]
    assert results["responses"][0]["ai_feedback"] == "Still missing: Secret-point-text."
    assert results["responses"][1]["code_result"] == {"verdict": "WA", "passed": 2, "total": 3}


def test_feedback_without_secrets_is_told_at_once(engine: ScriptedEngine) -> None:
    engine.script("evaluate", replace(evaluation(5.0), feedback="Your code passed 2 of 3 hidden tests."))
    interview = make_interview(questions=(WORDS,))
    post(interview, "start/")
    feedback = submit(interview).json()["response"]["ai_feedback"]
    assert feedback == "Your code passed 2 of 3 hidden tests."
