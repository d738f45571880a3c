"""Measuring how right solutions grow: beside the conversation, once each, and waited for where one is judged."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace

from viva.ai.grading.complexity import excess_powers
from viva.ai.types import CodeGrowth, CodeResult, Problem
from viva.core.realtime.database import in_database, write_in_database
from viva.live.growth import can_be_measured, measure_growth, remark_on
from viva.live.publish import publish_messages
from viva.live.services.remarks import Solution, read_growth, store_growth, store_remark
from viva.live.services.turns import Turn, TurnOutcome
from viva.sandbox.types import Verdict

log = logging.getLogger(__name__)

MEASURE_SECONDS = 120.0
# How long, in seconds, the judging of an answer waits for a measurement: less than a completion waits for a turn.
WAIT_SECONDS = 12.0


@dataclass(frozen=True, slots=True)
class _Solved:
    """A right solution and what to measure it by."""

    solution: Solution
    number: int
    problem: Problem


class GrowthRunner:
    """Owns the measurements of this process. What a server that ends was measuring is measured anew by the next,
    when the answer is judged."""

    def __init__(self) -> None:
        self._measuring: dict[Solution, asyncio.Task[CodeGrowth | None]] = {}
        self._remarking: set[asyncio.Task[None]] = set()

    def begin(self, solution: Solution, problem: Problem) -> asyncio.Task[CodeGrowth | None]:
        """The measurement that is under way, or a new one. It never raises; None where it failed."""
        if task := self._measuring.get(solution):
            return task
        task = self._measuring[solution] = asyncio.create_task(_measure(solution, problem))
        task.add_done_callback(lambda _: self._measuring.pop(solution, None))
        return task

    async def add_to(
        self,
        code: CodeResult | None,
        *,
        session_id: int,
        question_id: int,
        problem: Problem | None,
        seconds: float | None = None,
    ) -> CodeResult | None:
        """`code` with its growth, if it is right and that comes within `seconds` (by default WAIT_SECONDS);
        else as it is."""
        if code is None or problem is None or code.growth or code.verdict != Verdict.AC:
            return code
        if not can_be_measured(problem, code.language):
            return code
        task = self.begin(Solution(session_id, question_id, code.language, code.source), problem)
        await asyncio.wait([task], timeout=WAIT_SECONDS if seconds is None else seconds)
        growth = task.result() if task.done() and not task.cancelled() else None
        if growth is None:
            log.warning("an answer is judged without the growth of its solution")
        return replace(code, growth=growth)

    def consider(self, turn: Turn, outcome: TurnOutcome) -> None:
        """Remark on what the turn found to be right. In *Real* mode it is kept for the result."""
        aloud = turn.plan.script.mode == "practice"
        for judged in outcome.judged:
            solved = _solved(turn, judged.number) if judged.verdict == Verdict.AC else None
            if solved:
                task = asyncio.create_task(self._remark(solved, aloud=aloud))
                self._remarking.add(task)
                task.add_done_callback(self._remarking.discard)

    async def drain(self) -> None:
        await asyncio.gather(*self._remarking, *self._measuring.values())

    async def stop(self) -> None:
        tasks = [*self._remarking, *self._measuring.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _remark(self, solved: _Solved, *, aloud: bool) -> None:
        try:
            growth = await asyncio.shield(self.begin(solved.solution, solved.problem))
            if growth is None or not excess_powers(growth):
                return
            session_id = solved.solution.session_id
            stored = await write_in_database(
                store_remark, session_id, number=solved.number, text=remark_on(growth), aloud=aloud
            )
            await publish_messages(session_id, stored)
        except Exception:
            log.exception("the growth of a solution could not be remarked on")


def _solved(turn: Turn, number: int) -> _Solved | None:
    submission, problem = turn.submissions[number], turn.problems[number]
    if problem is None or not can_be_measured(problem, submission.language):
        return None
    return _Solved(Solution.of(submission), number, problem)


async def _measure(solution: Solution, problem: Problem) -> CodeGrowth | None:
    """As it is stored, else by the judge; what comes of it is stored at once, so that it is measured once."""
    try:
        stored = await in_database(read_growth, solution)
        if stored is not None:
            return stored
        measuring = measure_growth(solution.source, solution.language, problem)
        growth = await asyncio.wait_for(measuring, MEASURE_SECONDS)
        return await write_in_database(store_growth, solution, growth) if growth else None
    except Exception:
        log.exception("the growth of a solution could not be measured")
        return None


growth_runner = GrowthRunner()
