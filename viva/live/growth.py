"""How a solution's time grows with its input, against the reference's: said only where the evidence is clear.

Both are run by the judge on the same inputs, each twice the size of the one before. What is compared is how fast
the times grow, not how long they are: an interpreter's start or a busy machine adds to all alike.
"""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from viva.ai.bank.growth import arguments_at
from viva.ai.types import Problem
from viva.core.realtime.database import write_in_database
from viva.live.models import CodeSubmission
from viva.live.providers import get_judge
from viva.live.publish import publish_messages
from viva.live.services.remarks import store_remark
from viva.live.services.turns import Turn, TurnOutcome
from viva.sandbox.types import JudgeTest, Submission, TestResult, Verdict

log = logging.getLogger(__name__)

MEASURE_SECONDS = 120.0
NOISE_MS = 20.0  # a shorter time says little of its input
LEAST_POINTS = 3
STEEP = 1.6  # powers of n: a solution that grows more slowly is let be
EVEN = 0.45  # how far the steps between two sizes may lie from one power
APART = 0.5  # powers of n between the solution and the reference
TIMES_SLOWER = 10.0
_RAN = frozenset({Verdict.AC, Verdict.WA})


@dataclass(frozen=True, slots=True)
class Growth:
    """The largest input's `size` and the times there, in ms; the times grow with about the `power` of the size."""

    power: int
    size: int
    own_ms: float
    reference_ms: float

    @property
    def text(self) -> str:
        return _(
            "Your solution is right. On larger inputs its time grows faster than the reference solution's: about"
            " n%(power)s. At size %(size)s it took %(own)s ms, the reference %(reference)s ms."
        ) % {
            "power": {2: "²", 3: "³"}.get(self.power, f"^{self.power}"),
            "size": f"{self.size:,}",
            "own": f"{self.own_ms:,.0f}",
            "reference": f"{self.reference_ms:,.0f}",
        }


def compare_growth(
    sizes: Sequence[int], own: Sequence[TestResult], reference: Sequence[TestResult]
) -> Growth | None:
    """None unless the solution clearly grows faster. Results in the order of `sizes`; one that did not finish ends
    what is compared, and so does one that answered otherwise than the reference."""
    pairs = list(zip(sizes, own, reference, strict=False))
    whole = next((at for at, (_size, a, b) in enumerate(pairs) if not _comparable(a, b)), len(pairs))
    measured = [(size, a.cpu_ms, b.cpu_ms) for size, a, b in pairs[:whole]]
    long = [(size, ms) for size, ms, _other in measured if ms >= NOISE_MS]
    power = _power(long)
    if power is None or power < STEEP or abs(power - round(power)) > EVEN:
        return None
    size, own_ms, reference_ms = measured[-1]
    others = _power([(n, ms) for n, _own, ms in measured if ms >= NOISE_MS])
    if own_ms < TIMES_SLOWER * reference_ms or (others is not None and power - others < APART):
        return None
    return Growth(round(power), size, own_ms, reference_ms)


def _comparable(own: TestResult, reference: TestResult) -> bool:
    return own.verdict in _RAN and reference.verdict in _RAN and own.value == reference.value


def _power(points: Sequence[tuple[int, float]]) -> float | None:
    """The p of time ~ size^p; None where there are too few points, or they follow no one power."""
    if len(points) < LEAST_POINTS:
        return None
    (first, first_ms), (last, last_ms) = points[0], points[-1]
    power = math.log(last_ms / first_ms) / math.log(last / first)
    steps = [
        math.log(ms / before_ms) / math.log(size / before) for (before, before_ms), (size, ms) in pairwise(points)
    ]
    return power if all(abs(step - power) <= EVEN for step in steps) else None


async def measure_growth(submission: CodeSubmission, problem: Problem) -> Growth | None:
    """Run both through the judge; None also where there is nothing to measure by."""
    language = submission.language if submission.language in problem.solutions else "python"
    if problem.growth is None or language not in problem.solutions:
        return None
    tests = tuple(JudgeTest(args=arguments_at(problem.growth, size)) for size in problem.growth.sizes)
    results = []
    for source, written_in in (
        (submission.source, submission.language),
        (problem.solutions[language], language),
    ):
        wanted = Submission(source, problem.entry_point, tests, language=written_in, owner="growth")
        results.append((await get_judge().judge(wanted)).tests)
    return compare_growth(problem.growth.sizes, results[0], results[1])


class GrowthRunner:
    """Looks at right solutions beside the conversation. What a server that ends was looking at is not taken up."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def consider(self, turn: Turn, outcome: TurnOutcome) -> None:
        """Measure what the turn found to be right. In *Real* mode it is kept for the result."""
        for judged in outcome.judged:
            problem = turn.problems[judged.number]
            if judged.verdict == Verdict.AC and problem and problem.growth:
                aloud = turn.plan.script.mode == "practice"
                work = self._look(turn.submissions[judged.number], problem, aloud=aloud)
                task = asyncio.create_task(work)
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def drain(self) -> None:
        await asyncio.gather(*self._tasks)

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _look(self, submission: CodeSubmission, problem: Problem, *, aloud: bool) -> None:
        try:
            found = await asyncio.wait_for(measure_growth(submission, problem), MEASURE_SECONDS)
            if found is None:
                return
            stored = await write_in_database(
                store_remark, submission.session_id, number=submission.number, text=found.text, aloud=aloud
            )
            await publish_messages(submission.session_id, stored)
        except Exception:
            log.exception("the growth of a solution could not be measured")


growth_runner = GrowthRunner()
