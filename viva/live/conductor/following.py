"""Which follow-up is worth asking: by what is missing, by what was not known, and by the time left."""

from __future__ import annotations

from collections.abc import Iterable

from viva.ai.dialogue.denial import denied_of
from viva.ai.types import Coverage, Evaluation, FollowUp, KeyPoint
from viva.live.conductor.draft import Draft
from viva.live.conductor.script import MOST_FOLLOW_UPS, Phase

# From this score on nothing is missing that would be worth another question.
GOOD_ENOUGH = 8.5


def worth_asking(draft: Draft, evaluation: Evaluation | None) -> FollowUp | None:
    """The follow-up to the weightiest key point that the answer misses, or None where none should be asked."""
    state = draft.state
    if evaluation is None or evaluation.score is None or evaluation.score >= GOOD_ENOUGH:
        return None
    if state.phase is not Phase.OPEN or draft.question.has_code or not draft.time_for_more:
        return None
    if len(state.followed) >= MOST_FOLLOW_UPS:
        return None
    return weightiest(draft, _missing(draft, evaluation.missing))


def weightiest(draft: Draft, points: Iterable[KeyPoint]) -> FollowUp | None:
    """The follow-up to the first of `points` by weight; none asked before, none to what they do not know."""
    by_point = {each.key_point: each for each in reversed(draft.question.follow_ups)}
    closed = {*draft.state.followed, *_denied(draft)}
    for point in sorted(points, key=lambda each: -each.weight):
        follow_up = by_point.get(point.id)
        if follow_up and point.id not in closed:
            return follow_up
    return None


def about_code(draft: Draft) -> FollowUp | None:
    """What to ask about code that passed."""
    known = {point.id: point for point in draft.question.key_points}
    follow_ups = draft.question.follow_ups
    return weightiest(draft, [known.get(each.key_point) or KeyPoint(each.key_point, "") for each in follow_ups])


def _missing(draft: Draft, gaps: Iterable[Coverage]) -> list[KeyPoint]:
    """Of points that weigh the same, what is missing most comes first."""
    known = {point.id: point for point in draft.question.key_points}
    by_gap = sorted(gaps, key=lambda gap: gap.share)
    return [known.get(gap.key_point) or KeyPoint(gap.key_point, gap.text) for gap in by_gap]


def _denied(draft: Draft) -> set[str]:
    """The key points that were said not to be known, in any of the answers to this question."""
    asked = {each.key_point: each.text for each in draft.question.follow_ups}
    points = {point.id: (point.text, *point.paraphrases) for point in draft.question.key_points}
    matters = {name: (*points.get(name, ()), text) for name, text in asked.items()}
    denied = (denied_of(answer, matters, asked=draft.question.text) for answer in draft.state.answers)
    return set[str]().union(*denied)
