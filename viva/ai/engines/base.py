"""The seam between the conductor and whoever words and judges: the `Engine` protocol and its requests.

An engine has no state of an interview: every request carries what it needs. All calls are async and may
raise `EngineError`; the caller gives each a deadline. The conductor decides *what* is said next (a `Move`);
an engine only finds the words.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from viva.ai.types import (
    CodeResult,
    Difficulty,
    Evaluation,
    EvaluationRequest,
    Kind,
    Question,
    Understanding,
)


class EngineError(Exception):
    """An engine could not answer. `retryable` says whether trying again may help."""

    def __init__(self, message: str, *, retryable: bool = False) -> None:
        super().__init__(message)
        self.retryable = retryable


class Mode(StrEnum):
    PRACTICE = "practice"  # hints, encouragement
    REAL = "real"  # no hints, strict time, neutral about correctness


class Move(StrEnum):
    """What the interviewer does next. In brackets: the slots that the line must carry."""

    GREET = "greet"  # [name, role, minutes, total] once, before the first question
    ASK = "ask"  # [question, order, total] the first, or after TRANSITION
    ASK_CODE = "ask_code"  # [title, statement] a coding problem: points at the editor
    FOLLOW_UP = "follow_up"  # [question] leads towards one missing key point
    HINT = "hint"  # [hint, rung, rungs]
    NO_MORE_HINTS = "no_more_hints"
    HINTS_OFF = "hints_off"  # Real mode gives none
    REPEAT = "repeat"  # [question]
    CLARIFY = "clarify"  # [clarification]
    TIME = "time"  # [minutes_left]
    THINKING = "thinking"  # take your time
    ACKNOWLEDGE = "acknowledge"  # thanks for an answer, neutral in Real
    DONT_KNOW = "dont_know"  # that is all right, we go on
    SKIP = "skip"
    SMALL_TALK = "small_talk"  # answers briefly, leads back
    COMFORT = "comfort"  # distress: calm, offers a moment, skipping, or stopping
    GAMING = "gaming"  # an attempt to talk the interviewer into something: declined politely
    CODE_PASSED = "code_passed"  # [passed, total]
    CODE_FAILED = "code_failed"  # [passed, total, verdict]
    CODE_TROUBLE = "code_trouble"  # the runner failed: not the candidate's fault
    KEEP_CODING = "keep_coding"  # heard what was said while coding; the editor is theirs
    CODE_TALK = "code_talk"  # [question] asks about the code just submitted
    FIVE_MINUTES = "five_minutes"  # [minutes_left]
    NUDGE = "nudge"  # long silence: still there? take your time
    CLOSE = "close"  # goodbye after the last question
    LAST_WORDS = "last_words"  # the time is over: finish and send the sentence you are in
    TIME_UP = "time_up"  # goodbye because the time is over
    AFTER_CLOSE = "after_close"  # something was said after the goodbye


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """What to choose by. `asked_before`: ids, oldest first. `count` None: as many as `minutes` holds.

    `own` are the questions of the company that asks: where one fits as well as the bank's, it comes first.
    `level` (junior, mid, senior, lead; "" unknown), `job_description` and `asked_texts` (asked before, oldest
    first) are for engines that write questions.
    """

    role: str
    kind: Kind
    difficulty: Difficulty
    minutes: int
    skills: tuple[str, ...] = ()
    language: str = "python"
    asked_before: tuple[str, ...] = ()
    count: int | None = None
    seed: int = 0
    own: tuple[Question, ...] = ()
    level: str = ""
    job_description: str = ""
    asked_texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the conversation so far. `speaker` is "interviewer", "candidate", or "note" for a remark."""

    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class UnderstandRequest:
    """`waiting_for` is the text last asked; `has_code` whether the question comes with an editor."""

    text: str
    question: Question
    waiting_for: str = ""
    has_code: bool = False
    history: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class SayRequest:
    """`seed` names the interview, `turn` counts its interviewer lines: same request, same words.

    `seconds` is what the turn has left for it: whoever needs longer finds words in another way. `session` is the
    interview's that the cost is counted on.
    """

    move: Move
    mode: Mode
    slots: dict[str, str] = field(default_factory=dict)
    locale: str = "en"
    seed: int = 0
    turn: int = 0
    history: tuple[Line, ...] = ()
    role: str = ""
    session: int = 0
    seconds: float | None = None


Heard = Callable[[str], Awaitable[None]]
"""Is told each piece of a line as it comes, before the line is whole; what is returned in the end counts."""


class Outcome(StrEnum):
    """How a question ended."""

    ANSWERED = "answered"
    DONT_KNOW = "dont_know"
    SKIPPED = "skipped"
    LEFT = "left"  # reached and left without an answer: counts 0
    NOT_REACHED = "not_reached"  # for lack of time: left out
    WITHHELD = "withheld"  # answered, but could not be evaluated: left out


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """`answers` is all that was said to the question, in order: only what stands there is ever quoted."""

    question: Question
    outcome: Outcome
    evaluation: Evaluation | None = None
    code: CodeResult | None = None
    hints_used: int = 0
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConcludeRequest:
    role: str
    kind: Kind
    difficulty: Difficulty
    mode: Mode
    answered: tuple[AnsweredQuestion, ...]
    locale: str = "en"
    session: int = 0


@dataclass(frozen=True, slots=True)
class PracticeQuestion:
    """A question of the bank as it is offered: `text` is its beginning, or its problem's title."""

    id: str
    text: str
    kind: Kind
    difficulty: Difficulty


@dataclass(frozen=True, slots=True)
class PracticeItem:
    """One thing to practise. `lost` are points of its skill, `missed` key points, the weightiest first."""

    skill: str
    text: str
    lost: float
    missed: tuple[str, ...]
    questions: tuple[PracticeQuestion, ...]


@dataclass(frozen=True, slots=True)
class Conclusion:
    """Feedback over the whole interview. `practise` are skills, weakest first; `items` what to practise on."""

    overall_feedback: str
    strengths: tuple[str, ...] = ()
    weaknesses: tuple[str, ...] = ()
    recommendations: tuple[str, ...] = ()
    practise: tuple[str, ...] = ()
    items: tuple[PracticeItem, ...] = ()
    engine: str = ""
    model: str = ""


class Engine(Protocol):
    """Plans questions, understands, judges, words and concludes. See the module for deadlines and errors."""

    name: str

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def plan(self, request: PlanRequest) -> tuple[Question, ...]: ...

    async def prepare(self, question: Question) -> None:
        """The question has been asked: whatever its judgement needs beforehand may be made now. Never raises."""
        ...

    async def understand(self, request: UnderstandRequest) -> Understanding: ...

    async def evaluate(self, request: EvaluationRequest, *, deadline: float) -> Evaluation: ...

    async def say(self, request: SayRequest, *, heard: Heard | None = None) -> str:
        """One that has the words at once need not tell `heard` of them."""
        ...

    async def conclude(self, request: ConcludeRequest) -> Conclusion: ...
