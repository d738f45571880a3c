"""Questions that a person or another program gives, made such as the engines take them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from viva.ai.types import Difficulty, KeyPoint, Kind, Question
from viva.interviews.enums import QuestionType

_KINDS = {
    QuestionType.TECHNICAL: Kind.TECHNICAL,
    QuestionType.BEHAVIORAL: Kind.BEHAVIORAL,
    QuestionType.CODING: Kind.CODING,
    QuestionType.SYSTEM_DESIGN: Kind.SYSTEM_DESIGN,
    QuestionType.GENERAL: Kind.HR,
}


@dataclass(frozen=True, slots=True)
class GivenQuestion:
    """`type` and `difficulty` are values of the enums; `criteria` are what a good answer says, one by one.

    `whole` is the question of the bank or the company that it was picked from, and is asked instead of the words.
    """

    text: str
    type: str
    difficulty: str
    expected_answer: str = ""
    criteria: Sequence[str] = ()
    minutes: int = 5
    whole: Question | None = None


def question_from(given: GivenQuestion) -> Question:
    """Without criteria the graders draw the key points from the expected answer."""
    if given.whole is not None:
        return given.whole
    return Question(
        id="",
        text=given.text,
        kind=_KINDS[QuestionType(given.type)],
        difficulty=Difficulty(given.difficulty),
        expected_answer=given.expected_answer,
        key_points=tuple(
            KeyPoint(id=f"criterion-{number}", text=text) for number, text in enumerate(given.criteria, start=1)
        ),
        minutes=given.minutes,
    )
