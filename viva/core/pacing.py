"""How often what runs beside everything else looks after its work."""

from __future__ import annotations

import random


def about(seconds: float) -> float:
    """A fifth more or less, by chance: several processes do not all look at the same moment."""
    return seconds * random.uniform(0.8, 1.2)  # noqa: S311 - nobody gains by guessing it
