"""*Your input*: what the candidate typed, as arguments for the function of the question that is open."""

from __future__ import annotations

from typing import Any

from viva.ai.bank.signature import signature_of
from viva.ai.codec import from_json
from viva.ai.types import Question
from viva.interviews.models import InterviewQuestion
from viva.live.errors import QuestionGone
from viva.live.own_input import read_arguments


def arguments_of(session_id: int, *, question_id: int, text: str) -> list[Any]:
    """Raises BadInput with what is wrong with them, QuestionGone for one that is not this interview's."""
    questions = InterviewQuestion.objects.select_related("tests").filter(interview__session=session_id)
    question = questions.filter(pk=question_id).first()
    problem = from_json(Question, question.spec).problem if question else None
    if question is None or problem is None or question.tests is None:
        raise QuestionGone
    signature = signature_of(problem.entry_point, problem.starters.get("python", ""))
    takes = len(signature.parameters) if signature else len(question.tests.samples[0][0])
    return read_arguments(text, entry_point=problem.entry_point, takes=takes)
