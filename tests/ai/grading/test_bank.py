"""The bank's own questions fit the grader: each expected answer earns its marks, and only on its own question."""

from __future__ import annotations

import pytest

from viva.ai.bank.loader import load_bank
from viva.ai.grading.grader import grade
from viva.ai.types import EvaluationRequest, Kind, Question

pytestmark = pytest.mark.integration

SPOKEN = tuple(question for question in load_bank() if question.problem is None)
# Every fifth, which is a minute less; `python -m benchmarks grading` judges them all.
SOME = SPOKEN[::5]
TECHNICAL = tuple(each for each in SOME if each.kind in {Kind.TECHNICAL, Kind.SYSTEM_DESIGN})


def score(question: Question, answer: str) -> float:
    return grade(EvaluationRequest(question=question, answers=(answer,))).score or 0.0


def test_every_expected_answer_scores_at_least_nine_on_its_own_question() -> None:
    scores = {question.id: score(question, question.expected_answer) for question in SOME}

    assert {name: value for name, value in scores.items() if value < 9} == {}


def test_an_answer_to_another_technical_question_scores_little() -> None:
    """At most 1.5 for three in four, and never near half, though questions of one field share their key points."""
    pairs = list(zip(TECHNICAL, TECHNICAL[7:] + TECHNICAL[:7], strict=True))
    scores = sorted(score(asked, answered.expected_answer) for asked, answered in pairs)

    assert scores[int(len(scores) * 0.75)] <= 1.5
    assert scores[-1] <= 4
