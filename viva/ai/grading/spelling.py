"""Misspelt words read as the words of the rubrics that they are one slip from: content is judged, not spelling."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from viva.ai.grading.cues import load_rubrics
from viva.ai.grading.encoder import Encoded
from viva.ai.grading.lexicon import read_words

SHORTEST = 5
"""Letters of a word from which one slip leaves it recognisable."""
_WRITTEN = re.compile(rf"[a-z]{{{SHORTEST},}}")
_LISTS = ("numbers", "parts", "flows", "past")
_WHOLE = 1.0


def respell(sentence: Encoded) -> str:
    """The sentence in lower case with slips mended. Only words that the model's vocabulary does not hold whole are
    taken for misspelt (their rarity is 1)."""
    text, end = "", 0
    for word, rarity in zip(sentence.words, sentence.rarity, strict=True):
        mended = _nearest(word.text) if rarity >= _WHOLE and len(word.text) >= SHORTEST else word.text
        text += sentence.text[end : word.start] + mended
        end = word.end
    return text + sentence.text[end:]


def _nearest(word: str) -> str:
    """The known word that becomes the same as this one when at most one letter of each is left out; else the word
    itself."""
    known = _known()
    return next((known[each] for each in _shortened(word) if each in known), word)


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    """Every form of a cue's word with at most one letter left out, with the word."""
    rules = (rule.pattern for rubric in load_rubrics().values() for cues in rubric for _, rule in cues.rules)
    words = {word for rule in rules for word in _WRITTEN.findall(rule.replace(r"\b", " ").replace(r"\w", " "))}
    words |= {word for name in _LISTS for word in read_words(name) if len(word) >= SHORTEST}
    forms = {form: word for word in sorted(words) for form in _shortened(word)}
    return forms | {word: word for word in words}


def _shortened(word: str) -> Iterator[str]:
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]
