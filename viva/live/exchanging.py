"""Finding the harder or easier question that the conductor asks for. The same turn finds the same one."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass

from django.conf import settings

from viva.ai.bank import load_bank
from viva.ai.bank.exchange import exchange_for
from viva.ai.types import Question
from viva.core.realtime.database import in_database
from viva.interviews.models import Interview
from viva.interviews.own_questions import own_bank
from viva.interviews.selectors import asked_before
from viva.live.conductor.events import Choose
from viva.live.scripts import Plan

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the choice depends on beside the plan: the company's own questions, and what was asked in practice."""

    own: tuple[Question, ...]
    asked: tuple[str, ...]


async def find_exchange(interview: Interview, plan: Plan, choose: Choose) -> Question | None:
    """None where there is no such question, or it could not be found in time: then the planned one is asked."""
    try:
        known = await in_database(_read, interview)
        finding = asyncio.to_thread(_find, interview, plan, choose, known)
        return await asyncio.wait_for(finding, settings.VIVA_ENGINE_SECONDS)
    except Exception as error:
        log.warning("no question could be looked for (%s): the planned one is asked", type(error).__name__)
        return None


def _read(interview: Interview) -> _Known:
    if interview.company_id is not None:
        return _Known(own_bank(interview.company), ())
    return _Known((), asked_before(interview.user, until=interview.created_at).ids)


def _find(interview: Interview, plan: Plan, choose: Choose, known: _Known) -> Question | None:
    return exchange_for(
        (*known.own, *load_bank()),
        planned=plan.questions[choose.index],
        difficulty=choose.difficulty,
        minutes=choose.minutes,
        role=plan.script.role,
        taken={question.id for question in plan.questions},
        asked_before=known.asked,
        seed=interview.pk,
    )
