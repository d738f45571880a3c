"""Marking in an answer the words that were judged to cover a key point."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A run of the answer's text; `covered` is the key point it was quoted for, or empty."""

    text: str
    covered: str = ""


def mark_quotes(text: str, covered: Iterable[tuple[str, str]]) -> list[Part]:
    """Cut `text` at the quotes; `covered` has (quote, key point). The parts together are the text again.

    A quote that does not stand in the text is passed over; where two overlap, the earlier one wins.
    """
    spans = sorted(
        (start, start + len(quote), point)
        for quote, point in covered
        if quote and (start := text.find(quote)) >= 0
    )
    parts: list[Part] = []
    at = 0
    for start, end, point in spans:
        if start < at:
            continue
        if start > at:
            parts.append(Part(text[at:start]))
        parts.append(Part(text[start:end], point))
        at = end
    if at < len(text):
        parts.append(Part(text[at:]))
    return parts
