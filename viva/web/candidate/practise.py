"""What to practise, with links that start an interview on just the questions given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from viva.ai.bank.skills import skill_label
from viva.ai.codec import from_json
from viva.ai.engines.base import PracticeItem, PracticeQuestion
from viva.ai.types import Question
from viva.insights.result import QuestionResult
from viva.interviews.enums import Difficulty, InterviewType, Outcome
from viva.interviews.models import Interview

MASTERED = 8.0  # points of 10 from which an answer needs no comparing


def practise_items(interview: Interview) -> list[dict[str, Any]]:
    """As they were worded when the interview was completed; none of one from before they were."""
    return [_item(from_json(PracticeItem, raw)) for raw in interview.practise_items]


def _item(item: PracticeItem) -> dict[str, Any]:
    return {
        "name": skill_label(item.skill),
        "text": item.text,
        "missed": list(item.missed),
        "url": start_url(item.questions),
        "questions": [offered(question) | {"url": start_url([question])} for question in item.questions],
    }


def offered(question: PracticeQuestion | Question) -> dict[str, str]:
    """A question as it is offered: of a problem its title."""
    problem = question.problem if isinstance(question, Question) else None
    return {
        "text": problem.title if problem else question.text,
        "kind": str(InterviewType(question.kind.value).label),
        "difficulty": str(Difficulty(question.difficulty.value).label),
    }


def start_url(questions: Sequence[PracticeQuestion]) -> str:
    """The start page, filled for just these questions."""
    query = QueryDict(mutable=True)
    query.setlist("question", [question.id for question in questions])
    return f"{reverse('ai_interview:start_interview')}?{query.urlencode()}"


def to_compare(results: list[QuestionResult]) -> QuestionResult | None:
    """The answer that lost most and has a model answer: the one to compare with. One that was said comes first."""
    lost = [each for each in results if each.model_answer and each.score is not None and each.score < MASTERED]
    return min(lost, key=lambda each: (each.status != Outcome.ANSWERED, each.score), default=None)
