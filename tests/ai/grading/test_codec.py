"""What crosses to the worker comes back the same."""

from __future__ import annotations

import pytest

from tests.ai.grading.examples import EXAMPLES, request
from viva.ai.grading.codec import (
    decode_reply,
    decode_request,
    encode_error,
    encode_evaluation,
    encode_request,
)
from viva.ai.grading.errors import GradingError
from viva.ai.types import (
    CodeFinding,
    CodeGrowth,
    CodeJudgement,
    CodeResult,
    Coverage,
    Criterion,
    Difficulty,
    Evaluation,
    EvaluationRequest,
    FollowUp,
    GrowthInputs,
    KeyPoint,
    Kind,
    Metrics,
    Problem,
    Question,
    TestCase,
    WrongSolution,
)

pytestmark = pytest.mark.unit

FULL_QUESTION = Question(
    id="sum",
    text="Add the numbers. \U0001f600 “quoted”",
    kind=Kind.CODING,
    difficulty=Difficulty.HARD,
    expected_answer="Loop once.",
    roles=("backend",),
    skills=("python", "arrays"),
    key_points=(KeyPoint("once", "Looks at every item once", 2.0, ("linear time",)),),
    follow_ups=(FollowUp("once", "How long does it take?"),),
    hints=("Think of a loop.",),
    clarification="Return one number.",
    minutes=7,
    problem=Problem(
        title="Sum",
        statement="Add them.",
        entry_point="total",
        starters={"python": "def total(numbers):\n    ..."},
        samples=(TestCase(args=([1, 2],), expected=3),),
        hidden=(TestCase(args=([],), expected=0), TestCase(args=([None, {"a": [1.5]}],), expected="x")),
        solutions={"python": "def total(numbers): return sum(numbers)"},
        wrong_solutions=(WrongSolution("def total(numbers): return 0", "ignores its input"),),
        growth=GrowthInputs((10, 20), ({"$n": [1, 0]},)),
    ),
)


def test_a_request_comes_back_the_same() -> None:
    full = EvaluationRequest(
        question=FULL_QUESTION,
        answers=("one", "", "zwölf\nzeilen"),
        code=CodeResult(
            "print(1)", "python", 8, 8, "AC", CodeGrowth((1, 2), (3.0, 9.5), (1.0, 1.5), 1.5, None, True)
        ),
        hints_used=2,
    )

    for each in (full, *(request(example.question, example.excellent) for example in EXAMPLES)):
        assert decode_request(encode_request(each)) == each


def test_an_evaluation_comes_back_the_same() -> None:
    full = Evaluation(
        score=7.25,
        metrics=Metrics(1.0, 2.0, 3.0, 4.5),
        covered=(Coverage("a", "Text", 0.75, "a quote"),),
        missing=(Coverage("b", "More", 0.1),),
        feedback="Good – ok",
        confidence=0.5,
        needs_review=True,
        engine="embedded",
        model="m@1",
        rubric_version="1",
        code=CodeJudgement(1.0, 0.4, None, 0.75, "about n²", (CodeFinding(3, "nested five deep"),)),
        criteria=(Criterion("task", "The task", 0.4, "a quote", "Say more."),),
    )

    for each in (full, Evaluation(score=None, metrics=None, reason="Nothing was said.")):
        assert decode_reply(encode_evaluation(each)) == each


def test_an_error_comes_back_as_itself() -> None:
    with pytest.raises(GradingError) as caught:
        decode_reply(encode_error(GradingError("model_failed", "The grading model failed.", retryable=True)))

    assert (caught.value.code, caught.value.detail, caught.value.retryable) == (
        "model_failed",
        "The grading model failed.",
        True,
    )
