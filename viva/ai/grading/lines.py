"""Answers and their evaluations as lines of JSON: what `manage.py grade` reads and writes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from viva.ai.codec import to_json
from viva.ai.types import Coverage, Difficulty, Evaluation, EvaluationRequest, KeyPoint, Kind, Question
from viva.core import lines
from viva.core.lines import LineError, in_words, read, read_choice, refuse_unknown

Asked = lines.Asked[EvaluationRequest]
FORM = '{"id": …, "question": …, "reference_answer": …, "answer": …}'
MOST_CHARACTERS = 20_000
MOST_POINTS, MOST_PARAPHRASES = 30, 10
_NAMES = ("id", "question", "reference_answer", "key_points", "kind", "answer")
_POINT = ("id", "text", "weight", "paraphrases")


def read_line(text: bytes, *, number: int) -> Asked | None:
    """What the line asks; None where it is blank. Never raises."""
    return lines.read_line(text, number=number, understand=_read_request, form=FORM)


def write_line(asked: Asked, evaluation: Evaluation | None) -> bytes:
    """The evaluation; where there is none (`evaluation` None, or no score in it) `message` says why."""
    if evaluation is None:
        return lines.write_line({"id": asked.id, "line": asked.number, "score": None, "message": asked.message})
    return lines.write_line(
        {
            "id": asked.id,
            "score": evaluation.score,
            "confidence": evaluation.confidence,
            "needs_review": evaluation.needs_review,
            "covered": [_point(each) for each in evaluation.covered],
            "missing": [_point(each) for each in evaluation.missing],
            "criteria": [to_json(each) for each in evaluation.criteria],
            "feedback": evaluation.feedback,
            "message": evaluation.reason,
        }
    )


def _point(found: Coverage) -> dict[str, Any]:
    return {"id": found.key_point, "text": found.text, "share": found.share, "quote": found.quote}


def _read_request(found: Mapping[str, Any]) -> EvaluationRequest:
    refuse_unknown(found, _NAMES)
    text = _read_text(found, "question")
    points = read(found, "key_points", list, default=[])
    expected = _read_text(found, "reference_answer", default="" if points else lines.REQUIRED)
    if len(points) > MOST_POINTS:
        raise LineError(f"key_points are {len(points)}; at most {MOST_POINTS} are judged")
    question = Question(
        # Two lines with the same question are one to the grader, which keeps its vectors.
        id=text[:200],
        text=text,
        kind=read_choice(found, "kind", Kind.TECHNICAL),
        difficulty=Difficulty.MEDIUM,
        expected_answer=expected,
        key_points=tuple(_read_point(point, place=place) for place, point in enumerate(points, start=1)),
    )
    if len({point.id for point in question.key_points}) < len(points):
        raise LineError("two of the key_points have the same id")
    return EvaluationRequest(question=question, answers=(_read_text(found, "answer"),))


def _read_text(
    found: Mapping[str, Any], name: str, *, place: str = "the line", default: Any = lines.REQUIRED
) -> str:
    text: str = read(found, name, str, place=place, default=default)
    if len(text) > MOST_CHARACTERS:
        raise LineError(f"{name} has {len(text)} characters; at most {MOST_CHARACTERS} are judged")
    return text


def _read_point(point: Any, *, place: int) -> KeyPoint:
    """A text alone will do."""
    if isinstance(point, str):
        point = {"text": point}
    where = f"key point {place}"
    if not isinstance(point, dict):
        raise LineError(f'{where} is {in_words(point)}; it has to be a text, or an object: {{"text": …}}')
    refuse_unknown(point, _POINT, place=where)
    text = _read_text(point, "text", place=where)
    if not text.strip():
        raise LineError(f"text of {where} is empty; it has to say what a good answer says")
    paraphrases = read(point, "paraphrases", list, place=where, default=[])
    if len(paraphrases) > MOST_PARAPHRASES or not all(isinstance(each, str) for each in paraphrases):
        raise LineError(f"paraphrases of {where} have to be at most {MOST_PARAPHRASES} texts")
    weight = point.get("weight", 1.0)
    if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 < weight <= 100:
        raise LineError(f"weight of {where} has to be a number above 0, at most 100")
    return KeyPoint(
        id=read(point, "id", str, place=where, default=f"key-point-{place}"),
        text=text,
        weight=float(weight),
        paraphrases=tuple(paraphrases),
    )
