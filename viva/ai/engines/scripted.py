"""An engine whose every reply is written down beforehand: for the tests of other rooms."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable
from typing import Any, TypeVar, cast

from viva.ai.engines.base import ConcludeRequest, Conclusion, Heard, PlanRequest, SayRequest, UnderstandRequest
from viva.ai.types import (
    Difficulty,
    Evaluation,
    EvaluationRequest,
    Intent,
    Kind,
    Metrics,
    Question,
    Understanding,
)

Reply = TypeVar("Reply")

DEFAULT_SCORE = 7.0
METHODS = frozenset({"plan", "understand", "evaluate", "say", "conclude"})


class Hang:
    """A scripted reply that never comes: the caller's deadline has to end it."""


class Delay:
    """A scripted reply that comes after `seconds`; without `reply`, the default one."""

    def __init__(self, seconds: float, reply: Any = None) -> None:
        self.seconds = seconds
        self.reply = reply


class ScriptedEngine:
    """Replies from its script, else with a default; `calls` holds every (method, request) in order.

    `script(method, *replies)` queues what the next calls of a method give: a reply, an exception to raise,
    `Hang()` or `Delay(...)`. Beside the queues, `understandings` (by text), `scores` (by the last answer) and
    `questions` set what the defaults are: ANSWER, 7.0 and three questions.
    """

    name = "scripted"

    def __init__(
        self,
        *,
        questions: Iterable[Question] = (),
        understandings: dict[str, Intent] | None = None,
        scores: dict[str, float | None] | None = None,
    ) -> None:
        self.questions = tuple(questions) or default_questions()
        self.understandings = understandings or {}
        self.scores = scores or {}
        self.calls: list[tuple[str, Any]] = []
        self.running = False
        self._queues: dict[str, deque[Any]] = {}

    def script(self, method: str, *replies: Any) -> None:
        """Queue replies. Raises ValueError for a method that the protocol does not have."""
        if method not in METHODS:
            raise ValueError(f"{method!r} is none of {sorted(METHODS)}")
        self._queues.setdefault(method, deque()).extend(replies)

    def requests(self, method: str) -> list[Any]:
        return [request for called, request in self.calls if called == method]

    async def start(self) -> None:
        self.running = True

    async def stop(self) -> None:
        self.running = False

    async def plan(self, request: PlanRequest) -> tuple[Question, ...]:
        return await self._reply("plan", request, self.questions[: request.count])

    async def prepare(self, question: Question) -> None:
        """Nothing to make."""

    async def understand(self, request: UnderstandRequest) -> Understanding:
        intent = self.understandings.get(request.text, Intent.ANSWER)
        return await self._reply("understand", request, Understanding(intent))

    async def evaluate(self, request: EvaluationRequest, *, deadline: float) -> Evaluation:
        said = request.answers[-1] if request.answers else ""
        return await self._reply("evaluate", request, evaluation(self.scores.get(said, DEFAULT_SCORE)))

    async def say(self, request: SayRequest, *, heard: Heard | None = None) -> str:
        slots = " ".join(f"{name}={value}" for name, value in sorted(request.slots.items()))
        return await self._reply("say", request, f"{request.move}: {slots}".rstrip(": "))

    async def conclude(self, request: ConcludeRequest) -> Conclusion:
        conclusion = Conclusion(overall_feedback="Scripted feedback.", engine=self.name)
        return await self._reply("conclude", request, conclusion)

    async def _reply(self, method: str, request: Any, default: Reply) -> Reply:
        self.calls.append((method, request))
        queue = self._queues.get(method)
        scripted = queue.popleft() if queue else None
        if isinstance(scripted, Delay):
            await asyncio.sleep(scripted.seconds)
            scripted = scripted.reply
        if isinstance(scripted, Hang):
            await asyncio.Event().wait()
        if isinstance(scripted, BaseException):
            raise scripted
        return default if scripted is None else cast(Reply, scripted)


def evaluation(score: float | None) -> Evaluation:
    """An evaluation with all metrics at `score`; None gives one that is not assessed."""
    if score is None:
        return Evaluation(score=None, metrics=None, reason="scripted", engine=ScriptedEngine.name)
    metrics = Metrics(clarity=score, relevance=score, depth=score, technical_accuracy=score)
    return Evaluation(score=score, metrics=metrics, confidence=1.0, engine=ScriptedEngine.name)


def default_questions() -> tuple[Question, ...]:
    return tuple(
        Question(
            id=f"scripted-{number}",
            text=f"Scripted question {number}?",
            kind=Kind.TECHNICAL,
            difficulty=Difficulty.MEDIUM,
            expected_answer=f"Scripted answer {number}.",
            skills=("scripts",),
            hints=("First hint.", "Second hint."),
            clarification=f"Scripted clarification {number}.",
        )
        for number in (1, 2, 3)
    )
