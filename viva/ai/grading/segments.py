"""Answers cut into sentences that keep their place, so that a quote is a slice of what was said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from viva.ai.grading.words import WORD

END = re.compile(r"(?<=[.!?])[\"')\]]*\s+|\s*\n+\s*|\s+[-–—•]\s+|(?<=\w):\s+(?=\w+\s+\w+)")
PAUSE = re.compile(
    r",\s+|\s+(?=(?:but|because|while|whereas|so that|which|and then|however|although)\s)", re.IGNORECASE
)
LONGEST = 45
"""Words in a segment; a longer sentence (speech has no full stops) is cut at a pause, else in the middle."""


@dataclass(frozen=True, slots=True)
class Segment:
    text: str
    answer: int
    words: int


def split_segments(answers: Sequence[str]) -> list[Segment]:
    return [
        Segment(text=part, answer=number, words=count_words(part))
        for number, answer in enumerate(answers)
        for sentence in _cut(answer, END)
        for part in _short_enough(sentence)
    ]


def split_clauses(text: str) -> list[str]:
    """Sentences and, within them, the clauses of five words or more between commas and conjunctions."""
    return [clause for sentence in _cut(text, END) for clause in _joined(_cut(sentence, PAUSE), sentence)]


def count_words(text: str) -> int:
    return sum(1 for _ in WORD.finditer(text))


def _cut(text: str, pattern: re.Pattern[str]) -> list[str]:
    parts, start = [], 0
    for found in pattern.finditer(text):
        parts.append(text[start : found.start()])
        start = found.end()
    parts.append(text[start:])
    return [part.strip() for part in parts if WORD.search(part)]


def _joined(parts: list[str], sentence: str) -> list[str]:
    """The parts, unless one is too short to say anything: then the sentence stays whole."""
    return parts if all(count_words(part) >= 5 for part in parts) else [sentence]


def _short_enough(sentence: str) -> list[str]:
    if count_words(sentence) <= LONGEST:
        return [sentence]
    pauses = [(found.start(), found.end()) for found in PAUSE.finditer(sentence)]
    spaces = [(found.start(), found.end()) for found in re.finditer(r"\s+", sentence)]
    middle = len(sentence) / 2
    near = [cut for cut in pauses if 0.2 < cut[0] / len(sentence) < 0.8] or spaces
    if not near:
        return [sentence]
    start, end = min(near, key=lambda cut: abs(cut[0] - middle))
    return [
        part for half in (sentence[:start], sentence[end:]) if WORD.search(half) for part in _short_enough(half)
    ]
