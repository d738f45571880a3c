"""Answers to the questions of the built-in bank, found by the words that the page shows."""

from __future__ import annotations

import re

from viva.ai.bank import load_bank
from viva.ai.types import FollowUp, Problem, Question


def question_in(shown: str) -> Question:
    """The bank's question whose text (or problem's title) stands in `shown`."""
    words = _plain(shown)
    found = [question for question in load_bank().questions if _plain(_asked(question)) in words]
    assert len(found) == 1, f"{len(found)} questions of the bank are in: {shown[:300]}"
    return found[0]


def partial_answer(question: Question) -> str:
    """Meets the first key points only; the last ones, of which follow-ups ask, stay open."""
    return _sentences(question, len(question.key_points) // 3 or 1)


def answer_to(question: Question, follow_up: FollowUp) -> str:
    """What the follow-up asks for, in other words than the bank's expected answer."""
    point = next(point for point in question.key_points if point.id == follow_up.key_point)
    return f"Then I would say this: {'; '.join(point.paraphrases)}."


def full_answer(question: Question) -> str:
    return question.expected_answer


def problem_of(question: Question) -> Problem:
    assert question.problem, f"{question.id} has no problem"
    return question.problem


def _sentences(question: Question, number: int) -> str:
    points = question.key_points[:number]
    return " ".join(f"In my work I would {point.paraphrases[0]}." for point in points)


def _asked(question: Question) -> str:
    return question.problem.title if question.problem else question.text


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().lower()
