"""One step of the conversation: `(script, state, event) → (state, effects)`."""

from __future__ import annotations

import re

from viva.ai.engines.base import Move, Outcome
from viva.ai.types import Intent
from viva.live.conductor import adapting, following, moves
from viva.live.conductor.draft import Draft
from viva.live.conductor.events import (
    Begin,
    Chosen,
    CodeJudged,
    Evaluate,
    Evaluated,
    Event,
    HintAsked,
    Said,
    Tick,
    Understand,
    Understood,
)
from viva.live.conductor.script import Phase, Result, Script, State

_ASKS_ABOUT_YOU = re.compile(r"\b(?:are|do|have|can|were|did) you\b|\byour (?:name|day)\b", re.IGNORECASE)
_THANKS = re.compile(r"\b(?:thanks?|thank you|thx|bye|goodbye|good night|nice day|see you)\b", re.IGNORECASE)

# The verdicts of the judge, as one says them.
_VERDICT_WORDS = {
    "WA": "a wrong answer",
    "TLE": "the time limit",
    "MLE": "the memory limit",
    "OLE": "too much output",
    "RE": "an error while running",
    "CE": "code that does not compile",
}


def step(script: Script, state: State, event: Event) -> Result:
    """The state after `event` and what is to be done, in order. Never raises for a known event."""
    draft = Draft(script, state, event.at)
    match event:
        case Begin():
            _begin(draft)
        case Said(text=text):
            _hear(draft, text)
        case Understood(text=text, intent=intent):
            _respond(draft, text, intent)
        case Evaluated(evaluation=evaluation, code=code):
            draft.change(code=code or draft.state.code)
            moves.judged(draft, evaluation)
        case Chosen(exchanged=exchanged):
            moves.ask_chosen(draft, exchanged=exchanged)
        case HintAsked():
            moves.give_hint(draft)
        case CodeJudged():
            _react_to_code(draft, event)
        case Tick(silent_for=silent_for):
            moves.keep_time(draft, silent_for)
    return Result(draft.state, tuple(draft.effects))


def _begin(draft: Draft) -> None:
    if draft.state.phase is not Phase.NEW:
        return
    script = draft.script
    draft.change(phase=Phase.OPEN)
    draft.say(
        Move.GREET,
        name=script.name,
        role=script.role,
        minutes=str(script.minutes),
        total=str(len(script.questions)),
    )
    moves.ask_next(draft)


def _hear(draft: Draft, text: str) -> None:
    if draft.state.phase is Phase.CLOSED:
        draft.say(Move.AFTER_CLOSE, thanked="yes" if _THANKS.search(text) else "")
    elif draft.state.phase is not Phase.NEW:
        draft.effects.append(Understand(text))


def _respond(draft: Draft, text: str, intent: Intent) -> None:
    state, question = draft.state, draft.question
    match intent:
        case Intent.REPEAT:
            draft.say(Move.REPEAT, question=state.waiting_for or question.text)
        case Intent.CLARIFY:
            moves.clarify(draft)
        case Intent.HINT:
            moves.give_hint(draft)
        case Intent.TIME:
            draft.say(Move.TIME, minutes_left=draft.minutes_left)
        case Intent.THINKING:
            if state.last_move != Move.THINKING:  # once is company, twice is a disturbance
                draft.say(Move.THINKING)
        case Intent.DONT_KNOW:
            _decline(draft, Move.DONT_KNOW, Outcome.DONT_KNOW)
        case Intent.SKIP:
            _decline(draft, Move.SKIP, Outcome.SKIPPED)
        case Intent.SMALL_TALK:
            draft.say(Move.SMALL_TALK, about_you="yes" if _ASKS_ABOUT_YOU.search(text) else "")
        case Intent.DISTRESS:
            draft.say(Move.COMFORT)
        case Intent.GAMING:
            draft.say(Move.GAMING)
        case Intent.ANSWER:
            _take_answer(draft, text)


def _take_answer(draft: Draft, text: str) -> None:
    draft.change(answers=(*draft.state.answers, text), nudged=False)
    state = draft.state
    talking_while_coding = draft.question.has_code and not state.code_talked
    if talking_while_coding and state.phase is Phase.OPEN:
        draft.record(Outcome.ANSWERED)
        if state.last_move != Move.KEEP_CODING:
            draft.say(Move.KEEP_CODING)
        return
    draft.effects.append(Evaluate(state.answers, state.hints_used, state.code))


def _decline(draft: Draft, move: Move, outcome: Outcome) -> None:
    """*I don't know* or *skip*: final. What was said or submitted before is judged as it stands."""
    state = draft.state
    draft.say(move, last="yes" if moves.is_last(draft) else "")
    if state.answers or state.code:
        draft.change(last_move="declined")
        draft.effects.append(Evaluate(state.answers, state.hints_used, state.code))
        return
    draft.record(outcome)
    if outcome is Outcome.DONT_KNOW:
        adapting.note(draft, 0.0)
    moves.go_on(draft)


def _react_to_code(draft: Draft, event: CodeJudged) -> None:
    if draft.state.phase is Phase.CLOSED:
        return
    if event.trouble:
        draft.say(Move.CODE_TROUBLE)
        return
    code = event.code
    draft.change(code=code, nudged=False)
    numbers = {"passed": str(code.passed), "total": str(code.total)}
    if code.passed < code.total:
        draft.record(Outcome.ANSWERED)
        draft.say(Move.CODE_FAILED, verdict=_VERDICT_WORDS.get(code.verdict, code.verdict), **numbers)
        return
    draft.say(Move.CODE_PASSED, **numbers)
    talk = following.about_code(draft)
    if talk and not draft.state.code_talked and draft.time_for_more:
        draft.record(Outcome.ANSWERED)
        draft.change(code_talked=True, followed=(*draft.state.followed, talk.key_point), waiting_for=talk.text)
        draft.say(Move.CODE_TALK, question=talk.text)
        return
    draft.effects.append(Evaluate(draft.state.answers, draft.state.hints_used, code))
