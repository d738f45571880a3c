"""Whole conversations from a script: conductor, understanding and lines as they are, judgements as scripted.

`python -m tests.ai.dialogue.transcripts` writes the golden files anew; read them before you commit them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from viva.ai.dialogue.lines import say
from viva.ai.dialogue.understanding import understand
from viva.ai.engines.base import Line, Mode, SayRequest, UnderstandRequest
from viva.ai.types import CodeResult, Coverage, Difficulty, Evaluation, FollowUp, Kind, Question
from viva.live.conductor.conduct import step
from viva.live.conductor.events import (
    Begin,
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
from viva.live.conductor.script import Asked, Script, State

GOLDEN = Path(__file__).parent / "golden"
SCRIPTS = sorted(GOLDEN.glob("*.yaml"))


class Conversation:
    """Plays a script's turns; `lines` is what was said, `moves` what the interviewer did."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.raw = raw
        self.kind = Kind(raw["kind"])
        self.script = Script(
            mode=Mode(raw["mode"]),
            role=raw["role"],
            minutes=raw["minutes"],
            name=raw.get("name", ""),
            questions=tuple(_asked(number, fields) for number, fields in enumerate(raw["questions"])),
        )
        self.state = State()
        self.lines: list[Line] = []
        self.moves: list[str] = []
        self._judgement = Evaluation(score=None, metrics=None)

    def play(self) -> Conversation:
        self._feed(Begin())
        for turn in self.raw["turns"]:
            self._judgement = _judgement(turn)
            self._take(turn)
            self._feed(Tick(at=turn["at"], silent_for=turn.get("silent_for", 0)))
        return self

    def text(self) -> str:
        names = {"interviewer": "Viva", "candidate": "Candidate"}
        return "\n\n".join(f"**{names[line.speaker]}:** {line.text}" for line in self.lines) + "\n"

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

    def _say(self, effect: Say) -> None:
        history = tuple(self.lines)
        request = SayRequest(
            effect.move, self.script.mode, effect.slots, seed=1, turn=effect.turn, history=history
        )
        self.lines.append(Line("interviewer", say(request)))
        self.moves.append(effect.move.value)

    def _request(self, text: str) -> UnderstandRequest:
        asked = self.script.questions[self.state.index]
        question = Question(str(asked.id), asked.text, self.kind, Difficulty.MEDIUM, expected_answer="")
        return UnderstandRequest(text, question, self.state.waiting_for, has_code=asked.has_code)


def _asked(number: int, fields: dict[str, Any]) -> Asked:
    follow_ups = tuple(FollowUp(point, text) for point, text in fields.get("follow_ups", {}).items())
    known = {name: value for name, value in fields.items() if name not in ("follow_ups", "hints")}
    return Asked(id=number, hints=tuple(fields.get("hints", ())), follow_ups=follow_ups, **known)


def _judgement(turn: dict[str, Any]) -> Evaluation:
    missing = tuple(Coverage(point, point, 0.0) for point in turn.get("missing", ()))
    return Evaluation(score=turn.get("score", 9.0), metrics=None, missing=missing)


def conversation(path: Path) -> Conversation:
    return Conversation(yaml.safe_load(path.read_text(encoding="utf-8"))).play()


if __name__ == "__main__":
    for source in SCRIPTS:
        source.with_suffix(".md").write_text(conversation(source).text(), encoding="utf-8")
