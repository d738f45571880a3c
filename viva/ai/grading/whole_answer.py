"""The expected answer as a whole in the answer as a whole, for questions without key points of their own.

Half of what is met is plain token alignment; half a linear fit of four signs of likeness to people's marks on the
training parts of four public sets (`scripts/fit_whole_answer.py`). No weight is fitted to a fifth, Mohler's, which
is what docs/grading.md measures on.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from viva.ai.grading import rubric
from viva.ai.grading.alignment import Match, Said, Wording, match, prepare_said, weigh_words
from viva.ai.grading.coverage import between
from viva.ai.grading.encoder import Encoded
from viva.ai.grading.polarity import is_negation
from viva.ai.grading.preparation import Prepared
from viva.ai.grading.words import split_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating]

WEIGHTS, BASE = (0.59, 0.06, 0.295, 0.04), 0.085
"""Of the signs, in their order: the mean of (1, 0, 0, 0) and the fit, (0.175, 0.117, 0.591, 0.075) and 0.173."""
MET, WORTH = (0.115, 0.35, 0.73), (0.0, 0.63, 1.0)
"""What an answer to another question of the field meets, half an answer, and a whole one; and what each is worth:
it rises fast at first, as people's marks do."""
BRIEF, CHANCE = 8, 0.1
"""Distinct content words up to which an answer meets no word by chance, and how much evidence it meets for each
e-fold more (measured on answers to other questions: 0.07, plus what keeps nine of ten of them under 4 points)."""
FLATLY = (0.7, 1.0)
PLAINLY = (0.6, 0.8)
"""Evidence from which a sentence says so nearly what is expected that its signs are trusted to deny it."""
AT_ALL = (0.05, 0.2)
COPIED = (0.8, 0.9)
"""Evidence from which a sentence has the words of the expected one, so that any sign against it denies it (of
people's right answers one such sentence in thirty has one, of negated ones four in five)."""
LEAST_DENIED = 4
"""Words of a sentence that can be denied: *unconfirmed connectionless* is an item of a list."""
ABOUT_AS_WELL = 0.1
"""How much less evidence another sentence may have that says the same."""
BARELY_NEAR = (-0.05, 0.1)
"""Nearness of talk about something else, and of any answer to the question; laxer, since the expected answer may
be short."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Of an answer to the expected one, the question's words left out.

    `aligned` 0-1: its words by their nearest in the answer; `same` 0-1: the share of them that the answer uses;
    `gist` -1 to 1: cosine of the two texts' weighted words; `brevity` up to 0: the logarithm of how much shorter
    the answer is.
    """

    aligned: float
    same: float
    gist: float
    brevity: float


def judge_whole(prepared: Prepared, sentences: Sequence[Encoded], *, near: float) -> float:
    """Points, 0-10. Only a sentence that is denied nearly word for word counts as denied."""
    import numpy as np

    said = prepare_said(sentences, asked=frozenset(), compared=prepared.compared)
    if not prepared.sentences or not said.segments:
        return 0.0
    found = [match(wording, said) for wording in prepared.sentences]
    likeness = compare(prepared, found, sentences)
    met = float(np.dot(WEIGHTS, astuple(likeness))) + BASE - _by_chance(said)
    worth = float(np.interp(met, MET, WORTH)) * between(near, *BARELY_NEAR)
    pairs = zip(prepared.sentences, found, strict=True)
    denied = _by_length([_denied(*pair, sentences) for pair in pairs], prepared.sentences)
    return rubric.less_denied(10 * worth * (1 - denied), denied)


def compare(prepared: Prepared, found: Sequence[Match], sentences: Sequence[Encoded]) -> Likeness:
    """`found` is each sentence of the expected answer looked up in the `sentences` of the answer, one at least."""
    expected = prepared.sentences
    asked = frozenset[str]() if prepared.bare else prepared.asked
    stems = {word.stem for sentence in sentences for word in sentence.words}
    same = [
        sum(weight for word, weight in zip(wording.words, wording.weights, strict=True) if word.stem in stems)
        for wording in expected
    ]
    wanted = sum(len(wording.words) for wording in expected)
    own = sum(word.stem not in asked for sentence in sentences for word in sentence.words)
    return Likeness(
        aligned=_by_length([each.together for each in found], expected),
        same=_by_length([float(share) for share in same], expected),
        gist=_gist(expected, sentences, asked=asked),
        brevity=min(0.0, math.log((1 + own) / (1 + wanted))),
    )


def _by_length(values: Sequence[float], wordings: Sequence[Wording]) -> float:
    lengths = [len(wording.words) for wording in wordings]
    return sum(value * length for value, length in zip(values, lengths, strict=True)) / sum(lengths)


def _gist(expected: Sequence[Wording], sentences: Sequence[Encoded], *, asked: frozenset[str]) -> float:
    """Of those sentences of the answer, nearest first, that together are nearest: padding takes nothing away."""
    import numpy as np

    wanted = _unit(
        np.sum([wording.weights @ wording.vectors * len(wording.words) for wording in expected], axis=0)
    )
    said = [_weighted_words(sentence, asked) for sentence in sentences]
    said.sort(key=lambda row: -float(_unit(row) @ wanted))
    return max(float(_unit(row) @ wanted) for row in np.cumsum(said, axis=0))


def _weighted_words(sentence: Encoded, asked: frozenset[str]) -> Floats:
    import numpy as np

    kept = [place for place, word in enumerate(sentence.words) if word.stem not in asked]
    return np.asarray(weigh_words(sentence, kept) @ sentence.vectors[kept])


def _unit(row: Floats) -> Floats:
    import numpy as np

    return np.asarray(row / max(float(np.linalg.norm(row)), 1e-9))


def _denied(wording: Wording, found: Match, sentences: Sequence[Encoded]) -> float:
    """0-1, by the sentence of the answer that says it best; of those that say it about as well, the kindest."""
    if len(wording.words) < LEAST_DENIED:
        return 0.0
    conflict = float(found.conflict[found.evidence >= found.evidence.max() - ABOUT_AS_WELL].min())
    best = sentences[int(found.evidence.argmax())]
    against = max(between(conflict, *AT_ALL), float(_is_turned(wording.text, best.text)))
    flatly = between(conflict, *FLATLY) * between(found.together, *PLAINLY)
    return max(flatly, against * between(float(found.evidence.max()), *COPIED))


def _is_turned(expected: str, said: str) -> bool:
    """One of the two has an odd negation more."""
    return sum(is_negation(word.text) for text in (expected, said) for word in split_words(text)) % 2 == 1


def _by_chance(said: Said) -> float:
    """Evidence that an answer of this length meets whatever it speaks of."""
    words = len({word.stem for word in said.words if not word.stop})
    return CHANCE * max(math.log1p(words) - math.log1p(BRIEF), 0.0)
