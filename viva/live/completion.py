"""Completing a live interview: one way for the page, the API, the portal and the clock. Twice changes nothing.

First what waits is answered, then what could not be judged is judged once more, then the feedback is written;
all of that outside any transaction. Short transactions store it, each only if nothing has come in meanwhile.
"""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import replace

from viva.ai.engines.base import AnsweredQuestion, Outcome
from viva.ai.feedback.scores import score_interview
from viva.ai.types import CodeResult, EvaluationRequest
from viva.core.realtime.database import in_database, write_in_database
from viva.live.assessing import assess_before_completion
from viva.live.concluding import conclude_from
from viva.live.driver import evaluate
from viva.live.growing import growth_runner
from viva.live.hearing import keep_what_was_said
from viva.live.judging import code_result, judge_submission
from viva.live.publish import publish_completed
from viva.live.runs import run_runner
from viva.live.services.closing import Closing, Waiting, read_closing
from viva.live.services.completion import Judged, finish_session, store_judged
from viva.live.services.turns import JudgedCode, Stale
from viva.live.turns import runner

log = logging.getLogger(__name__)

# Longest wait in seconds for a turn that is under way when *Complete interview* is pressed.
DRAIN_SECONDS = 15.0
# How long, in seconds, late judging may take in all; what is not judged by then stays *not assessed*.
LATE_SECONDS = 45.0
# How often it is read anew because something came in meanwhile; then it is completed as it was read.
MOST_READINGS = 4

_under_way: dict[int, asyncio.Task[bool]] = {}


async def complete_session(session_id: int) -> bool:
    """Complete the session's interview; False where it was completed (or cancelled) before.

    Calls that come together share one completion, and it comes to its end even if they do not wait for it.
    """
    if task := _under_way.get(session_id):
        await asyncio.shield(task)
        return False
    task = _under_way[session_id] = asyncio.create_task(_complete(session_id))
    task.add_done_callback(lambda _: _under_way.pop(session_id, None))
    return await asyncio.shield(task)


async def _complete(session_id: int) -> bool:
    await assess_before_completion(session_id)
    await keep_what_was_said(session_id)
    late_until = time.monotonic() + DRAIN_SECONDS + LATE_SECONDS
    for readings in range(1, MOST_READINGS + 1):
        runner.wake(session_id)
        await runner.drain(session_id, timeout=DRAIN_SECONDS)
        await run_runner.drain(session_id, timeout=DRAIN_SECONDS)
        try:
            return await _conclude_and_finish(session_id, late_until, insist=readings == MOST_READINGS)
        except Stale:
            log.info("something came in while an interview was being completed: read it anew")
    return False


async def _conclude_and_finish(session_id: int, late_until: float, *, insist: bool) -> bool:
    closing = await in_database(read_closing, session_id)
    if closing is None:
        return False
    if not insist:
        closing = await _judge_the_rest(closing, late_until)
    conclusion = await conclude_from(closing)
    scores = score_interview(closing.answered)
    completed = await write_in_database(
        finish_session, closing, conclusion=conclusion, scores=scores, insist=insist
    )
    if completed:
        runner.forget(session_id)
        await publish_completed(session_id)
    return completed


async def _judge_the_rest(closing: Closing, until: float) -> Closing:
    """Judge what was answered and not judged yet: code that was being worked on, an engine that had failed."""
    for waiting in closing.waiting:
        current = closing.answered[waiting.index]
        judged = await _judge(closing.session_id, waiting, current, in_time=time.monotonic() <= until)
        if judged is None:
            continue
        closing = await write_in_database(store_judged, closing, judged)
        answered = list(closing.answered)
        answered[waiting.index] = replace(
            current,
            outcome=judged.outcome,
            evaluation=judged.evaluation,
            code=judged.code,
            answers=waiting.answers,
        )
        closing = replace(closing, answered=tuple(answered))
    return closing


async def _judge(session_id: int, waiting: Waiting, current: AnsweredQuestion, *, in_time: bool) -> Judged | None:
    """The late judgement; None where it fails and the one there is still fits the words."""
    run, code = await _judge_code(waiting, in_time=in_time)
    trouble = run is not None and run.verdict == "IE"
    judgeable = bool(waiting.answers or waiting.code or not trouble)
    evaluation = None
    if in_time and judgeable:
        counted = await growth_runner.add_to(
            waiting.code if trouble else code,
            session_id=session_id,
            question_id=waiting.response.question_id,
            problem=current.question.problem,
        )
        request = EvaluationRequest(
            question=current.question,
            answers=waiting.answers,
            code=counted,
            hints_used=waiting.response.hints_used,
            session=session_id,
        )
        evaluation = await evaluate(request)
    if evaluation is None and current.evaluation is not None and waiting.answers == current.answers:
        return None
    return Judged(waiting, Outcome.ANSWERED if evaluation else Outcome.WITHHELD, evaluation, code, run)


async def _judge_code(waiting: Waiting, *, in_time: bool) -> tuple[JudgedCode | None, CodeResult | None]:
    """The sandbox's word on code that it has not judged, and the code that counts as the answer's last."""
    submission, problem = waiting.submission, waiting.problem
    if submission is None or problem is None or not in_time:
        return None, waiting.code
    run = await judge_submission(submission, problem, seconds=DRAIN_SECONDS)
    return run, code_result(submission, run)
