"""The engine of a language model: it gives what the model gives, and where that fails, what the embedded does."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

from viva.ai.engines.base import (
    ConcludeRequest,
    Conclusion,
    Engine,
    EngineError,
    Heard,
    PlanRequest,
    SayRequest,
    UnderstandRequest,
)
from viva.ai.engines.llm.asking import Asker
from viva.ai.engines.llm.concluding import conclude
from viva.ai.engines.llm.config import ModelConfig
from viva.ai.engines.llm.failures import ModelFailure
from viva.ai.engines.llm.judging import judge, seed_of, temperature_of
from viva.ai.engines.llm.moves import worded
from viva.ai.engines.llm.planning import write_questions
from viva.ai.engines.llm.probe import Found, probe
from viva.ai.engines.llm.prompts import load_prompt
from viva.ai.engines.llm.spending import CallRecord, Ledger
from viva.ai.engines.llm.verdict import ENGINE, evaluate
from viva.ai.engines.llm.wording import word
from viva.ai.grading.code_answers import tested
from viva.ai.grading.reading import Reading, read_answers
from viva.ai.types import Evaluation, EvaluationRequest, Made, Question, Understanding

log = logging.getLogger(__name__)

KEPT_BACK = 0.5
"""Seconds of a deadline that the model does not get: what is stored and sent after it needs them."""


class LanguageModelEngine:
    """`embedded` understands what is said, and steps in for the model. `ledger` counts what is spent."""

    name = ENGINE

    def __init__(self, config: ModelConfig, *, embedded: Engine, ledger: Ledger) -> None:
        self.config = config
        self.asker = Asker(config, ledger)
        self.found: Found | None = None
        self.embedded = embedded
        self._probing: asyncio.Task[Found] | None = None

    async def start(self) -> None:
        """The embedded engine; the server is looked at beside it, so that a slow one keeps nobody waiting."""
        self._probing = asyncio.create_task(self.look())
        await self.embedded.start()

    async def stop(self) -> None:
        if self._probing:
            self._probing.cancel()
            await asyncio.gather(self._probing, return_exceptions=True)
        await self.asker.close()
        await self.embedded.stop()

    async def look(self) -> Found:
        """Find out anew what the server can do."""
        self.found = await probe(self.asker)
        if self.found.failure:
            log.warning(
                "the language model does not answer (%s): the embedded engine stands in", self.found.failure
            )
        return self.found

    async def plan(self, request: PlanRequest) -> tuple[Question, ...]:
        chosen = await self.embedded.plan(request)
        version = load_prompt("plan").version
        try:
            async with self.asker.call("plan", seconds=self.config.seconds.plan, prompt_version=version) as call:
                return await write_questions(call, request, chosen)
        except ModelFailure as failure:
            self._stand_in("plan", failure)
            return chosen

    async def prepare(self, question: Question) -> None:
        await self.embedded.prepare(question)

    async def understand(self, request: UnderstandRequest) -> Understanding:
        """By rules: at once, tested, and not to be talked round."""
        return await self.embedded.understand(request)

    async def say(self, request: SayRequest, *, heard: Heard | None = None) -> str:
        move = worded(request)
        if move is None:
            return await self._written(request, heard)
        left = self.config.seconds.say if request.seconds is None else request.seconds - KEPT_BACK
        try:
            async with self.asker.call(
                "say",
                seconds=min(self.config.seconds.say, left),
                prompt_version=load_prompt("say").version,
                session=request.session,
                line=request.turn,
            ) as call:
                return await word(call, request, move, most_history=self.config.history_chars, heard=heard)
        except ModelFailure as failure:
            self._stand_in("say", failure)
            return await self.embedded.say(request)

    async def _written(self, request: SayRequest, heard: Heard | None) -> str:
        """Heard whole: a line of the model's may be on its way after it."""
        line = await self.embedded.say(request)
        if heard:
            await heard(line)
        return line

    async def evaluate(self, request: EvaluationRequest, *, deadline: float) -> Evaluation:
        """Both judge side by side. The embedded judgement bounds the model's, or stands where there is none.

        Raises EngineError where neither could judge: no score is made up.
        """
        beside = asyncio.create_task(self.embedded.evaluate(request, deadline=deadline))
        try:
            reading = await asyncio.to_thread(read_answers, request.answers, request.question.text)
            if not _has_words(reading):
                return await beside
            return await self._judged(request, reading, beside, deadline=deadline)
        finally:
            beside.cancel()

    async def _judged(
        self, request: EvaluationRequest, reading: Reading, beside: asyncio.Task[Evaluation], *, deadline: float
    ) -> Evaluation:
        samples, record = self.config.samples, CallRecord("judge")
        version = load_prompt("judge").version
        left = deadline if request.seconds is None else min(deadline, request.seconds)
        try:
            async with self.asker.call(
                "judge",
                seconds=min(self.config.seconds.judge, left - KEPT_BACK),
                prompt_version=version,
                session=request.session,
            ) as call:
                record = call.record
                verdicts = await judge(call, request, samples=samples, sceptic=self.config.sceptic)
        except ModelFailure as failure:
            self._stand_in("judge", failure)
            made = _made(record, fallback=failure.cause)
            return replace(await beside, made=made)
        embedded = await _or_none(beside)
        if embedded is None and tested(request.code) is not None:
            raise EngineError("the code was not judged", retryable=True)
        made = replace(
            _made(record),
            temperature=temperature_of(samples) if self.asker.dialect.temperature else None,
            seed=seed_of(request) if self.asker.dialect.seed else None,
            samples=samples,
        )
        evaluation = await asyncio.to_thread(evaluate, request, verdicts, reading, embedded)
        return replace(evaluation, model=record.model, prompt_version=version, made=made)

    async def conclude(self, request: ConcludeRequest) -> Conclusion:
        beside = await self.embedded.conclude(request)
        if not any(item.answers for item in request.answered):
            return beside
        try:
            async with self.asker.call(
                "conclude",
                seconds=self.config.seconds.conclude,
                prompt_version=load_prompt("conclude").version,
                session=request.session,
            ) as call:
                return await conclude(call, request, beside)
        except ModelFailure as failure:
            self._stand_in("conclude", failure)
            return beside

    def _stand_in(self, kind: str, failure: ModelFailure) -> None:
        log.warning("the language model gave nothing to %s (%s): the embedded engine does", kind, failure.cause)


def _has_words(reading: Reading) -> bool:
    """Whether there is anything for a model to judge: not nothing, keys in a row, or the question again."""
    return not (reading.blank or reading.gibberish or reading.echo) and bool(reading.judged or reading.salad)


async def _or_none(beside: asyncio.Task[Evaluation]) -> Evaluation | None:
    try:
        return await beside
    except EngineError as error:
        log.warning("the embedded grader failed beside the language model (%s)", type(error).__name__)
        return None


def _made(record: CallRecord, *, fallback: str = "") -> Made:
    return Made(
        prompt_tokens=record.prompt_tokens,
        completion_tokens=record.completion_tokens,
        latency_ms=record.latency_ms,
        fallback=fallback,
    )
