"""The moves that several events lead to: ask, judge, follow up, hint, keep time, close."""

from __future__ import annotations

from viva.ai.bank.words import content_words
from viva.ai.engines.base import Mode, Move, Outcome
from viva.ai.types import Evaluation
from viva.live.conductor import adapting, following
from viva.live.conductor.draft import Draft
from viva.live.conductor.script import (
    FIVE_MINUTES,
    LAST_WORDS_SECONDS,
    LEAST_FOR_A_QUESTION,
    SILENCE_SECONDS,
    Asked,
    Phase,
    Script,
)


def warns(script: Script) -> bool:
    """Whether five minutes before the end is worth saying: not in an interview hardly longer than that."""
    return script.seconds >= 2 * FIVE_MINUTES


def ask_next(draft: Draft) -> None:
    """Ask the next question, or close if there is none or no time for it. It may be exchanged before."""
    index = draft.state.index + 1
    if index >= len(draft.script.questions):
        close(draft, Move.CLOSE)
        return
    if index > 0 and draft.seconds_left < LEAST_FOR_A_QUESTION:
        close(draft, Move.TIME_UP)
        return
    exchange = adapting.wished(draft, index)
    if exchange:
        draft.effects.append(exchange)
    else:
        _ask(draft, index)


def ask_chosen(draft: Draft, *, exchanged: bool) -> None:
    """Ask the next question as the script has it now."""
    index = draft.state.index + 1
    if exchanged:
        draft.change(exchanged=(*draft.state.exchanged, index))
    _ask(draft, index)


def _ask(draft: Draft, index: int) -> None:
    before, question = draft.question if index else None, draft.script.questions[index]
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
        clarified=False,
    )
    order = {"order": str(index + 1), "total": str(len(draft.script.questions))}
    if question.has_code:
        draft.say(Move.ASK_CODE, kind="question", title=question.title, statement=question.text, **order)
    else:
        topic = "" if before and before.topic == question.topic else _said_topic(question)
        draft.say(Move.ASK, kind="question", question=question.text, topic=topic, **order)


def _said_topic(question: Asked) -> str:
    """The topic where the question names it itself: else it could be half the answer."""
    return question.topic if content_words(question.topic) <= content_words(question.text) else ""


def clarify(draft: Draft) -> None:
    """The question once in other words. Again, or of a follow-up, it is left to the candidate's own sense."""
    state, question = draft.state, draft.question
    if question.clarification and not state.clarified and state.waiting_for == question.text:
        draft.change(clarified=True)
        draft.say(Move.CLARIFY, clarification=question.clarification)
    else:
        draft.say(Move.CLARIFY, question=state.waiting_for or question.text)


def is_last(draft: Draft) -> bool:
    """Whether no question comes after this one, be it for lack of time."""
    late = draft.state.phase is not Phase.OPEN or draft.seconds_left < LEAST_FOR_A_QUESTION
    return late or draft.state.index + 1 >= len(draft.script.questions)


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
    adapting.take_note(draft, evaluation)
    declined = draft.state.last_move == "declined"
    follow_up = None if declined else following.worth_asking(draft, evaluation)
    if follow_up:
        draft.change(followed=(*draft.state.followed, follow_up.key_point), waiting_for=follow_up.text)
        draft.say(Move.FOLLOW_UP, question=follow_up.text)
        return
    heard = draft.state.code_talked or not draft.question.has_code
    if heard and not declined and not is_last(draft) and draft.state.phase is Phase.OPEN:
        draft.say(Move.ACKNOWLEDGE, topic=_topic_heard(draft.question), quality=_quality(draft, evaluation))
    go_on(draft)


def _topic_heard(question: Asked) -> str:
    return "" if question.has_code else question.topic


def _quality(draft: Draft, evaluation: Evaluation | None) -> str:
    """How the answer was, where that may be said: in practice alone, and where it is sure."""
    if draft.script.mode is not Mode.PRACTICE or evaluation is None or evaluation.score is None:
        return ""
    if evaluation.needs_review:
        return ""
    return (
        "strong" if evaluation.score >= adapting.STRONG else "fair" if evaluation.score > adapting.WEAK else "thin"
    )


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
    elif silent_for >= SILENCE_SECONDS * draft.script.patience and not state.nudged:
        draft.say(Move.NUDGE)
        draft.change(nudged=True)


def _leave(draft: Draft) -> None:
    """The time for last words is over. A question reached and left without an answer counts 0."""
    if not draft.state.answers and draft.state.code is None:
        draft.record(Outcome.LEFT)
    close(draft, Move.TIME_UP)
