"""The next state while it is being written, with the effects gathered on the way."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from viva.ai.engines.base import Move, Outcome
from viva.ai.types import Evaluation
from viva.live.conductor.events import Effect, Record, Say
from viva.live.conductor.script import FOLLOW_UP_SECONDS, KEPT_FOR_THE_REST, Asked, Script, State


class Draft:
    """Lives for one step. `at` is the time of the event in seconds since the beginning."""

    def __init__(self, script: Script, state: State, at: float) -> None:
        self.script = script
        self.state = state
        self.at = at
        self.effects: list[Effect] = []

    @property
    def question(self) -> Asked:
        return self.script.questions[min(max(self.state.index, 0), len(self.script.questions) - 1)]

    @property
    def seconds_left(self) -> float:
        return max(0.0, self.script.seconds - self.at)

    @property
    def minutes_left(self) -> str:
        """Whole minutes for a sentence: rounded up, so that nobody hears of less time than there is."""
        return str(-int(-self.seconds_left // 60))

    @property
    def time_for_more(self) -> bool:
        """Whether a follow-up leaves each question still to come enough of its expected time."""
        rest = self.script.questions[self.state.index + 1 :]
        reserve = sum(question.minutes for question in rest) * 60 * KEPT_FOR_THE_REST
        return self.seconds_left - reserve >= FOLLOW_UP_SECONDS

    def change(self, **fields: Any) -> None:
        self.state = replace(self.state, **fields)

    def say(self, move: Move, *, kind: str = "text", **slots: str) -> None:
        told = {name: value for name, value in slots.items() if value}
        self.effects.append(Say(move, self.state.turn, max(self.state.index, 0), kind, told))
        self.change(turn=self.state.turn + 1, last_move=str(move))

    def record(self, outcome: Outcome, evaluation: Evaluation | None = None) -> None:
        state = self.state
        self.effects.append(
            Record(
                state.index,
                outcome,
                state.answers,
                state.hints_used,
                self.at - state.asked_at,
                state.code,
                evaluation,
            )
        )
