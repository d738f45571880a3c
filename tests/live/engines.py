"""Engines with a fault, named by `VIVA_ENGINE` to a real server."""

from __future__ import annotations

import asyncio

from viva.ai.engines.base import ConcludeRequest, Conclusion
from viva.ai.engines.embedded import EmbeddedEngine
from viva.ai.types import Evaluation, EvaluationRequest

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
