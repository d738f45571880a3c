"""The sentences of an answer as vectors, without those that say what is known to be wrong."""

from __future__ import annotations

from dataclasses import dataclass

from viva.ai.grading.alignment import Said, prepare_said
from viva.ai.grading.encoder import Encoded, load_encoder
from viva.ai.grading.misunderstandings import find_misunderstood
from viva.ai.grading.preparation import Prepared
from viva.ai.grading.reading import Reading


@dataclass(frozen=True, slots=True)
class Heard:
    """`misunderstood`: each sentence set aside, and the number of the wrong answer that says the same;
    `mistaken` 0-1: their share of the words. `encoded` and `said` are the rest."""

    encoded: tuple[Encoded, ...]
    said: Said
    misunderstood: tuple[tuple[str, int], ...]
    mistaken: float


def hear(prepared: Prepared, reading: Reading) -> Heard:
    encoded = load_encoder().encode([segment.text for segment in reading.judged or reading.salad])
    said = prepare_said(encoded, asked=prepared.asked, compared=prepared.compared)
    wrong = find_misunderstood(prepared, said)
    if not wrong:
        return Heard(tuple(encoded), said, (), 0.0)
    places = {each.sentence for each in wrong}
    kept = tuple(each for place, each in enumerate(encoded) if place not in places)
    words, left = (sum(len(each.words) for each in some) for some in (encoded, kept))
    return Heard(
        encoded=kept,
        said=prepare_said(kept, asked=prepared.asked, compared=prepared.compared),
        misunderstood=tuple((encoded[each.sentence].text, each.wrong_answer) for each in wrong),
        mistaken=1 - left / words,
    )
