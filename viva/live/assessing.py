"""Judging answers given over the API, by the same engine and judge as in the room; outside any transaction.

What cannot be judged within its deadline stays owed as a row, and is taken up again by the clock.
"""

from __future__ import annotations

import asyncio
import logging

from django.conf import settings

from viva.ai.engines.base import UnderstandRequest
from viva.ai.types import CodeResult, Evaluation, EvaluationRequest, Intent, Metrics
from viva.core.realtime.database import in_database, write_in_database
from viva.interviews.enums import Outcome
from viva.live.concluding import conclude_anew
from viva.live.growing import growth_runner
from viva.live.judging import JUDGE_SECONDS, code_result, judge_submission
from viva.live.own_models import engine_of
from viva.live.providers import get_engine
from viva.live.services.assessments import (
    Owed,
    claim_evaluation,
    due_evaluations,
    owed_evaluations,
    put_off,
    read_owed,
    store_assessment,
)
from viva.live.services.turns import JudgedCode

log = logging.getLogger(__name__)

# Longer than this, nobody says no more than "I don't know".
LONGEST_REFUSAL = 200
# How much of its time a judgement may spend on waiting for the growth of a solution; then it does without.
PART_FOR_GROWTH = 0.5
_REFUSALS = {Intent.DONT_KNOW: Outcome.DONT_KNOW, Intent.SKIP: Outcome.SKIPPED}


class RunnerTrouble(Exception):
    """The code could not be run, which is not the candidate's doing: judged later."""


async def assess_answer(response_id: int) -> bool:
    """Judge an answer that has just been submitted, within VIVA_ENGINE_SECONDS; False where it stays owed."""
    return await _assess(response_id, seconds=settings.VIVA_ENGINE_SECONDS)


async def assess_before_completion(session_id: int) -> None:
    """Judge all that the session's interview still waits for, side by side; no longer than one answer may take."""
    waiting = await in_database(owed_evaluations, session_id)
    await asyncio.gather(*(_take(each, only_due=False) for each in waiting))


async def assess_due() -> None:
    """Judge what earlier tries, or a killed process, have left."""
    for response_id in await in_database(due_evaluations):
        await _take(response_id, only_due=True)


async def _take(response_id: int, *, only_due: bool) -> None:
    if await write_in_database(claim_evaluation, response_id, only_due=only_due):
        late = JUDGE_SECONDS if only_due else 0.0
        if await _assess(response_id, seconds=settings.VIVA_ENGINE_SECONDS + late):
            await conclude_anew(response_id)


async def _assess(response_id: int, *, seconds: float) -> bool:
    owed = await in_database(read_owed, response_id)
    if owed is None:
        return False
    try:
        outcome, evaluation, run = await asyncio.wait_for(_judge(owed, seconds=seconds), seconds)
    except Exception as error:
        log.warning("an answer could not be judged (%s): it stays owed", type(error).__name__)
        await write_in_database(put_off, owed)
        return False
    await write_in_database(store_assessment, owed, outcome=outcome, evaluation=evaluation, run=run)
    return True


async def _judge(owed: Owed, *, seconds: float) -> tuple[Outcome, Evaluation, JudgedCode | None]:
    run, code = await _run_code(owed)
    if code is None and (refused := await _refusal(owed)):
        return refused, _nothing_said(refused), None
    if code and owed.submission:
        code = await growth_runner.add_to(
            code,
            session_id=owed.session_id,
            question_id=owed.submission.question_id,
            problem=owed.problem,
            seconds=seconds * PART_FOR_GROWTH,
        )
    request = EvaluationRequest(question=owed.question, answers=owed.answers, code=code, session=owed.session_id)
    engine = await engine_of(session_id=owed.session_id)
    evaluation = await engine.evaluate(request, deadline=seconds)
    return (Outcome.WITHHELD if evaluation.score is None else Outcome.ANSWERED), evaluation, run


async def _run_code(owed: Owed) -> tuple[JudgedCode | None, CodeResult | None]:
    if owed.submission is None or owed.problem is None:
        return None, None
    run = await judge_submission(owed.submission, owed.problem)
    if run.verdict == "IE":
        raise RunnerTrouble
    return run, code_result(owed.submission, run)


async def _refusal(owed: Owed) -> Outcome | None:
    """*I don't know* and the wish to skip are understood as in the room; all else is taken for an answer."""
    text = "\n".join(owed.answers)
    if len(text) > LONGEST_REFUSAL:
        return None
    request = UnderstandRequest(
        text=text,
        question=owed.question,
        waiting_for=owed.asked,
        has_code=owed.question.problem is not None,
    )
    understanding = await get_engine().understand(request)
    return _REFUSALS.get(understanding.intent)


def _nothing_said(outcome: Outcome) -> Evaluation:
    words = "You said that you do not know." if outcome is Outcome.DONT_KNOW else "You passed this question over."
    return Evaluation(
        score=0.0,
        metrics=Metrics(clarity=0.0, relevance=0.0, depth=0.0, technical_accuracy=0.0),
        feedback=f"{words} It counts 0 of 10.",
        confidence=1.0,
        reason=str(outcome),
        engine="rule",
    )
