"""How long a solution with ten tests takes, against ten bare `python3` processes, in one run, by turns.

Run: python -m benchmarks.sandbox [--rounds N] [--out FILE]. Prints medians and the ratio; the raw figures go
to FILE as JSON with the commit. Bare: the daemon's own interpreter, `-c pass`, one after another, as the tests
are. Sustained: submissions of ten tests from many askers at once, making new boxes counted."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import statistics
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from viva.sandbox.supervisor import Supervisor
from viva.sandbox.types import JudgeTest, Submission, Verdict

TESTS = 10
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


async def measure(rounds: int) -> dict[str, Any]:
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


def describe_machine() -> dict[str, Any]:
    commit = subprocess.run(
        ["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    dirty = subprocess.run(["git", "status", "--porcelain"], capture_output=True, text=True, check=False).stdout
    return {
        "commit": commit + ("+changes" if dirty else ""),
        "kernel": platform.release(),
        "cores": len(os.sched_getaffinity(0)),
        "load_before": os.getloadavg()[0],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--out", type=Path, default=Path("var/benchmarks/sandbox.json"))
    options = parser.parse_args()
    figures = {**describe_machine(), **asyncio.run(measure(options.rounds))}
    judged, bare = statistics.median(figures["judged_ms"]), statistics.median(figures["bare_ms"])
    figures["ratio"] = judged / bare
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(figures, indent=1) + "\n")
    least_judged, least_bare = min(figures["judged_ms"]), min(figures["bare_ms"])
    print(f"{TESTS} tests judged    {judged:8.1f} ms (median, least {least_judged:.1f})")
    print(f"{TESTS} bare processes  {bare:8.1f} ms (median, least {least_bare:.1f})")
    print(f"ratio              {figures['ratio']:8.2f}")
    print(f"sustained          {figures['sustained_per_second']:8.1f} submissions of {TESTS} tests a second")


if __name__ == "__main__":
    main()
