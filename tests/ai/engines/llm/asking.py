"""Requests to ask an engine with, what the embedded engine says to them, and a breaker's clock and failures."""

from __future__ import annotations

from typing import Any

from viva.ai.engines.base import AnsweredQuestion, ConcludeRequest, Line, Mode, Move, Outcome, SayRequest
from viva.ai.engines.llm.breaker import Breaker
from viva.ai.engines.llm.engine import LanguageModelEngine
from viva.ai.engines.llm.failures import Cause, ModelFailure
from viva.ai.engines.llm.spending import CallRecord, MemoryLedger
from viva.ai.engines.scripted import evaluation
from viva.ai.types import Difficulty, EvaluationRequest, FollowUp, KeyPoint, Kind, Question

ASKED = "How does an index make a query faster?"
QUESTION = Question(
    id="index",
    text=ASKED,
    kind=Kind.TECHNICAL,
    difficulty=Difficulty.MEDIUM,
    expected_answer="The-expected-answer: a sorted structure is searched instead of reading every row.",
    key_points=(
        KeyPoint("sorted", "The index is a sorted structure.", 1.0),
        KeyPoint("scan", "Without it every row is read.", 1.0),
        KeyPoint("cost", "Writes become slower.", 2.0),
    ),
    follow_ups=(FollowUp("cost", "What does it cost?"),),
)
ANSWER = (
    "The index keeps the values in order, so the database can search it like a phone book. "
    "Without one it has to read every row of the table. Writing becomes slower, because the index changes too."
)
SORTED = "keeps the values in order"
SCAN = "it has to read every row"
COST = "Writing becomes slower, because the index changes too"
ALL_MET = {"sorted": ("yes", SORTED), "scan": ("yes", SCAN), "cost": ("yes", COST)}


def answered(*answers: str, **fields: Any) -> EvaluationRequest:
    return EvaluationRequest(QUESTION, answers or (ANSWER,), session=7, **fields)


def ask(**fields: Any) -> SayRequest:
    """The next question, in a conversation that has begun."""
    known: dict[str, Any] = {
        "move": Move.ASK,
        "mode": Mode.PRACTICE,
        "slots": {"question": ASKED, "order": "2", "total": "4"},
        "history": (Line("interviewer", "Tell me about your work."), Line("candidate", "I build data stores.")),
        "seed": 7,
        "turn": 3,
        "session": 7,
    }
    return SayRequest(**{**known, **fields})


def concluded() -> ConcludeRequest:
    """An interview with one answer."""
    item = AnsweredQuestion(QUESTION, Outcome.ANSWERED, evaluation(5.0), answers=("Some words.",))
    return ConcludeRequest("Engineer", Kind.TECHNICAL, Difficulty.EASY, Mode.PRACTICE, (item,))


EMBEDDED_LINE = f"ask: order=2 question={ASKED} total=4"


def records_of(engine: LanguageModelEngine) -> list[CallRecord]:
    ledger = engine.asker.ledger
    assert isinstance(ledger, MemoryLedger)
    return ledger.records


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def failing(breaker: Breaker, times: int, cause: Cause = Cause.SERVER_ERROR) -> None:
    for _ in range(times):
        breaker.enter()
        breaker.leave(ModelFailure(cause))
