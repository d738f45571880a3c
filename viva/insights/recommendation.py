"""What the scores suggest, by a rule that can be read out. A person decides.

The strictness that the interview was held to (`viva.interviews.strictness`) sets the bar, in percent of the
points. From the bar on the scores suggest to advance, within NEAR below it to look closer, further below not to
advance. Where something was not assessed, or the machine was unsure, the suggestion is provisional: it says so and
what to look at first.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from viva.accounts.models import Strictness

BARS = {Strictness.LENIENT: 55, Strictness.STANDARD: 65, Strictness.STRICT: 75}
NEAR = 10
SURE, FAIRLY_SURE = 0.75, 0.5


class Suggestion(StrEnum):
    ADVANCE = "advance"
    LOOK_CLOSER = "look_closer"
    DO_NOT_ADVANCE = "do_not_advance"
    NONE = "none"  # nothing was assessed


@dataclass(frozen=True, slots=True)
class Recommendation:
    """`bar` is that of `strictness`, in percent."""

    suggestion: Suggestion
    bar: int
    is_provisional: bool
    strictness: Strictness


def recommend(score: float | None, *, strictness: str, is_provisional: bool) -> Recommendation:
    """`score` is the overall one, 0-100, None where nothing was assessed."""
    held_to = Strictness(strictness)
    bar = BARS[held_to]
    if score is None:
        return Recommendation(Suggestion.NONE, bar, is_provisional=False, strictness=held_to)
    if score >= bar:
        suggestion = Suggestion.ADVANCE
    else:
        suggestion = Suggestion.LOOK_CLOSER if score >= bar - NEAR else Suggestion.DO_NOT_ADVANCE
    return Recommendation(suggestion, bar, is_provisional, held_to)


def confidence_word(confidence: float | None) -> str:
    """high, fair, low or none: the mean confidence of the judgements, 0-1, in a word to look up."""
    if confidence is None:
        return "none"
    return "high" if confidence >= SURE else "fair" if confidence >= FAIRLY_SURE else "low"
