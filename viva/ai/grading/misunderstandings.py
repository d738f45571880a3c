"""Which sentences of an answer say what is known to be wrong about its question.

A question may bring fluent wrong answers, each with what is wrong in it. They use the words of the right one, so
likeness alone cannot tell them apart; but a sentence that is nearer to one of theirs than to any right wording is
theirs. Measured on 80 questions of the bank: of the words of good answers 0.3 % are taken for wrong (none of 80
answers loses a fifth of its words), of those of the known wrong ones 98 %; what is wrong in another way than the
known ones is hardly ever caught by them (1 %).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from viva.ai.grading.alignment import Said, Wording, match
from viva.ai.grading.coverage import denial_of
from viva.ai.grading.preparation import Prepared

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating]

LIKE_IT = 0.65
"""Evidence from which a sentence says what a wrong one says."""
NEARER = 0.1
"""How much more it must be like that than like anything right."""


@dataclass(frozen=True, slots=True)
class Misunderstood:
    """The place of a sentence of the answer, and that of the wrong answer which says the same."""

    sentence: int
    wrong_answer: int


def find_misunderstood(prepared: Prepared, said: Said) -> tuple[Misunderstood, ...]:
    """In the order of the sentences."""
    import numpy as np

    if not prepared.wrong or not said.words:
        return ()
    own = (*prepared.sentences, *prepared.expected, *(each for group in prepared.wordings for each in group))
    right = _evidence(own, said)
    wrong = np.array([_evidence(group, said) for group in prepared.wrong])
    nearest, most = wrong.argmax(axis=0), wrong.max(axis=0)
    places = np.flatnonzero((most >= LIKE_IT) & (most - right >= NEARER))
    return tuple(Misunderstood(int(place), int(nearest[place])) for place in places)


def _evidence(wordings: Sequence[Wording], said: Said) -> Floats:
    """For each sentence the strongest evidence that it says one of the wordings, and not its opposite."""
    import numpy as np

    found = [match(wording, said) for wording in wordings]
    rows = [each.evidence * (1 - denial_of(each.conflict)) for each in found]
    return np.max(rows, axis=0) if rows else np.zeros(said.segments, dtype=np.float32)
