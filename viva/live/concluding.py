"""The feedback on an interview: the engine's words, else the embedded engine's; outside any transaction."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

from django.conf import settings

from viva.ai.bank.loader import BankError, load_bank
from viva.ai.engines.base import ConcludeRequest, Conclusion, Mode, PracticeItem
from viva.ai.feedback.conclude import conclude
from viva.ai.feedback.practise import things_to_practise
from viva.ai.feedback.scores import score_interview
from viva.ai.types import Difficulty, Kind
from viva.core.realtime.database import in_database, write_in_database
from viva.interviews.services.completion import rewrite_feedback
from viva.live.own_models import engine_of
from viva.live.services.closing import Closing, read_closed

log = logging.getLogger(__name__)


async def conclude_from(closing: Closing) -> Conclusion:
    """Within VIVA_ENGINE_SECONDS; without words where people judge alone.

    What to practise is the same whichever engine wrote the words.
    """
    if not closing.use_ai:
        return Conclusion(overall_feedback="")
    request = ConcludeRequest(
        role=closing.role,
        kind=Kind(closing.plan.kind),
        difficulty=Difficulty(closing.plan.difficulty),
        mode=Mode(closing.plan.script.mode),
        answered=closing.answered,
        session=closing.session_id,
    )
    conclusion = await _worded(request)
    return replace(conclusion, items=await asyncio.to_thread(_items, request))


async def _worded(request: ConcludeRequest) -> Conclusion:
    try:
        engine = await engine_of(session_id=request.session)
        return await asyncio.wait_for(engine.conclude(request), settings.VIVA_ENGINE_SECONDS)
    except Exception as error:
        log.warning("the engine's feedback failed (%s): the embedded one writes it", type(error).__name__)
        return conclude(request)


def _items(request: ConcludeRequest) -> tuple[PracticeItem, ...]:
    """In a thread, since the first call reads the bank. A bank that cannot be read costs no result."""
    try:
        return things_to_practise(request, load_bank())
    except BankError as error:
        log.warning("no questions to practise (%s)", type(error).__name__)
        return ()


async def conclude_anew(response_id: int) -> None:
    """Write the feedback again, once the last judgement that a completed interview was owed has come."""
    closing = await in_database(read_closed, response_id)
    if closing is None:
        return
    conclusion, scores = await conclude_from(closing), score_interview(closing.answered)
    await write_in_database(rewrite_feedback, closing.interview_id, conclusion=conclusion, scores=scores)
