"""A score as a person reads it: the same whole number wherever it stands."""

from __future__ import annotations

from math import floor


def whole(score: float) -> int:
    """Halves up, as one learns at school; `round` would make 72 of 72.5 and 74 of 73.5."""
    return floor(score + 0.5)
