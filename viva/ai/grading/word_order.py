"""Tells sentences from shuffled words by which classes of words follow each other.

The table (lexicon/order.json) holds, for each pair of neighbouring classes, the logarithm of how much oftener it
occurs in people's short answers than by chance. scripts/train_word_order.py counts it.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from viva.ai.grading.lexicon import read_lines
from viva.ai.grading.words import WORD, plain

LEAST = -3.0
LIMITS = ((40, -0.08), (20, -0.14), (12, -0.22))
"""Number of words from which, and the mean logarithm below which a text counts as shuffled."""
SENTENCE_END, COMMA = re.compile(r"[.!?;:\n]"), ","


def is_shuffled(text: str) -> bool:
    """Below 12 words it never is: too few to tell."""
    classes = classify(text)
    words = sum(name not in {"end", "comma"} for name in classes)
    limit = next((low for count, low in LIMITS if words >= count), None)
    if limit is None:
        return False
    table = _table()
    pairs = list(pairwise(classes))
    return sum(max(LEAST, table.get(f"{left} {right}", 0.0)) for left, right in pairs) / len(pairs) < limit


def classify(text: str) -> list[str]:
    """The class of each word, with *comma* and *end* where the text pauses."""
    classes, before = ["end"], 0
    for found in WORD.finditer(text):
        gap = text[before : found.start()]
        if SENTENCE_END.search(gap):
            classes.append("end")
        elif COMMA in gap:
            classes.append("comma")
        classes.append(_closed().get(plain(found.group())) or _open_class(plain(found.group())))
        before = found.end()
    return [*classes, "end"]


def _open_class(word: str) -> str:
    endings = (("ing", "ing"), ("ly", "ly"), ("ed", "ed"), ("s", "s"))
    return next((name for ending, name in endings if word.endswith(ending)), "word")


@lru_cache(maxsize=1)
def _closed() -> dict[str, str]:
    lines = (line.split() for line in read_lines("classes"))
    return {word: name for name, *words in lines for word in words}


@lru_cache(maxsize=1)
def _table() -> dict[str, float]:
    path = Path(__file__).parent / "lexicon" / "order.json"
    table: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))
    return table
