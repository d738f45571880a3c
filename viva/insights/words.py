"""A scorecard's values in words, the same on the page and in the reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from viva.accounts.models import Strictness
from viva.insights.recommendation import BARS, NEAR, Recommendation, Suggestion, confidence_word
from viva.interviews.enums import Outcome
from viva.interviews.strictness import REVIEW_BELOW

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SUGGESTIONS: dict[Suggestion, StrOrPromise] = {
    Suggestion.ADVANCE: _lazy("The scores speak for advancing"),
    Suggestion.LOOK_CLOSER: _lazy("The scores are near the bar: look closer"),
    Suggestion.DO_NOT_ADVANCE: _lazy("The scores speak against advancing"),
    Suggestion.NONE: _lazy("No suggestion: nothing was assessed"),
}
_CONFIDENCE: dict[str, StrOrPromise] = {
    "high": _lazy("High"),
    "fair": _lazy("Fair"),
    "low": _lazy("Low"),
    "none": _lazy("Unknown"),
}


def suggestion_text(recommendation: Recommendation) -> str:
    text = str(SUGGESTIONS[recommendation.suggestion])
    return _("%(suggestion)s (provisional)") % {"suggestion": text} if recommendation.is_provisional else text


def strictness_text(strictness: Strictness) -> str:
    """What a strictness does, in a line: on the settings page and on every scorecard the same."""
    told = _(
        "The scores speak for advancing from %(bar)d of 100 on; within %(near)d below it, look closer. "
        "%(review)s Scores are not changed."
    )
    return told % {"bar": BARS[strictness], "near": NEAR, "review": _review_text(strictness)}


def _review_text(strictness: Strictness) -> str:
    below = round(100 * REVIEW_BELOW[strictness])
    if not below:
        return _("An answer needs review where its judge says so.")
    told = _("An answer needs review where its judge says so, and where its confidence is below %(below)d %%.")
    return told % {"below": below}


def confidence_text(confidence: float | None) -> str:
    """High, fair or low, with the share in percent."""
    word = str(_CONFIDENCE[confidence_word(confidence)])
    return word if confidence is None else f"{word} ({round(100 * confidence)} %)"


def outcome_text(outcome: str) -> str:
    return str(Outcome(outcome).label)
