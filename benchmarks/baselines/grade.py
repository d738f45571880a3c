"""Bare grades by the shipped grader in a pool of its own: `python -m benchmarks.baselines.grade`.

Each line of standard input is `{"question": id in the bank, "answers": […]}`; for each, one at a time, a line
`{"at": …, "ms": …}` with the clock of `time.monotonic`. The first line that it prints says that it is ready.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time

from viva.ai.bank.loader import load_bank
from viva.ai.grading.pool import GraderPool
from viva.ai.types import EvaluationRequest

DEADLINE = 8.0


async def probe() -> None:
    bank, pool = load_bank(), GraderPool()
    await pool.start()
    print("{}", flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        wanted = json.loads(line)
        request = EvaluationRequest(bank.by_id[wanted["question"]], tuple(wanted["answers"]))
        began = time.monotonic()
        await pool.grade(request, deadline=DEADLINE)
        print(json.dumps({"at": began, "ms": (time.monotonic() - began) * 1000}), flush=True)
    await pool.stop()


if __name__ == "__main__":
    asyncio.run(probe())
