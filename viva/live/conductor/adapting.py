"""How hard the next question is: by the last answers, one step at a time. docs/decisions/0034 says why so."""

from __future__ import annotations

from viva.ai.types import Difficulty, Evaluation
from viva.live.conductor.draft import Draft
from viva.live.conductor.events import Choose
from viva.live.conductor.script import KEPT_FOR_THE_REST, Asked, Phase

STRONG = 8.0
WEAK = 4.0
# So many of the last answers have to agree; to the same skill one is enough, of the same kind it takes all.
LOOK_BACK = 2
_LEVELS = tuple(Difficulty)


def take_note(draft: Draft, evaluation: Evaluation | None) -> None:
    """Remember how the current question was answered, unless that is not sure."""
    if evaluation and evaluation.score is not None and not evaluation.needs_review:
        note(draft, evaluation.score)


def note(draft: Draft, score: float) -> None:
    """The last judgement of a question counts, with all that was said to its follow-ups."""
    index = draft.state.index
    others = tuple(each for each in draft.state.scores if each[0] != index)
    draft.change(scores=(*others, (index, score)))


def wished(draft: Draft, index: int) -> Choose | None:
    """The exchange that question `index`, about to be asked, is worth; None where it stays as planned."""
    planned = draft.script.questions[index]
    if not draft.script.adaptive or planned.fixed or draft.state.phase is not Phase.OPEN:
        return None
    step = _step(draft, planned)
    if step == 0:
        return None
    level = _LEVELS[_LEVELS.index(planned.difficulty) + step]
    return Choose(index, level, max(planned.minutes, _minutes_for(draft, index)))


def _step(draft: Draft, planned: Asked) -> int:
    """1 for a harder one, -1 for an easier one. Never away from what is one step from the last answers already."""
    evidence = _evidence(draft, planned)
    if not evidence:
        return 0
    last, here = _LEVELS.index(evidence[-1][0].difficulty), _LEVELS.index(planned.difficulty)
    scores = [score for _, score in evidence]
    if min(scores) >= STRONG and here <= last < len(_LEVELS) - 1:
        return 1
    if max(scores) <= WEAK and here >= last > 0:
        return -1
    return 0


def _evidence(draft: Draft, planned: Asked) -> list[tuple[Asked, float]]:
    """The last answers to the skills of `planned`, else to its kind, where there are enough of them."""
    answered = [(draft.script.questions[index], score) for index, score in draft.state.scores]
    alike = [each for each in answered if _of_a_kind(each[0], planned)]
    same_skill = [each for each in alike if not set(each[0].skills).isdisjoint(planned.skills)]
    if same_skill:
        return same_skill[-LOOK_BACK:]
    return alike[-LOOK_BACK:] if len(alike) >= LOOK_BACK else []


def _of_a_kind(one: Asked, other: Asked) -> bool:
    return (one.kind, one.has_code) == (other.kind, other.has_code)


def _minutes_for(draft: Draft, index: int) -> int:
    """The time that question `index` may take: code all of it, talk may be cut short as all talk may."""
    left = draft.seconds_left / 60
    if not draft.script.questions[index].has_code:
        left /= KEPT_FOR_THE_REST
    return int(left - sum(question.minutes for question in draft.script.questions[index + 1 :]))
