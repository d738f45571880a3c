"""The moves that several events lead to: ask, judge, follow up, hint, keep time, close."""

from __future__ import annotations

from viva.ai.engines.base import Mode, Move, Outcome
from viva.ai.types import Evaluation, FollowUp
from viva.live.conductor.draft import Draft
from viva.live.conductor.script import (
    FIVE_MINUTES,
    LAST_WORDS_SECONDS,
    LEAST_FOR_A_QUESTION,
    MOST_FOLLOW_UPS,
    SILENCE_SECONDS,
    Phase,
    Script,
)

# From this score on nothing is missing that would be worth another question.
GOOD_ENOUGH = 8.5


def warns(script: Script) -> bool:
    """Whether five minutes before the end is worth saying: not in an interview hardly longer than that."""
    return script.seconds >= 2 * FIVE_MINUTES


def ask_next(draft: Draft) -> None:
    """Ask the next question, or close if there is none or no time for it."""
    index = draft.state.index + 1
    if index >= len(draft.script.questions):
        close(draft, Move.CLOSE)
        return
    if index > 0 and draft.seconds_left < LEAST_FOR_A_QUESTION:
        close(draft, Move.TIME_UP)
        return
    question = draft.script.questions[index]
    draft.change(
        index=index,
        asked_at=draft.at,
        waiting_for=question.text,
        answers=(),
        followed=(),
        hints_used=0,
        code=None,
        code_talked=False,
        nudged=False,
    )
    order = {"order": str(index + 1), "total": str(len(draft.script.questions))}
    if question.has_code:
        draft.say(Move.ASK_CODE, kind="question", title=question.title, statement=question.text, **order)
    else:
        draft.say(Move.ASK, kind="question", question=question.text, **order)


def go_on(draft: Draft) -> None:
    """Leave the current question: the next one, or the end."""
    if draft.state.phase is Phase.LAST_WORDS:
        close(draft, Move.TIME_UP)
    else:
        ask_next(draft)


def close(draft: Draft, move: Move) -> None:
    draft.change(phase=Phase.CLOSED, waiting_for="")
    draft.say(move, kind="closing")


def judged(draft: Draft, evaluation: Evaluation | None) -> None:
    """The answer has been judged (or could not be): follow up on what is missing, or go on."""
    draft.record(Outcome.ANSWERED if evaluation else Outcome.WITHHELD, evaluation)
    declined = draft.state.last_move == "declined"
    follow_up = None if declined else _worth_asking(draft, evaluation)
    if follow_up:
        draft.change(followed=(*draft.state.followed, follow_up.key_point), waiting_for=follow_up.text)
        draft.say(Move.FOLLOW_UP, question=follow_up.text)
        return
    last = draft.state.index + 1 >= len(draft.script.questions)
    if not declined and not last and draft.state.phase is Phase.OPEN and not draft.question.has_code:
        draft.say(Move.ACKNOWLEDGE)
    go_on(draft)


def _worth_asking(draft: Draft, evaluation: Evaluation | None) -> FollowUp | None:
    state = draft.state
    if evaluation is None or evaluation.score is None or evaluation.score >= GOOD_ENOUGH:
        return None
    if state.phase is not Phase.OPEN or draft.question.has_code or not draft.time_for_more:
        return None
    if len(state.followed) >= MOST_FOLLOW_UPS:
        return None
    return next_follow_up(draft, missing=tuple(gap.key_point for gap in evaluation.missing))


def next_follow_up(draft: Draft, *, missing: tuple[str, ...] | None) -> FollowUp | None:
    """The first follow-up not asked yet; with `missing`, only one that leads to a key point in it."""
    for follow_up in draft.question.follow_ups:
        asked = follow_up.key_point in draft.state.followed
        if not asked and (missing is None or follow_up.key_point in missing):
            return follow_up
    return None


def give_hint(draft: Draft) -> None:
    state, hints = draft.state, draft.question.hints
    if state.phase is Phase.CLOSED:
        draft.say(Move.AFTER_CLOSE)
    elif draft.script.mode is Mode.REAL:
        draft.say(Move.HINTS_OFF)
    elif state.hints_used >= len(hints):
        draft.say(Move.NO_MORE_HINTS)
    else:
        rung = state.hints_used
        draft.change(hints_used=rung + 1, nudged=False)
        draft.say(Move.HINT, kind="hint", hint=hints[rung], rung=str(rung + 1), rungs=str(len(hints)))


def keep_time(draft: Draft, silent_for: float) -> None:
    state, script = draft.state, draft.script
    if state.phase is Phase.LAST_WORDS:
        if draft.at >= script.seconds + LAST_WORDS_SECONDS[script.mode]:
            _leave(draft)
    elif state.phase is Phase.OPEN:
        _keep_time_open(draft, silent_for)


def _keep_time_open(draft: Draft, silent_for: float) -> None:
    state = draft.state
    if draft.at >= draft.script.seconds:
        draft.change(phase=Phase.LAST_WORDS)
        draft.say(Move.LAST_WORDS)
    elif warns(draft.script) and not state.five_minutes_said and draft.seconds_left <= FIVE_MINUTES:
        draft.change(five_minutes_said=True)
        draft.say(Move.FIVE_MINUTES, minutes_left=draft.minutes_left)
    elif silent_for >= SILENCE_SECONDS and not state.nudged:
        draft.say(Move.NUDGE)
        draft.change(nudged=True)


def _leave(draft: Draft) -> None:
    """The time for last words is over. A question reached and left without an answer counts 0."""
    if not draft.state.answers and draft.state.code is None:
        draft.record(Outcome.LEFT)
    close(draft, Move.TIME_UP)
