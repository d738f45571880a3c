"""Engines with a fault, named by `VIVA_ENGINE` to a real server."""

from __future__ import annotations

import asyncio
from pathlib import Path

from django.conf import settings

from viva.ai.bank import load_bank
from viva.ai.engines.base import ConcludeRequest, Conclusion, Heard, Move, PlanRequest, SayRequest
from viva.ai.engines.embedded import EmbeddedEngine
from viva.ai.engines.scripted import evaluation
from viva.ai.types import Difficulty, Evaluation, EvaluationRequest, Kind, Question

SLOW_SECONDS = 1.5


class FaultyEngine(EmbeddedEngine):
    """As shipped, but the judgement of an answer that says "hang" never comes, of one with "slow" late."""

    async def evaluate(self, request: EvaluationRequest, *, deadline: float) -> Evaluation:
        if any("hang" in answer for answer in request.answers):
            await asyncio.Event().wait()
        if any("slow motion" in answer for answer in request.answers):
            await asyncio.sleep(SLOW_SECONDS)
        return await super().evaluate(request, deadline=deadline)


class UnhurriedEngine(EmbeddedEngine):
    """As shipped, but it takes its time over the feedback, so that a completion can be caught in the middle."""

    async def conclude(self, request: ConcludeRequest) -> Conclusion:
        await asyncio.sleep(SLOW_SECONDS)
        return await super().conclude(request)


class HeldEngine(EmbeddedEngine):
    """Three medium questions of one skill, every answer strong; the second question is not asked while a file
    `hold` lies in the data folder: what it would have asked is written into `held`."""

    async def plan(self, request: PlanRequest) -> tuple[Question, ...]:
        bank = [each for each in load_bank() if (each.kind, each.skills[:1]) == (Kind.TECHNICAL, ("security",))]
        return tuple(each for each in bank if each.difficulty is Difficulty.MEDIUM)[:3]

    async def evaluate(self, request: EvaluationRequest, *, deadline: float) -> Evaluation:
        return evaluation(9.5)

    async def say(self, request: SayRequest, *, heard: Heard | None = None) -> str:
        folder = Path(settings.VIVA_DATA_DIR)
        if request.move is Move.ASK and request.slots["order"] == "2" and (folder / "hold").exists():
            (folder / "held").write_text(request.slots["question"])
            await asyncio.Event().wait()
        return await super().say(request, heard=heard)
