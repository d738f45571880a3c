"""Scripts and events to conduct a conversation with, in the words of the tests."""

from __future__ import annotations

from dataclasses import replace

from viva.ai.engines.base import Mode
from viva.ai.types import CodeResult, Coverage, Evaluation, FollowUp, Intent, Metrics
from viva.live.conductor.conduct import step
from viva.live.conductor.events import (
    Begin,
    Choose,
    Chosen,
    Effect,
    Evaluate,
    Evaluated,
    Event,
    Record,
    Said,
    Say,
    Understand,
    Understood,
)
from viva.live.conductor.script import Asked, Script, State

FOLLOW_UPS = (FollowUp("cost", "What does it cost?"), FollowUp("when", "When would you not use it?"))


def talk(number: int = 1, **fields: object) -> Asked:
    known = {"id": number, "text": f"Question {number}?", "hints": ("nudge", "nearly"), "follow_ups": FOLLOW_UPS}
    return Asked(**{**known, **fields})  # type: ignore[arg-type]


def code(number: int = 1, **fields: object) -> Asked:
    return talk(number, title="Pairs", has_code=True, **fields)


def script(*questions: Asked, mode: Mode = Mode.PRACTICE, minutes: int = 30, adaptive: bool = False) -> Script:
    asked = questions or (talk(1), talk(2))
    return Script(mode=mode, role="Engineer", minutes=minutes, questions=asked, name="Ada", adaptive=adaptive)


def judged(score: float = 5.0, *, missing: tuple[str, ...] = ()) -> Evaluation:
    gaps = tuple(Coverage(key_point=point, text=point, share=0.0) for point in missing)
    return Evaluation(score=score, metrics=Metrics(5, 5, 5, 5), missing=gaps, engine="test")


def solved(passed: int = 10, total: int = 10) -> CodeResult:
    return CodeResult("def f(): ...", "python", passed, total, "AC" if passed == total else "WA")


class Conversation:
    """Feeds events to the conductor and answers its questions as told.

    Where the conductor wants another question, the one planned is given the difficulty wanted; with an empty
    `bank` there is no such question.
    """

    def __init__(self, script: Script, *, bank: bool = True) -> None:
        self.bank = bank
        self.script = script
        self.state = State()
        self.effects: list[Effect] = []

    def happens(
        self, event: Event, *, intent: Intent = Intent.ANSWER, evaluation: Evaluation | None = None
    ) -> list[str]:
        """The moves that the event leads to."""
        before = len(self.effects)
        self._feed(event, intent, evaluation)
        return [effect.move.value for effect in self.effects[before:] if isinstance(effect, Say)]

    def begin(self) -> list[str]:
        return self.happens(Begin())

    def says(
        self, text: str, *, intent: Intent = Intent.ANSWER, evaluation: Evaluation | None = None, at: float = 10.0
    ) -> list[str]:
        return self.happens(Said(text, at), intent=intent, evaluation=evaluation)

    def chosen(self) -> list[Choose]:
        return [effect for effect in self.effects if isinstance(effect, Choose)]

    def records(self) -> list[Record]:
        return [effect for effect in self.effects if isinstance(effect, Record)]

    def lines(self) -> list[Say]:
        return [effect for effect in self.effects if isinstance(effect, Say)]

    def asked_to_judge(self) -> list[Evaluate]:
        return [effect for effect in self.effects if isinstance(effect, Evaluate)]

    def _feed(self, event: Event, intent: Intent, evaluation: Evaluation | None) -> None:
        result = step(self.script, self.state, event)
        self.state = result.state
        for effect in result.effects:
            self.effects.append(effect)
            if isinstance(effect, Understand):
                self._feed(Understood(effect.text, intent, event.at), intent, evaluation)
            elif isinstance(effect, Evaluate):
                self._feed(Evaluated(evaluation, event.at), intent, evaluation)
            elif isinstance(effect, Choose):
                self._exchange(effect)
                self._feed(Chosen(event.at, exchanged=self.bank), intent, evaluation)

    def _exchange(self, effect: Choose) -> None:
        if self.bank:
            questions = list(self.script.questions)
            questions[effect.index] = replace(questions[effect.index], difficulty=effect.difficulty)
            self.script = replace(self.script, questions=tuple(questions))
