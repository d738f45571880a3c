"""How long a solution with ten tests takes, against ten bare `python3` processes, in one run, by turns.

Bare: the daemon's own interpreter, `-c pass`, one after another, as the tests
are. Sustained: submissions of ten tests from many askers at once, making new boxes counted."""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.outcome import Outcome, Ratio
from viva.sandbox.supervisor import Supervisor
from viva.sandbox.types import JudgeTest, Submission, Verdict

TESTS = 10
ROUNDS = 20
LARGEST_RATIO = 1.0
SUSTAINED = 60
PAUSE_SECONDS = 0.15
SOURCE = """
def two_sum(numbers: list[int], target: int) -> list[int]:
    seen = {}
    for place, number in enumerate(numbers):
        if target - number in seen:
            return [seen[target - number], place]
        seen[number] = place
    return []
"""


def build_submission() -> Submission:
    cases = [((list(range(size)), 2 * size - 3), [size - 2, size - 1]) for size in range(5, 5 + TESTS)]
    return Submission(SOURCE, "two_sum", tuple(JudgeTest(args, expected) for args, expected in cases))


async def time_judging(supervisor: Supervisor, submission: Submission) -> float:
    began = time.perf_counter()
    judgement = await supervisor.client.judge(submission)
    taken = time.perf_counter() - began
    if judgement.verdict is not Verdict.AC:
        raise SystemExit(f"not accepted: {judgement.verdict} {judgement.message}")
    return taken * 1000


def time_bare(python: str) -> float:
    began = time.perf_counter()
    for _ in range(TESTS):
        subprocess.run([python, "-c", "pass"], check=True)
    return (time.perf_counter() - began) * 1000


async def time_sustained(supervisor: Supervisor, submission: Submission) -> float:
    """Submissions a second."""
    began = time.perf_counter()
    await asyncio.gather(*(time_judging(supervisor, submission) for _ in range(SUSTAINED)))
    return SUSTAINED / (time.perf_counter() - began)


async def _measure(rounds: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="viva-bench-") as folder:
        supervisor = Supervisor(Path(folder, "runner.sock"))
        await supervisor.start()
        try:
            return await _measure_with(supervisor, rounds=rounds)
        finally:
            await supervisor.stop()


async def _measure_with(supervisor: Supervisor, *, rounds: int) -> dict[str, Any]:
    status = await supervisor.status()
    if not status["safe"]:
        raise SystemExit(f"no sandbox here: {status['reason']}")
    python = status["python"].partition("(")[2].rstrip(")")
    submission = build_submission()
    judged, bare = [], []
    for _ in range(rounds):
        await asyncio.sleep(PAUSE_SECONDS)
        judged.append(await time_judging(supervisor, submission))
        bare.append(await asyncio.to_thread(time_bare, python))
    sustained = await time_sustained(supervisor, submission)
    return {"judged_ms": judged, "bare_ms": bare, "sustained_per_second": sustained, "python": status["python"]}


def measure(rounds: int = ROUNDS) -> Outcome:
    figures = asyncio.run(_measure(rounds))
    judged, bare = statistics.median(figures["judged_ms"]), statistics.median(figures["bare_ms"])
    return Outcome(
        "sandbox",
        (Ratio(f"{TESTS} tests judged / {TESTS} bare processes", judged / bare, LARGEST_RATIO),),
        (
            f"{TESTS} tests judged: {judged:.1f} ms (median of {rounds}, least {min(figures['judged_ms']):.1f})",
            f"{TESTS} bare processes: {bare:.1f} ms (median, least {min(figures['bare_ms']):.1f})",
            f"sustained: {figures['sustained_per_second']:.1f} submissions of {TESTS} tests a second",
        ),
        figures,
    )
