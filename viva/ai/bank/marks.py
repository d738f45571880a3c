"""What the grader gives each question's own answers, kept in a file, so that the linter need not grade.

`python -m viva.ai.bank.lint --grade` grades what has changed since (a second a question) and writes the file;
the linter then demands that every question has its marks, that they are of the question as it is, and that they
are as they should be. Marks go by a digest of the question, of the rubric's version and of the encoder; a test
grades some questions anew, so that a grader which has changed otherwise is noticed too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from viva.ai.bank.rules import Finding
from viva.ai.codec import to_json
from viva.ai.grading.encoder import load_encoder
from viva.ai.grading.grader import grade
from viva.ai.grading.rubric import COVERED, RUBRIC_VERSION
from viva.ai.types import EvaluationRequest, Question

FILE = "marks.json"
GOOD, POOR = 9.0, 3.0
NEAREST = 0.85
"""Cosine of two questions' texts from which they are one question."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Scores 0-10; `least`: the share (0-1) of the key point that the model answer meets least."""

    digest: str
    expected: float
    model: float
    least: float
    wrong: tuple[float, ...]


def has_answers(question: Question) -> bool:
    """What is answered by code is judged by tests, not by words."""
    return question.problem is None


def digest_of(question: Question) -> str:
    content = json.dumps(to_json(question), sort_keys=True)
    return sha256(f"{RUBRIC_VERSION} {load_encoder().sha256} {content}".encode()).hexdigest()[:16]


def mark(question: Question) -> Marks:
    """Grade the question's own answers: about a second. Raises GradingError."""

    def score(text: str) -> float:
        return grade(EvaluationRequest(question=question, answers=(text,))).score or 0.0

    model = grade(EvaluationRequest(question=question, answers=(question.model_answer,)))
    return Marks(
        digest=digest_of(question),
        expected=score(question.expected_answer),
        model=model.score or 0.0,
        least=min(point.share for point in (*model.covered, *model.missing)),
        wrong=tuple(score(wrong.text) for wrong in question.wrong_answers),
    )


def read_marks(folder: Path) -> dict[str, Marks]:
    """By the questions' ids; none where there is no file."""
    path = folder / FILE
    if not path.exists():
        return {}
    return {
        name: Marks(**(row | {"wrong": tuple(row["wrong"])}))
        for name, row in json.loads(path.read_bytes()).items()
    }


def write_marks(folder: Path, marks: Mapping[str, Marks]) -> None:
    rows = (f"{json.dumps(name)}: {json.dumps(asdict(marks[name]))}" for name in sorted(marks))
    (folder / FILE).write_text("{\n" + ",\n".join(rows) + "\n}\n")


def mark_changed(folder: Path, questions: Iterable[Question], told: Callable[[str], object]) -> None:
    """Grade what has no marks of its own yet, and write all of them; after each, so that nothing is done twice."""
    spoken = {question.id: question for question in questions if has_answers(question)}
    marks = {name: row for name, row in read_marks(folder).items() if name in spoken}
    for name, question in spoken.items():
        if name not in marks or marks[name].digest != digest_of(question):
            marks[name] = mark(question)
            write_marks(folder, marks)
            told(f"{name}: model answer {marks[name].model}, wrong ones {marks[name].wrong}")
    write_marks(folder, marks)


def marks_are_fair(question: Question, marks: Marks | None) -> Iterator[Finding]:
    """Expected and model answer are worth 9, the latter says all key points; wrong ones are worth 3 at most."""
    if not has_answers(question):
        return
    if marks is None or marks.digest != digest_of(question):
        yield "", "has changed since it was last graded: python -m viva.ai.bank.lint --grade"
        return
    for field, score in (("expected_answer", marks.expected), ("model_answer", marks.model)):
        if score < GOOD:
            yield field, f"scores {score:g}; at least {GOOD:g} is wanted"
    if marks.least < COVERED:
        yield "model_answer", f"a key point is met by {marks.least:.0%} only; at least {COVERED:.0%} is wanted"
    for index, score in enumerate(marks.wrong):
        if score > POOR:
            yield f"wrong_answers.{index}.text", f"scores {score:g}; at most {POOR:g} is wanted"


def alike(questions: Mapping[str, Question]) -> Iterator[tuple[str, str, float]]:
    """(one, other, cosine) of all pairs whose texts the encoder takes for nearly the same."""
    import numpy as np

    if not questions:
        return
    names = list(questions)
    vectors = np.stack([each.mean for each in load_encoder().encode([questions[name].text for name in names])])
    cosines = np.triu(vectors @ vectors.T, k=1)
    for row, column in zip(*np.nonzero(cosines > NEAREST), strict=True):
        yield names[row], names[column], float(cosines[row, column])
