"""The bank's own questions fit the grader: answers earn their marks on their own question only.

That they earn them there is held by the linter, for all questions: tests/ai/bank/test_marks.py.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from viva.ai.bank.loader import load_bank
from viva.ai.grading.grader import grade
from viva.ai.types import EvaluationRequest, Kind, Question

pytestmark = pytest.mark.integration

SPOKEN = tuple(question for question in load_bank() if question.problem is None)
# Every fifth, which is a minute less.
TECHNICAL = tuple(each for each in SPOKEN[::5] if each.kind in {Kind.TECHNICAL, Kind.SYSTEM_DESIGN})


def score(question: Question, answer: str) -> float:
    return grade(EvaluationRequest(question=question, answers=(answer,))).score or 0.0


def test_an_answer_to_another_technical_question_scores_little() -> None:
    """At most 1.5 for three in four, and never near half, though questions of one field share their key points."""
    pairs = list(zip(TECHNICAL, TECHNICAL[7:] + TECHNICAL[:7], strict=True))
    scores = sorted(score(asked, answered.expected_answer) for asked, answered in pairs)

    assert scores[int(len(scores) * 0.75)] <= 1.5
    assert scores[-1] <= 4


def test_a_model_answer_is_not_taken_for_what_is_known_to_be_wrong() -> None:
    """It costs none of them more than a point."""
    knowing = {each.id: score(each, each.model_answer) for each in TECHNICAL}
    unknowing = {each.id: score(replace(each, wrong_answers=()), each.model_answer) for each in TECHNICAL}

    assert [name for name in knowing if knowing[name] < unknowing[name] - 1] == []


def test_without_being_told_the_grader_takes_most_fluent_wrong_answers_for_right() -> None:
    """The control: it is the question's own knowledge that tells them apart, not their words."""
    scores = [score(replace(each, wrong_answers=()), each.wrong_answers[0].text) for each in TECHNICAL]

    assert sum(value > 3 for value in scores) > len(scores) / 2
