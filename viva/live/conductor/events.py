"""What happens to the conductor, and what it wants done. `at` is in seconds since the beginning."""

from __future__ import annotations

from dataclasses import dataclass, field

from viva.ai.engines.base import Move, Outcome
from viva.ai.types import CodeResult, Difficulty, Evaluation, Intent


@dataclass(frozen=True, slots=True)
class Begin:
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class Said:
    """The candidate wrote or spoke. Several messages in a row are one utterance."""

    text: str
    at: float


@dataclass(frozen=True, slots=True)
class Understood:
    """The answer to `Understand`."""

    text: str
    intent: Intent
    at: float


@dataclass(frozen=True, slots=True)
class Evaluated:
    """The answer to `Evaluate`; None where the evaluation failed or came too late. `code` as it was judged, with
    what was found out about it meanwhile."""

    evaluation: Evaluation | None
    at: float
    code: CodeResult | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """The answer to `Choose`: where `exchanged`, the script has the other question in the place of the planned."""

    at: float
    exchanged: bool = False


@dataclass(frozen=True, slots=True)
class HintAsked:
    at: float


@dataclass(frozen=True, slots=True)
class CodeJudged:
    """A submission was judged. `trouble`: the runner failed, which is never the candidate's fault."""

    code: CodeResult
    at: float
    trouble: bool = False


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has passed. `silent_for`: seconds since the candidate last did anything."""

    at: float
    silent_for: float = 0.0


Event = Begin | Said | Understood | Evaluated | Chosen | HintAsked | CodeJudged | Tick


@dataclass(frozen=True, slots=True)
class Understand:
    """Ask the engine what this utterance is; answered by `Understood`."""

    text: str


@dataclass(frozen=True, slots=True)
class Evaluate:
    """Ask the engine to judge the current question's answers so far; answered by `Evaluated`."""

    answers: tuple[str, ...]
    hints_used: int
    code: CodeResult | None


@dataclass(frozen=True, slots=True)
class Choose:
    """Find a question of `difficulty` for the place of question `index`, like it in kind and skill and taking at
    most `minutes`; answered by `Chosen`."""

    index: int
    difficulty: Difficulty
    minutes: int


@dataclass(frozen=True, slots=True)
class Say:
    """One line of the interviewer. `kind` is the message's kind, `index` the question it belongs to."""

    move: Move
    turn: int
    index: int
    kind: str = "text"
    slots: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Record:
    """Store what is known of question `index`: its words, code, hints, outcome and, if any, its judgement."""

    index: int
    outcome: Outcome
    answers: tuple[str, ...]
    hints_used: int
    seconds: float
    code: CodeResult | None = None
    evaluation: Evaluation | None = None


Effect = Understand | Evaluate | Choose | Say | Record
