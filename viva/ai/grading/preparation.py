"""A question made ready to be judged: its wordings as vectors, kept for the questions used last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from viva.ai.grading.alignment import Said, Wording, match, prepare_said, prepare_wording
from viva.ai.grading.encoder import Encoded, load_encoder
from viva.ai.grading.segments import split_clauses, split_segments
from viva.ai.grading.words import content_stems
from viva.ai.types import KeyPoint, Question

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating]

OTHERS_CLAUSE = 0.12
"""How far behind another key point's evidence a clause of the expected answer may be and still be taken for
this one."""
EXPECTED_CLAUSE = 0.33
"""Evidence from which a clause of the expected answer is taken as one more wording of a key point."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """All of a question that does not depend on the answer. `wrong` are the sentences of each wrong answer; `bare`
    says that the expected answer has no words beyond the question's."""

    points: tuple[KeyPoint, ...]
    wordings: tuple[tuple[Wording, ...], ...]
    expected: tuple[Wording, ...]
    sentences: tuple[Wording, ...]
    wrong: tuple[tuple[Wording, ...], ...]
    asked: frozenset[str]
    compared: frozenset[str]
    centre: Floats
    derived: bool
    bare: bool


def prepare_question(question: Question) -> Prepared:
    """Vectors of the question's texts, kept for the 128 questions used last."""
    wrong = tuple(answer.text for answer in question.wrong_answers)
    return _prepare(question.text, question.expected_answer, question.key_points, wrong)


@lru_cache(maxsize=128)
def _prepare(text: str, expected: str, points: tuple[KeyPoint, ...], wrong: tuple[str, ...]) -> Prepared:
    derived = not points
    points = points or derive_points(expected)
    clauses, sentences = split_clauses(expected), [segment.text for segment in split_segments([expected])]
    wordings = [(point.text, *point.paraphrases) for point in points]
    encoded = load_encoder().encode([*sentences, *clauses, *(wording for group in wordings for wording in group)])
    whole, encoded = encoded[: len(sentences)], encoded[len(sentences) :]
    parts, rest = encoded[: len(clauses)], iter(encoded[len(clauses) :])
    centre = _centre(encoded)
    asked = frozenset(content_stems(text))
    compared = compared_things(text, [wording for group in wordings for wording in group])
    own = [tuple(prepare_wording(next(rest), asked=asked, compared=compared) for _ in group) for group in wordings]
    clause_wordings = tuple(prepare_wording(part, asked=asked, compared=compared) for part in parts)
    said = prepare_said(parts, asked=asked, compared=compared)
    if not derived:
        chosen = _expected_clauses(own, clause_wordings, said)
        own = [
            group if clause is None else (*group, clause_wordings[clause])
            for group, clause in zip(own, chosen, strict=True)
        ]
    telling = _telling(whole, asked=asked, compared=compared)
    return Prepared(
        points=points,
        wordings=tuple(own),
        expected=clause_wordings,
        sentences=telling or _telling(whole, asked=frozenset(), compared=compared),
        wrong=tuple(
            _telling(
                load_encoder().encode([segment.text for segment in split_segments([answer])]),
                asked=asked,
                compared=compared,
            )
            for answer in wrong
        ),
        asked=asked,
        compared=compared,
        centre=centre,
        derived=derived,
        bare=not telling,
    )


def _telling(
    sentences: Sequence[Encoded], *, asked: frozenset[str], compared: frozenset[str]
) -> tuple[Wording, ...]:
    """Those that say anything beyond the question."""
    return tuple(
        prepare_wording(each, asked=asked, compared=compared)
        for each in sentences
        if content_stems(each.text) - asked
    )


def _centre(texts: Sequence[Encoded]) -> Floats:
    """The unit mean of what is expected: long texts weigh by the square root of their length."""
    import numpy as np

    mean = np.sum([text.mean * np.sqrt(len(text.words)) for text in texts], axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), dtype=np.float32)


def derive_points(expected: str) -> tuple[KeyPoint, ...]:
    """Key points of a question that has none: the clauses of its expected answer, alike in weight."""
    return tuple(
        KeyPoint(id=f"clause-{number}", text=clause) for number, clause in enumerate(split_clauses(expected), 1)
    )


def compared_things(question: str, wordings: Sequence[str]) -> frozenset[str]:
    """Stems of the two things a question compares: words of it that wordings name one without the other."""
    asked = content_stems(question)
    named = [asked & content_stems(wording) for wording in wordings]
    alone = {next(iter(names)) for names in named if len(names) == 1}
    together = {name for names in named if len(names) > 1 for name in names} | set(alone)
    if not {"differ", "compare", "compar", "versus", "vs", "between", "or", "and", "with"} & set(_plain(question)):
        return frozenset()
    return frozenset(alone & together) if len(alone) == 2 else frozenset()


def _plain(text: str) -> list[str]:
    return text.lower().replace("?", " ").replace(".", " ").replace(",", " ").split()


def _expected_clauses(
    own: Sequence[tuple[Wording, ...]], clauses: tuple[Wording, ...], said: Said
) -> list[int | None]:
    """For each key point the clause of the expected answer that says it, unless that plainly speaks of
    another one."""
    import numpy as np

    if not clauses:
        return [None] * len(own)
    raw = np.array([np.max([match(wording, said).evidence for wording in group], axis=0) for group in own])
    chosen: list[int | None] = []
    for row in range(len(own)):
        behind = np.maximum(rival_evidence(raw, row) - raw[row], 0)
        best = int((raw[row] - behind).argmax())
        fits = raw[row][best] >= EXPECTED_CLAUSE and behind[best] <= OTHERS_CLAUSE
        chosen.append(best if fits else None)
    return chosen


def rival_evidence(raw: Floats, row: int) -> Floats:
    """For each sentence the strongest evidence that it speaks of another key point."""
    import numpy as np

    others = np.delete(raw, row, axis=0)
    return np.asarray(others.max(axis=0) if len(others) else np.zeros(raw.shape[1]), dtype=np.float32)
