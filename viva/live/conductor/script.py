"""What the conductor knows beforehand (the script) and what it remembers (the state)."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from viva.ai.bank.skills import skill_words
from viva.ai.codec import from_json
from viva.ai.engines.base import Mode
from viva.ai.types import CodeResult, Difficulty, FollowUp, KeyPoint, Question

# Seconds after the end in which a sentence may be finished: a goodbye, not a cut.
LAST_WORDS_SECONDS = {Mode.REAL: 60, Mode.PRACTICE: 600}
FIVE_MINUTES = 300
# Below this many seconds no new question is asked: nobody could answer it.
LEAST_FOR_A_QUESTION = 60
MOST_FOLLOW_UPS = 2
# What a follow-up takes, and the share of their expected time that the questions still to come keep from it.
FOLLOW_UP_SECONDS = 120
KEPT_FOR_THE_REST = 2 / 3
SILENCE_SECONDS = 180


class Phase(StrEnum):
    NEW = "new"
    OPEN = "open"
    LAST_WORDS = "last_words"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Asked:
    """The parts of a question that the conversation needs. `minutes` is the expected time.

    `topic` names what it is about, for the middle of a sentence; `fixed` were picked by a person and are asked
    as they stand.
    """

    id: int
    text: str
    title: str = ""
    minutes: int = 5
    has_code: bool = False
    clarification: str = ""
    hints: tuple[str, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    key_points: tuple[KeyPoint, ...] = ()
    kind: str = ""
    difficulty: Difficulty = Difficulty.MEDIUM
    skills: tuple[str, ...] = ()
    topic: str = ""
    fixed: bool = True


def as_asked(question_id: int, question: Question, *, fixed: bool) -> Asked:
    """What the conversation needs of the bank's or a company's question."""
    problem = question.problem
    return Asked(
        id=question_id,
        text=problem.statement if problem else question.text,
        title=problem.title if problem else "",
        minutes=question.minutes,
        has_code=problem is not None,
        clarification=question.clarification,
        hints=question.hints,
        follow_ups=question.follow_ups,
        key_points=question.key_points,
        kind=question.kind.value,
        difficulty=question.difficulty,
        skills=question.skills,
        topic=skill_words(question.skills[0]) if question.skills else "",
        fixed=fixed,
    )


@dataclass(frozen=True, slots=True)
class Script:
    """`adaptive`: the difficulty of what is not asked yet follows the answers (docs/decisions/0034). `patience`:
    by how much longer than others its candidate is waited for, from 1; `minutes` has their extra time already."""

    mode: Mode
    role: str
    minutes: int
    questions: tuple[Asked, ...]
    name: str = ""
    adaptive: bool = False
    patience: float = 1.0

    @property
    def seconds(self) -> int:
        return self.minutes * 60


@dataclass(frozen=True, slots=True)
class State:
    """All that changes. `index` is the current question's; `turn` counts the interviewer's lines.

    `answers` are the candidate's words to the current question, `followed` the key points already asked
    after, `asked_at` is in seconds since the beginning. `scores` are (index, score) of what was judged surely,
    in order, `exchanged` the indexes of the questions that were exchanged for a harder or easier one.
    """

    phase: Phase = Phase.NEW
    index: int = -1
    turn: int = 0
    asked_at: float = 0.0
    waiting_for: str = ""
    answers: tuple[str, ...] = ()
    followed: tuple[str, ...] = ()
    hints_used: int = 0
    code: CodeResult | None = None
    code_talked: bool = False
    five_minutes_said: bool = False
    nudged: bool = False
    clarified: bool = False
    last_move: str = ""
    scores: tuple[tuple[int, float], ...] = ()
    exchanged: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> State:
        known = dict(data)
        if known.get("code"):
            known["code"] = from_json(CodeResult, known["code"])
        for name in ("answers", "followed", "exchanged"):
            known[name] = tuple(known.get(name, ()))
        known["scores"] = tuple((index, score) for index, score in known.get("scores", ()))
        known["phase"] = Phase(known.get("phase", Phase.NEW))
        return cls(**known)


@dataclass(frozen=True, slots=True)
class Result:
    """What a step gives: the new state and, in order, what is to be done."""

    state: State
    effects: tuple[Any, ...] = field(default=())
