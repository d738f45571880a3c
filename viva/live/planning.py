"""Choosing an interview's questions through the engine."""

from __future__ import annotations

import secrets

from viva.ai.engines.base import PlanRequest
from viva.ai.types import Difficulty, Kind, Question
from viva.live.providers import get_engine
from viva.live.services.sessions import PracticeChoice


async def plan_questions(choice: PracticeChoice, *, asked: tuple[str, ...]) -> tuple[Question, ...]:
    """The questions of a practice interview; `asked` are the ids asked before, oldest first."""
    request = PlanRequest(
        role=choice.role,
        kind=Kind(choice.kind),
        difficulty=Difficulty(choice.difficulty),
        minutes=choice.minutes,
        skills=choice.skills,
        language=choice.language,
        asked_before=asked,
        seed=secrets.randbelow(2**31),
    )
    return await get_engine().plan(request)
