"""Which words stand under a negation, which are opposites, and which of two compared things a word speaks of.

Vectors of opposites lie close together (*mutable*, *immutable*), so meaning alone cannot tell a right claim from
its denial. Here each word gets a sign; an aligned pair of words whose signs differ speaks against each other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from viva.ai.grading.lexicon import read_lines, read_words
from viva.ai.grading.words import NEGATIONS, Word, stem

BREAKS = read_words("breaks")
SOFT = read_words("soft_negations")
CARRIERS = read_words("carriers")
PRONOUNS = frozenset({"it", "this", "that", "they"})
DENIES_ALL = re.compile(
    r"\b(?:not (?:true|correct|right|the case)|false|untrue|wrong|incorrect|a myth)\b[\w ]{0,12}\bthat\b",
    re.IGNORECASE,
)
"""Denies the whole rest of its sentence, whatever the commas."""
EMPHASIS = frozenset({"only", "just", "merely", "necessarily", "simply"})

OPPOSITES = tuple(
    tuple(frozenset(stem(word) for word in side.split()) for side in line.split("|"))
    for line in read_lines("opposites")
)


def _sides() -> dict[str, tuple[tuple[int, int], ...]]:
    sides: dict[str, list[tuple[int, int]]] = {}
    for number, pair in enumerate(OPPOSITES):
        for side, members in enumerate(pair):
            for member in members:
                sides.setdefault(member, []).append((number, side))
    return {member: tuple(places) for member, places in sides.items()}


SIDES = _sides()


@dataclass(frozen=True, slots=True)
class Sign:
    """`negated` by a cue before it in its clause, None if that cannot be told; `about` is the stem of the compared
    thing in force, or ''."""

    negated: bool | None
    about: str
    clause: int


def read_signs(text: str, words: Sequence[Word], *, compared: frozenset[str], about: str = "") -> list[Sign]:
    """The sign of each word. `about` carries over from the sentence before, for *it* and the like."""
    first = next((word.stem for word in words if word.stem in compared), "")
    current = about if about and words and words[0].text in PRONOUNS else first or about
    signs = []
    for word, (negated, clause) in zip(words, _negations(text, words), strict=True):
        current = word.stem if word.stem in compared else current
        signs.append(Sign(negated=negated, about=current, clause=clause))
    return signs


def oppose(left: Word, left_sign: Sign, right: Word, right_sign: Sign) -> bool:
    """Whether two aligned words speak against each other; two reversals (negation, opposite, other thing)
    cancel out."""
    if left_sign.negated is None or right_sign.negated is None:
        return False
    reversed_ = left_sign.negated != right_sign.negated
    if speak_of_different_things(left_sign, right_sign):
        reversed_ = not reversed_
    return reversed_ != are_opposites(left.stem, right.stem)


def speak_of_different_things(left: Sign, right: Sign) -> bool:
    return bool(left.about and right.about and left.about != right.about)


def are_opposites(left: str, right: str) -> bool:
    return any(
        number == other and side != other_side
        for number, side in SIDES.get(left, ())
        for other, other_side in SIDES.get(right, ())
    )


def is_negation(word: str) -> bool:
    return word in NEGATIONS or word.endswith("n't")


def _negations(text: str, words: Sequence[Word]) -> list[tuple[bool | None, int]]:
    """(negated, number of the clause) for each word."""
    denied_from = next((found.end() for found in DENIES_ALL.finditer(text)), len(text) + 1)
    flipped, unclear, clause = False, False, 0
    states: list[tuple[bool | None, int]] = []
    for index, word in enumerate(words):
        if index and _breaks(text[words[index - 1].end : word.start], words, index):
            flipped, unclear, clause = False, False, clause + 1
        following = words[index + 1].text if index + 1 < len(words) else ""
        if is_negation(word.text) and following not in EMPHASIS:
            flipped = not flipped
        unclear = unclear or word.text in SOFT
        states.append((None if unclear else flipped != (word.start >= denied_from), clause))
        if word.end <= denied_from <= word.end + 2:
            flipped = False
    return states


def _breaks(gap: str, words: Sequence[Word], index: int) -> bool:
    if any(mark in gap for mark in ",.;:!?()\n"):
        return True
    word = words[index].text
    following = words[index + 1].text if index + 1 < len(words) else ""
    return word in BREAKS or (word == "and" and (following in CARRIERS or is_negation(following)))
