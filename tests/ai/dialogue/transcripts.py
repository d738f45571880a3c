"""Whole conversations from a script: conductor, understanding, lines and bank as they are, judgements as scripted.

`make transcripts` writes the golden files anew; read them, as the one who is interviewed, before you commit them.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from viva.ai.bank import load_bank
from viva.ai.bank.exchange import exchange_for
from viva.ai.dialogue.lines import say
from viva.ai.dialogue.understanding import understand
from viva.ai.engines.base import Line, Mode, SayRequest, UnderstandRequest
from viva.ai.types import CodeResult, Coverage, Evaluation, Kind, Question
from viva.live.conductor.conduct import step
from viva.live.conductor.events import (
    Begin,
    Choose,
    Chosen,
    CodeJudged,
    Evaluate,
    Evaluated,
    Event,
    HintAsked,
    Said,
    Say,
    Tick,
    Understand,
    Understood,
)
from viva.live.conductor.script import Script, State, as_asked

GOLDEN = Path(__file__).parent / "golden"
SCRIPTS = sorted(GOLDEN.glob("*.yaml"))
SEED = 1


class Conversation:
    """Plays a script's turns; `lines` is what was said, `moves` what the interviewer did.

    A script names the bank's questions. Of each answer it says the score and the key points that are missing.
    """

    def __init__(self, raw: dict[str, Any]) -> None:
        self.raw = raw
        self.kind = Kind(raw["kind"])
        self.questions: list[Question] = [load_bank().by_id[name] for name in raw["questions"]]
        self.script = Script(
            mode=Mode(raw["mode"]),
            role=raw["role"],
            minutes=raw["minutes"],
            name=raw.get("name", ""),
            questions=tuple(as_asked(number, each, fixed=False) for number, each in enumerate(self.questions)),
            adaptive=raw.get("adaptive", False),
        )
        self.state = State()
        self.lines: list[Line] = []
        self.moves: list[str] = []
        self._judgement = Evaluation(score=None, metrics=None)

    def play(self) -> Conversation:
        self._feed(Begin())
        for turn in self.raw["turns"]:
            self._judgement = self._judged(turn)
            self._take(turn)
            self._feed(Tick(at=turn["at"], silent_for=turn.get("silent_for", 0)))
        return self

    def text(self) -> str:
        names = {"interviewer": "Viva", "candidate": "Candidate"}
        return "\n\n".join(f"**{names[line.speaker]}:** {line.text.rstrip()}" for line in self.lines) + "\n"

    def _take(self, turn: dict[str, Any]) -> None:
        if "said" in turn:
            self.lines.append(Line("candidate", turn["said"]))
            self._feed(Said(turn["said"], at=turn["at"]))
        elif "code" in turn:
            passed, total, verdict = turn["code"]
            self.lines.append(Line("candidate", "(submits code)"))
            self._feed(CodeJudged(CodeResult("", "python", passed, total, verdict), at=turn["at"]))
        elif "hint" in turn:
            self.lines.append(Line("candidate", "(presses Hint)"))
            self._feed(HintAsked(at=turn["at"]))

    def _feed(self, event: Event) -> None:
        result = step(self.script, self.state, event)
        self.state = result.state
        for effect in result.effects:
            match effect:
                case Say():
                    self._say(effect)
                case Understand(text=text):
                    self._feed(Understood(text, understand(self._request(text)).intent, at=event.at))
                case Evaluate():
                    self._feed(Evaluated(self._judgement, at=event.at))
                case Choose():
                    self._feed(Chosen(at=event.at, exchanged=self._exchange(effect)))

    def _say(self, effect: Say) -> None:
        history = tuple(self.lines)
        request = SayRequest(
            effect.move, self.script.mode, effect.slots, seed=SEED, turn=effect.turn, history=history
        )
        self.lines.append(Line("interviewer", say(request)))
        self.moves.append(effect.move.value)

    def _exchange(self, choose: Choose) -> bool:
        found = exchange_for(
            load_bank(),
            planned=self.questions[choose.index],
            difficulty=choose.difficulty,
            minutes=choose.minutes,
            role=self.script.role,
            taken={question.id for question in self.questions},
            seed=SEED,
        )
        if found is None:
            return False
        asked = list(self.script.questions)
        self.questions[choose.index], asked[choose.index] = found, as_asked(choose.index, found, fixed=False)
        self.script = replace(self.script, questions=tuple(asked))
        return True

    def _request(self, text: str) -> UnderstandRequest:
        question = self.questions[self.state.index]
        return UnderstandRequest(text, question, self.state.waiting_for, has_code=question.problem is not None)

    def _judged(self, turn: dict[str, Any]) -> Evaluation:
        """Raises KeyError for a key point that the question does not have."""
        points = {point.id: point.text for point in self.questions[self.state.index].key_points}
        missing = tuple(Coverage(name, points[name], 0.0) for name in turn.get("missing", ()))
        return Evaluation(score=turn.get("score", 9.0), metrics=None, missing=missing)


@cache
def conversation(path: Path) -> Conversation:
    """As it went: to be read, not to be played on."""
    return Conversation(yaml.safe_load(path.read_text(encoding="utf-8"))).play()


if __name__ == "__main__":
    for source in SCRIPTS:
        source.with_suffix(".md").write_text(conversation(source).text(), encoding="utf-8")
