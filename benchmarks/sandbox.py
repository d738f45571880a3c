"""How long a solution with ten tests takes, against ten bare processes, by turns; and how many a second.

Bare: `python3 -c pass` of the daemon's own interpreter, or `node -e 0`, ten times one after another, as the
tests are. Warm: by a daemon that has boxes ready. Cold: by one that keeps none, so every box is made after the
order came; the daemon itself runs in both. Between any two measurements there is a pause in which the boxes
that were used are made anew, so neither side pays for it; the sustained figure pays: many askers for ten
seconds, after one that is not counted because it lives on boxes made before.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.outcome import Outcome, Ratio
from benchmarks.solutions import TESTS, javascript_function, python_function
from viva.sandbox.supervisor import Supervisor
from viva.sandbox.types import Submission, Verdict

ROUNDS = 20
PAUSE_SECONDS = 0.4
WARM_LIMIT, COLD_LIMIT, JAVASCRIPT_LIMIT = 0.35, 1.5, 0.5
LEAST_PER_SECOND = 60.0
ASKERS = 16
LEAD_SECONDS, SUSTAINED_SECONDS = 1.0, 10.0

Turn = Callable[[], Awaitable[float]]
Figures = dict[str, list[float]]


@contextlib.asynccontextmanager
async def daemon(*options: str) -> AsyncIterator[Supervisor]:
    """One of its own. Ends the program where it cannot hold code."""
    with tempfile.TemporaryDirectory(prefix="viva-bench-") as folder:
        supervisor = Supervisor(Path(folder, "runner.sock"), options=options)
        await supervisor.start()
        try:
            status = await supervisor.status()
            if not status["safe"]:
                raise SystemExit(f"no sandbox here: {status['reason']}")
            yield supervisor
        finally:
            await supervisor.stop()


async def time_judging(supervisor: Supervisor, submission: Submission) -> float:
    """Milliseconds. Ends the program where it is not accepted: what fails is not timed."""
    began = time.perf_counter()
    judgement = await supervisor.client.judge(submission)
    taken = time.perf_counter() - began
    if judgement.verdict is not Verdict.AC or judgement.passed != TESTS:
        raise SystemExit(f"{submission.language} not accepted: {judgement.verdict} {judgement.message}")
    return taken * 1000


def time_bare(*command: str) -> float:
    """Milliseconds of so many of it as there are tests."""
    began = time.perf_counter()
    for _ in range(TESTS):
        subprocess.run(command, check=True)
    return (time.perf_counter() - began) * 1000


def python_of(status: dict[str, Any]) -> str:
    """The path of the daemon's interpreter."""
    return str(status["python"]).partition("(")[2].rstrip(")")


async def by_turns(rounds: int, turns: Mapping[str, Turn]) -> Figures:
    """Each in its turn, a round that is not kept first."""
    figures: Figures = {name: [] for name in turns}
    for number in range(rounds + 1):
        for name, turn in turns.items():
            await asyncio.sleep(PAUSE_SECONDS)
            taken = await turn()
            if number:
                figures[name].append(taken)
    return figures


async def sustained(supervisor: Supervisor, submission: Submission) -> float:
    """Submissions a second."""
    began = time.perf_counter() + LEAD_SECONDS
    ended = began + SUSTAINED_SECONDS
    done: list[float] = []

    async def ask() -> None:
        while time.perf_counter() < ended:
            await time_judging(supervisor, submission)
            done.append(time.perf_counter())

    await asyncio.gather(*(ask() for _ in range(ASKERS)))
    return sum(began <= moment <= ended for moment in done) / SUSTAINED_SECONDS


async def _measure(rounds: int) -> dict[str, Any]:
    async with daemon() as warm, daemon("--cold") as cold:
        status, node = await warm.status(), shutil.which("node")
        python = python_of(status)
        turns: dict[str, Turn] = {
            "warm": lambda: time_judging(warm, python_function()),
            "cold": lambda: time_judging(cold, python_function()),
            "bare_python": lambda: asyncio.to_thread(time_bare, python, "-c", "pass"),
        }
        if node is not None:
            turns["javascript"] = lambda: time_judging(warm, javascript_function())
            turns["bare_node"] = lambda: asyncio.to_thread(time_bare, node, "-e", "0")
        figures = await by_turns(rounds, turns)
    async with daemon() as busy:
        rate = await sustained(busy, python_function())
    return {"tier": status["tier"], "python": status["python"], "ms": figures, "sustained_per_second": rate}


def measure(rounds: int = ROUNDS) -> Outcome:
    found = asyncio.run(_measure(rounds))
    medians = {name: statistics.median(times) for name, times in found["ms"].items()}
    rate = found["sustained_per_second"]
    ratios = [
        Ratio(f"{TESTS} tests, warm / {TESTS} bare python3", medians["warm"] / medians["bare_python"], WARM_LIMIT),
        Ratio(f"{TESTS} tests, cold / {TESTS} bare python3", medians["cold"] / medians["bare_python"], COLD_LIMIT),
        Ratio(f"{LEAST_PER_SECOND:g} submissions a second / sustained", LEAST_PER_SECOND / rate, 1.0),
    ]
    lines = [
        f"{name:<12} {medians[name]:8.1f} ms (median, least {min(times):.1f})"
        for name, times in found["ms"].items()
    ]
    lines.append(f"sustained    {rate:8.1f} submissions of {TESTS} tests a second; tier {found['tier']}")
    if "javascript" in medians:
        value = medians["javascript"] / medians["bare_node"]
        ratios.append(Ratio(f"{TESTS} tests in JavaScript / {TESTS} bare node", value, JAVASCRIPT_LIMIT))
    else:
        lines.append("NOT RUN: JavaScript, for want of node")
    return Outcome("sandbox", tuple(ratios), tuple(lines), found)
