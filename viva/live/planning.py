"""Choosing an interview's questions through the engine."""

from __future__ import annotations

import asyncio
import secrets

from django.utils.translation import gettext as _

from viva.ai.bank.loader import load_bank
from viva.ai.engines.base import PlanRequest
from viva.ai.types import Difficulty, Kind, Question
from viva.core.errors import StateForbids
from viva.interviews.selectors import NOTHING, Asked
from viva.live.own_models import engine_of
from viva.live.providers import get_engine
from viva.live.services.creating import Wanted
from viva.live.services.sessions import PracticeChoice


async def plan_questions(choice: PracticeChoice, *, asked: Asked) -> tuple[Question, ...]:
    """The questions of a practice interview; `asked` were asked before."""
    if choice.questions:
        return await asyncio.to_thread(_named, choice.questions)
    request = PlanRequest(
        role=choice.role,
        kind=Kind(choice.kind),
        difficulty=Difficulty(choice.difficulty),
        minutes=choice.minutes,
        skills=choice.skills,
        level=choice.level,
        language=choice.language,
        asked_before=asked.ids,
        asked_texts=asked.texts,
        seed=secrets.randbelow(2**31),
    )
    return await get_engine().plan(request)


def _named(ids: tuple[str, ...]) -> tuple[Question, ...]:
    """Of the bank, in their order. In a thread, since the first call reads it."""
    known = load_bank().by_id
    return tuple(known[each] for each in ids if each in known)


async def plan_wanted(wanted: Wanted, *, asked: Asked = NOTHING) -> tuple[Question, ...]:
    """Exactly `wanted.total` questions. Raises StateForbids where the engine has fewer."""
    request = PlanRequest(
        role=wanted.job_role,
        kind=Kind(wanted.interview_type),
        difficulty=Difficulty(wanted.difficulty),
        minutes=wanted.minutes,
        skills=wanted.skills,
        language=wanted.language,
        asked_before=asked.ids,
        asked_texts=asked.texts,
        level=wanted.setting.job.seniority if wanted.setting.job else "",
        job_description=wanted.setting.job_description,
        count=wanted.total,
        seed=secrets.randbelow(2**31),
        own=wanted.own,
    )
    company = wanted.setting.company
    engine = await engine_of(company_id=company.pk if company else None)
    questions = await engine.plan(request)
    if len(questions) < wanted.total:
        raise StateForbids(_("Only %(count)d questions could be generated.") % {"count": len(questions)})
    return questions[: wanted.total]
