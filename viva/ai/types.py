"""The dataclasses that cross the seam of `ai`: what a caller gives and what it gets back.

Scores run from 0 to 10, shares and confidences from 0 to 1. All are immutable and carry no Django.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar


class Kind(StrEnum):
    TECHNICAL = "technical"
    BEHAVIORAL = "behavioral"
    SYSTEM_DESIGN = "system_design"
    CODING = "coding"
    HR = "hr"


class Difficulty(StrEnum):
    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


@dataclass(frozen=True, slots=True)
class KeyPoint:
    """One thing a good answer says, worded otherwise than the expected answer says it."""

    id: str
    text: str
    weight: float = 1.0
    paraphrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question that leads towards the key point `key_point` without naming it."""

    key_point: str
    text: str


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """What somebody might say who is wrong, with the words of one who is right; `why` says what is wrong."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class TestCase:
    """Positional arguments and the value a right solution returns; all JSON values."""

    __test__: ClassVar[bool] = False  # so that pytest does not take it for a test

    args: tuple[Any, ...]
    expected: Any


@dataclass(frozen=True, slots=True)
class WrongSolution:
    """A plausible mistake: `source` fails at least one hidden test, `why` says what it gets wrong."""

    source: str
    why: str
    language: str = "python"


@dataclass(frozen=True, slots=True)
class GrowthInputs:
    """How inputs of the given `sizes` are made: `args` are forms of `viva.ai.bank.growth`."""

    sizes: tuple[int, ...]
    args: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """The code part of a coding question. `hidden` never leaves the server."""

    title: str
    statement: str
    entry_point: str
    starters: dict[str, str]
    samples: tuple[TestCase, ...]
    hidden: tuple[TestCase, ...]
    solutions: dict[str, str] = field(default_factory=dict)
    wrong_solutions: tuple[WrongSolution, ...] = ()
    growth: GrowthInputs | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the bank (or a company's own), with all that is needed to ask and to judge it.

    `hints` is a ladder from a nudge to nearly the way; `clarification` restates the question plainly
    without giving anything away; `minutes` is the expected time. `model_answer` is shown to a candidate
    afterwards; `wrong_answers` are what is known to be wrong: who says the same earns nothing by it and is told
    why, and nobody is shown them.
    """

    id: str
    text: str
    kind: Kind
    difficulty: Difficulty
    expected_answer: str
    roles: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    key_points: tuple[KeyPoint, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    hints: tuple[str, ...] = ()
    clarification: str = ""
    minutes: int = 5
    problem: Problem | None = None
    model_answer: str = ""
    wrong_answers: tuple[WrongAnswer, ...] = ()


class Intent(StrEnum):
    """What a candidate's utterance is, before anything is judged."""

    ANSWER = "answer"
    REPEAT = "repeat"
    CLARIFY = "clarify"
    HINT = "hint"
    TIME = "time"
    THINKING = "thinking"
    DONT_KNOW = "dont_know"
    SKIP = "skip"
    SMALL_TALK = "small_talk"
    DISTRESS = "distress"
    GAMING = "gaming"


@dataclass(frozen=True, slots=True)
class Understanding:
    intent: Intent
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class CodeGrowth:
    """How a solution's time grew with its input, beside the reference's on the same inputs.

    Times in ms of the processor at each of `sizes`; they grow with about `power` (the reference's with about
    `reference_power`) of the size. A power is None where the times are too short or too uneven to tell one.
    `timed_out`: at the last size the solution was stopped, so that its time there would have been longer.
    """

    sizes: tuple[int, ...]
    times: tuple[float, ...]
    reference_times: tuple[float, ...]
    power: float | None = None
    reference_power: float | None = None
    timed_out: bool = False


@dataclass(frozen=True, slots=True)
class CodeResult:
    """The judged code of an answer: how many hidden and sample tests passed out of how many; `growth` None where
    nothing was measured."""

    source: str
    language: str
    passed: int
    total: int
    verdict: str
    growth: CodeGrowth | None = None


@dataclass(frozen=True, slots=True)
class CodeFinding:
    """What makes code hard to read, and in which line (from 1)."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class CodeJudgement:
    """The parts that the score of a code answer was made of, each 0-1; None where one could not be judged.

    `growth_text` says in plain words what `complexity` rests on, "" where nothing was measured.
    """

    tests: float
    complexity: float | None = None
    said: float | None = None
    readability: float | None = None
    growth_text: str = ""
    findings: tuple[CodeFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a key point is met. `quote` stands word for word in the answer, or is None."""

    key_point: str
    text: str
    share: float
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of a rubric: how far the answer shows it (0-1), the sentence that does so word for word (None
    without one), and in plain words what is missing ("" for nothing)."""

    id: str
    text: str
    share: float
    quote: str | None = None
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Metrics:
    clarity: float
    relevance: float
    depth: float
    technical_accuracy: float


@dataclass(frozen=True, slots=True)
class EvaluationRequest:
    """All that was said to one question (follow-ups included, in order) and the last judged code.

    `session` is the interview's that the cost of the judgement is counted on; 0: none. `seconds` is what the turn
    has left for a language model; None: as much as the deadline.
    """

    question: Question
    answers: tuple[str, ...]
    code: CodeResult | None = None
    hints_used: int = 0
    session: int = 0
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """How a judgement was made by a model: what it took, and what would make it again.

    `fallback` says why the embedded engine judged in the model's place, "" where the model did. Tokens count all
    calls of the judgement, those that failed too.
    """

    prompt_tokens: int = 0
    completion_tokens: int = 0
    latency_ms: int = 0
    temperature: float | None = None
    seed: int | None = None
    samples: int = 1
    fallback: str = ""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A judgement of one answer. `score` None means *not assessed* and `reason` says why."""

    score: float | None
    metrics: Metrics | None
    covered: tuple[Coverage, ...] = ()
    missing: tuple[Coverage, ...] = ()
    feedback: str = ""
    confidence: float = 0.0
    needs_review: bool = False
    reason: str = ""
    engine: str = ""
    model: str = ""
    prompt_version: str = ""
    rubric_version: str = ""
    code: CodeJudgement | None = None
    criteria: tuple[Criterion, ...] = ()
    made: Made | None = None
