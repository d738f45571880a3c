"""Words of a text with their places, stems and weights: no model, no dictionary file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from viva.ai.grading.lexicon import read_lines, read_words

WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)*(?:\+\+|#)?")
STOP = read_words("stop")
NEGATIONS = read_words("negations")
SUFFIXES = tuple(
    (suffix, "" if instead == "-" else instead)
    for suffix, instead in (line.split() for line in read_lines("suffixes"))
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word at `start:end` of its text."""

    text: str
    start: int
    end: int
    stem: str

    @property
    def stop(self) -> bool:
        return self.text in STOP


def split_words(text: str) -> list[Word]:
    return [
        Word(text=plain(found.group()), start=found.start(), end=found.end(), stem=stem(plain(found.group())))
        for found in WORD.finditer(text)
    ]


def plain(word: str) -> str:
    return word.lower().replace("’", "'")


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A light suffix stripper: enough that *locks*, *locked* and *locking* are one word."""
    bare = word.replace("'s", "").replace("'", "")
    for suffix, instead in SUFFIXES:
        if bare.endswith(suffix) and len(bare) - len(suffix) + len(instead) >= 3:
            root = bare[: len(bare) - len(suffix)] + instead
            return _undouble(root) if suffix in {"ing", "ed", "er", "ers"} else root
    return bare


def _undouble(root: str) -> str:
    doubled = len(root) > 3 and root[-1] == root[-2] and root[-1] not in "aeiousl"
    return root[:-1] if doubled else root


def content_stems(text: str) -> set[str]:
    return {word.stem for word in split_words(text) if not word.stop and word.text not in NEGATIONS}
