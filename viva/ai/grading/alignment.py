"""How far a wording of the reference is said by a stretch of an answer, word by word.

The method of token alignment: for each word of the reference that the question does not already use, the highest
cosine with any such word of the answer; the mean weighted by rarity, stop words a quarter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from viva.ai.grading.encoder import Encoded
from viva.ai.grading.polarity import (
    SIDES,
    Sign,
    are_opposites,
    oppose,
    read_signs,
    speak_of_different_things,
)
from viva.ai.grading.words import Word

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

STOP_WEIGHT = 0.25
LEAST_WEIGHT = 0.1
OTHER_THING = 0.7
"""What a word still counts if it is said of the other one of two compared things."""
FAINT = 0.3
"""Evidence below which nothing was said of the wording, so that there is nothing to contradict it either."""
ALIKE = 0.42
"""Cosine from which two words are taken to speak of the same matter, so that their signs are compared."""

AGREES, DENIES = 0.22, 0.5
"""Share of opposing word pairs of a clause up to which it agrees, and from which it is denied."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a key point (or a clause of the expected answer), ready to be looked for."""

    text: str
    words: tuple[Word, ...]
    vectors: Floats
    weights: Floats
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """All words of an answer outside the question, in order; `segment` numbers the sentence of each."""

    words: tuple[Word, ...]
    vectors: Floats
    signs: tuple[Sign, ...]
    segment: tuple[int, ...]
    segments: int


@dataclass(frozen=True, slots=True)
class Match:
    """`evidence` 0-1 for each segment; `conflict` 0-1 the share of it that speaks against the wording."""

    evidence: Floats
    conflict: Floats
    together: float
    together_conflict: float


def prepare_wording(encoded: Encoded, *, asked: frozenset[str], compared: frozenset[str]) -> Wording:
    """Drops the question's words, unless nothing else is left."""
    import numpy as np

    signs = read_signs(encoded.text, encoded.words, compared=compared)
    kept = [place for place, word in enumerate(encoded.words) if word.stem not in asked]
    if not any(not encoded.words[place].stop for place in kept):
        kept = list(range(len(encoded.words)))
    weights = weigh_words(encoded, kept)
    return Wording(
        text=encoded.text,
        words=tuple(encoded.words[place] for place in kept),
        vectors=encoded.vectors[kept],
        weights=np.asarray(weights / max(float(weights.sum()), 1e-9), dtype=np.float32),
        signs=tuple(signs[place] for place in kept),
    )


def weigh_words(encoded: Encoded, kept: Sequence[int]) -> Floats:
    """For each of the `kept` places how much its word counts, before the sum is made 1."""
    import numpy as np

    stops = np.array([encoded.words[place].stop for place in kept], dtype=bool)
    rarity = encoded.rarity[np.array(kept, dtype=np.intp)]
    return np.asarray((LEAST_WEIGHT + rarity) * np.where(stops, STOP_WEIGHT, 1.0), dtype=np.float32)


def prepare_said(sentences: Sequence[Encoded], *, asked: frozenset[str], compared: frozenset[str]) -> Said:
    import numpy as np

    words: list[Word] = []
    signs: list[Sign] = []
    rows: list[Floats] = []
    segment: list[int] = []
    about = ""
    for number, sentence in enumerate(sentences):
        read = read_signs(sentence.text, sentence.words, compared=compared, about=about)
        about = read[-1].about if read else about
        kept = [place for place, word in enumerate(sentence.words) if word.stem not in asked]
        words += [sentence.words[place] for place in kept]
        signs += [read[place] for place in kept]
        segment += [number] * len(kept)
        rows.append(sentence.vectors[kept])
    vectors = np.concatenate(rows) if rows else np.zeros((0, 1), dtype=np.float32)
    return Said(tuple(words), vectors, tuple(signs), tuple(segment), len(sentences))


def match(wording: Wording, said: Said) -> Match:
    """Look `wording` up in each sentence and in all of them together."""
    import numpy as np

    nothing = np.zeros(said.segments, dtype=np.float32)
    if not said.words or not wording.words:
        return Match(nothing, nothing, 0.0, 0.0)
    cosines = wording.vectors @ said.vectors.T
    places = np.array(said.segment)
    evidence, conflict = nothing.copy(), nothing.copy()
    for number in range(said.segments):
        columns = np.flatnonzero(places == number)
        if len(columns):
            evidence[number], conflict[number] = _aligned(wording, said, cosines, columns)
    together, against = _aligned(wording, said, cosines, np.arange(len(said.words)))
    return Match(evidence, conflict, together, against)


def _aligned(wording: Wording, said: Said, cosines: Floats, columns: NDArray[np.int64]) -> tuple[float, float]:
    part = cosines[:, columns]
    best = columns[part.argmax(axis=1)]
    values = part.max(axis=1).clip(0.0, 1.0)
    strength = values * wording.weights
    if strength.sum() < FAINT:
        return float(strength.sum()), 0.0
    for row, column in enumerate(best):
        if speak_of_different_things(wording.signs[row], said.signs[column]):
            strength[row] *= OTHER_THING
    stems = {said.words[column].stem: int(column) for column in columns[::-1]}
    clauses: dict[int, list[float]] = {}
    for row, column in enumerate(best):
        if values[row] < ALIKE or wording.words[row].stop:
            continue
        column = _opposite(wording.words[row].stem, int(column), stems)
        opposed = oppose(wording.words[row], wording.signs[row], said.words[column], said.signs[column])
        tally = clauses.setdefault(wording.signs[row].clause, [0.0, 0.0])
        tally[opposed] += float(strength[row])
    return float(strength.sum()), _conflict(clauses.values())


def _conflict(clauses: Iterable[Sequence[float]]) -> float:
    """0-1: each clause of the wording counts as agreeing or denied by its own words, then by its weight.

    A negated predicate turns its whole clause, though its subject stands outside the negation.
    """
    total = against = 0.0
    for agreeing, opposed in clauses:
        weight = agreeing + opposed
        share = opposed / weight if weight else 0.0
        against += weight * min(max((share - AGREES) / (DENIES - AGREES), 0.0), 1.0)
        total += weight
    return against / total if total else 0.0


def _opposite(stem: str, column: int, stems: Mapping[str, int]) -> int:
    """The place of an opposite of the word, if the stretch has one and not the word itself; else `column`."""
    if stem in stems or stem not in SIDES:
        return column
    return next((place for other, place in stems.items() if are_opposites(stem, other)), column)
