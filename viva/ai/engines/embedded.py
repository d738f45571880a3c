"""The engine inside the package: question bank, rules, lines and the local grader; no network, no key."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from viva.ai.bank.loader import load_bank
from viva.ai.bank.select import select_questions
from viva.ai.dialogue.lines import FALLBACK as LINES
from viva.ai.dialogue.lines import load_lines, say
from viva.ai.dialogue.rules import load_rules
from viva.ai.dialogue.signs import Shares, Weighable
from viva.ai.dialogue.template import MissingSlotError
from viva.ai.dialogue.understanding import decide, is_open, to_weigh, understand_by_rules
from viva.ai.engines.base import (
    ConcludeRequest,
    Conclusion,
    EngineError,
    Heard,
    PlanRequest,
    SayRequest,
    UnderstandRequest,
)
from viva.ai.feedback.conclude import ENGINE, conclude
from viva.ai.feedback.phrases import FALLBACK as PHRASES
from viva.ai.feedback.phrases import load_phrases
from viva.ai.grading.errors import GradingError
from viva.ai.grading.pool import GraderPool
from viva.ai.profile.skills import bank_skills_of
from viva.ai.types import Evaluation, EvaluationRequest, Question, Understanding

log = logging.getLogger(__name__)

# Any plain sentence will do: it is the question's own side that is worked out and kept.
SOMETHING = "I would first look at what is needed here and then decide how to go about it."
PREPARE_SECONDS = 10.0
# Of a turn's 8 (VIVA_ENGINE_SECONDS): an utterance is weighed in a few ms, behind at most one answer per process.
WEIGH_SECONDS = 3.0
# With a second core a second process judges (about 220 MB more): two answers that come together do not queue.
GRADERS = min(2, os.cpu_count() or 1)


class Grader(Protocol):
    """What the engine needs of `viva.ai.grading.pool.GraderPool`."""

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def grade(
        self, request: EvaluationRequest, *, deadline: float, in_advance: bool = False
    ) -> Evaluation: ...

    async def weigh(self, utterances: Sequence[Weighable], *, deadline: float) -> list[Shares]: ...


class EmbeddedEngine:
    """`bank_loader` gives the questions to choose from, `grader` judges answers; by default the package's own."""

    name = ENGINE

    def __init__(
        self, *, bank_loader: Callable[[], Iterable[Question]] = load_bank, grader: Grader | None = None
    ) -> None:
        self._load_bank = bank_loader
        self._grader = grader or GraderPool(workers=GRADERS)
        self._prepared: set[str] = set()

    async def start(self) -> None:
        """Start the grader, and read rules and words now rather than in the middle of a turn."""
        await asyncio.gather(self._grader.start(), asyncio.to_thread(_read_words))

    async def stop(self) -> None:
        await self._grader.stop()

    async def plan(self, request: PlanRequest) -> tuple[Question, ...]:
        """In a thread, since the first call reads the bank. Raises `EngineError` if there is no question."""
        questions = await asyncio.to_thread(self._choose, request)
        if not questions:
            raise EngineError("the question bank is empty")
        return questions

    async def prepare(self, question: Question) -> None:
        """Have the grader read the question's key points before the first answer comes, which then waits less."""
        if not question.id or not question.key_points or question.id in self._prepared:
            return
        self._prepared.add(question.id)
        try:
            request = EvaluationRequest(question, (SOMETHING,))
            at_once = [
                self._grader.grade(request, deadline=PREPARE_SECONDS, in_advance=True) for _ in range(GRADERS)
            ]
            await asyncio.gather(*at_once)  # asked together, each grading process takes one
        except GradingError:
            self._prepared.discard(question.id)

    async def understand(self, request: UnderstandRequest) -> Understanding:
        """By rules here; what they leave open is weighed where the encoder is. Too late, or failed: rules."""
        ruled = understand_by_rules(request)
        if not is_open(request, ruled):
            return ruled
        try:
            utterances = to_weigh(request, ruled)
            return decide(request, utterances, await self._grader.weigh(utterances, deadline=WEIGH_SECONDS))
        except GradingError as error:
            log.warning("an utterance was read by rules alone (%s)", error.code)
            return ruled

    async def evaluate(self, request: EvaluationRequest, *, deadline: float) -> Evaluation:
        try:
            return await self._grader.grade(request, deadline=deadline)
        except GradingError as error:
            raise EngineError(str(error), retryable=error.retryable) from error

    async def say(self, request: SayRequest, *, heard: Heard | None = None) -> str:
        try:
            return say(request)
        except MissingSlotError as error:
            raise EngineError(str(error)) from error

    async def conclude(self, request: ConcludeRequest) -> Conclusion:
        return conclude(request)

    def _choose(self, request: PlanRequest) -> tuple[Question, ...]:
        return select_questions(
            self._load_bank(),
            role=request.role,
            skills=bank_skills_of(request.skills),
            kind=request.kind,
            difficulty=request.difficulty,
            minutes=request.minutes,
            count=request.count,
            asked_before=request.asked_before,
            seed=request.seed,
            own=request.own,
        )


def _read_words() -> None:
    load_rules()
    load_lines(LINES)
    load_phrases(PHRASES)
