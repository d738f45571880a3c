"""Completing a live interview: one way for the page, the API, the portal and the clock. Twice changes nothing.

First what waits is answered, then what could not be judged is judged once more, then the feedback is written;
all of that outside any transaction. One short transaction stores the end.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

from django.conf import settings

from viva.ai.engines.base import ConcludeRequest, Conclusion, Mode, Outcome
from viva.ai.feedback.conclude import conclude
from viva.ai.feedback.scores import score_interview
from viva.ai.types import Difficulty, EvaluationRequest, Kind
from viva.core.realtime.database import in_database
from viva.live.driver import evaluate
from viva.live.providers import get_engine
from viva.live.publish import publish_completed
from viva.live.runs import run_runner
from viva.live.services.completion import Closing, Judged, finish_session, read_closing, store_judged
from viva.live.turns import runner

log = logging.getLogger(__name__)

# Longest wait in seconds for a turn that is under way when *Complete interview* is pressed.
DRAIN_SECONDS = 15.0


async def complete_session(session_id: int) -> bool:
    """Complete the session's interview; False where it was completed (or cancelled) before."""
    runner.wake(session_id)
    await runner.drain(session_id, timeout=DRAIN_SECONDS)
    await run_runner.drain(session_id, timeout=DRAIN_SECONDS)
    closing = await in_database(read_closing, session_id)
    if closing is None:
        return False
    closing = await _judge_the_rest(closing)
    conclusion = await _conclude(closing)
    scores = score_interview(closing.answered)
    completed = await in_database(finish_session, closing, conclusion=conclusion, scores=scores)
    if completed:
        runner.forget(session_id)
        await publish_completed(session_id)
    return completed


async def _judge_the_rest(closing: Closing) -> Closing:
    """Judge what was answered and not judged yet: code that was being worked on, an engine that had failed."""
    answered = list(closing.answered)
    for waiting in closing.waiting:
        current = answered[waiting.index]
        evaluation = await evaluate(
            EvaluationRequest(
                question=current.question,
                answers=waiting.answers,
                code=current.code,
                hints_used=current.hints_used,
            )
        )
        outcome = Outcome.ANSWERED if evaluation else Outcome.WITHHELD
        await in_database(store_judged, Judged(waiting, outcome, evaluation))
        answered[waiting.index] = replace(current, outcome=outcome, evaluation=evaluation)
    return replace(closing, answered=tuple(answered))


async def _conclude(closing: Closing) -> Conclusion:
    request = ConcludeRequest(
        role=closing.role,
        kind=Kind(closing.plan.kind),
        difficulty=Difficulty(closing.plan.difficulty),
        mode=Mode(closing.plan.script.mode),
        answered=closing.answered,
    )
    try:
        return await asyncio.wait_for(get_engine().conclude(request), settings.VIVA_ENGINE_SECONDS)
    except Exception as error:
        log.warning("the engine's feedback failed (%s): the embedded one writes it", type(error).__name__)
        return conclude(request)
