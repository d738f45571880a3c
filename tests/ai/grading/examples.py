"""Questions of our own with answers that a person has ranked (examples.yaml): what the grader must tell apart.

`half` covers about half of the key points, `wrong` contradicts them, `other_words` avoids their wording.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from viva.ai.types import Difficulty, EvaluationRequest, KeyPoint, Kind, Question

OFF_TOPIC = (
    "My favourite dish is pasta with tomatoes and basil, and at weekends I like to hike in the mountains "
    "with my dog. The weather has been lovely this summer."
)


@dataclass(frozen=True)
class Example:
    question: Question
    excellent: str
    other_words: str
    half: str
    wrong: str


def request(subject: Question, *answers: str, hints_used: int = 0) -> EvaluationRequest:
    return EvaluationRequest(question=subject, answers=answers, hints_used=hints_used)


def _example(raw: dict[str, Any]) -> Example:
    question = Question(
        id=raw["id"],
        text=raw["question"],
        kind=Kind(raw["kind"]),
        difficulty=Difficulty.MEDIUM,
        expected_answer=raw["expected"],
        key_points=tuple(
            KeyPoint(id=point["id"], text=point["wordings"][0], paraphrases=tuple(point["wordings"][1:]))
            for point in raw["points"]
        ),
    )
    return Example(question, **{name: raw[name] for name in ("excellent", "other_words", "half", "wrong")})


EXAMPLES = tuple(
    _example(raw) for raw in yaml.safe_load((Path(__file__).parent / "examples.yaml").read_text(encoding="utf-8"))
)
BY_ID = {example.question.id: example for example in EXAMPLES}
INDEX, TUPLE, TCP = BY_ID["index"], BY_ID["tuple"], BY_ID["tcp"]
