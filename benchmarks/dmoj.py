"""A Python program with ten tests judged by Viva and by DMOJ's judge (PyPI `dmoj`), by turns, side by side.

No ratio passes or fails here, for they are not the same work. Both are warm and get the same source, inputs and
interpreter, and both have their sandboxes on. DMOJ's judge forks a worker for each submission, compiles it in a
process of its own, and starts one interpreter per test under ptrace and seccomp; its executor's self-test, done
once, is not counted. Viva forks one box per test from an interpreter that is running already; making the next
boxes is not counted here (`benchmarks.sandbox` counts it). DMOJ reads its inputs from files, Viva gets them
over a socket.

DMOJ needs a compiler, Python's headers and libseccomp's to be installed, into an environment of its own that is
kept in `var/benchmarks`; where that fails the benchmark says NOT RUN and why.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.machine import ROOT
from benchmarks.outcome import Outcome
from benchmarks.sandbox import by_turns, daemon, python_of, time_bare, time_judging
from benchmarks.solutions import TESTS, python_program

VERSION = "4.1.0"
ROUNDS = 20
HOME = ROOT / "var" / "benchmarks" / f"dmoj-{VERSION}"
INSTALL_SECONDS, ANSWER_SECONDS = 600, 60
JUDGE = Path(__file__).parent / "baselines" / "dmoj_judge.py"


class NotRunError(Exception):
    """DMOJ's judge cannot be had here; the text says why."""


def install() -> Path:
    """Its interpreter; made the first time. Raises NotRunError."""
    python = HOME / "bin" / "python"
    if not (HOME / "bin" / "dmoj").exists():
        _do([sys.executable, "-m", "venv", "--clear", str(HOME)], what="its environment cannot be made")
        wanted = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", f"dmoj=={VERSION}"]
        _do(wanted, what=f"dmoj {VERSION} cannot be installed")
    return python


def _do(command: list[str], *, what: str) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=INSTALL_SECONDS)
    except subprocess.CalledProcessError as error:
        raise NotRunError(f"{what}: {_cause(error.stdout + error.stderr)}") from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotRunError(f"{what}: {error}") from None


def _cause(said: str) -> str:
    """The compiler's first error where there is one, or why there was no compiler, else the last line."""
    lines = [line.strip() for line in said.splitlines() if line.strip()] or ["it said nothing"]
    marks = ("fatal error:", "error: command", "error: [Errno")
    return next((line for mark in marks for line in lines if mark in line), lines[-1])


def lay_out(folder: Path, *, python: str) -> None:
    """The problem, its source and the judge's settings, as DMOJ reads them."""
    submission, problem = python_program(), folder / "problems" / "bench"
    problem.mkdir(parents=True)
    cases = []
    for number, test in enumerate(submission.tests, start=1):
        (problem / f"{number}.in").write_text(test.stdin)
        (problem / f"{number}.out").write_text(test.expected)
        cases.append({"in": f"{number}.in", "out": f"{number}.out", "points": 1})
    settings = {"problem_storage_globs": [f"{folder}/problems/*"], "runtime": {"python3": python}}
    # JSON is YAML too.
    (problem / "init.yml").write_text(json.dumps({"test_cases": cases}))
    (folder / "judge.yml").write_text(json.dumps(settings))
    (folder / "source.py").write_text(submission.source)


class Rival:
    """DMOJ's judge in a process of its own."""

    def __init__(self, process: subprocess.Popen[str], log: Path) -> None:
        self._process, self._log = process, log
        self._answer()

    async def judge(self) -> float:
        """Milliseconds. Ends the program where it is not accepted. Raises NotRunError."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        found = await asyncio.wait_for(asyncio.to_thread(self._answer), ANSWER_SECONDS)
        if found["codes"] != ["AC"] * TESTS:
            raise SystemExit(f"DMOJ did not accept: {found['codes']} {self._log.read_text()[-500:]}")
        return float(found["ms"])

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise NotRunError(f"its judge does not run: {_cause(self._log.read_text())}")
        return dict(json.loads(line))


@contextlib.contextmanager
def rival(python: Path, *, judged_by: str) -> Iterator[Rival]:
    with tempfile.TemporaryDirectory(prefix="viva-dmoj-") as name:
        folder = Path(name)
        lay_out(folder, python=judged_by)
        log = folder / "log"
        command = [str(python), "-P", str(JUDGE), name]
        with log.open("w") as said, _running(command, said) as process:
            yield Rival(process, log)


@contextlib.contextmanager
def _running(command: list[str], said: Any) -> Iterator[subprocess.Popen[str]]:
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=said, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


async def _measure(rounds: int) -> dict[str, Any]:
    home = install()
    async with daemon() as supervisor:
        status = await supervisor.status()
        python = python_of(status)
        with rival(home, judged_by=python) as dmoj:
            turns = {
                "viva": lambda: time_judging(supervisor, python_program()),
                "dmoj": dmoj.judge,
                "bare_python": lambda: asyncio.to_thread(time_bare, python, "-c", "pass"),
            }
            figures = await by_turns(rounds, turns)
    return {"tier": status["tier"], "python": status["python"], "dmoj": VERSION, "ms": figures}


def measure(rounds: int = ROUNDS) -> Outcome:
    try:
        found = asyncio.run(_measure(rounds))
    except NotRunError as error:
        return Outcome("dmoj", (), (f"NOT RUN: {error}",), {"not_run": str(error)})
    names = {"viva": f"Viva ({found['tier']})", "dmoj": f"DMOJ {VERSION}", "bare_python": f"{TESTS} bare python3"}
    lines = [
        f"{names[name]:<28} {statistics.median(times):8.1f} ms (median of {rounds}, least {min(times):.1f})"
        for name, times in found["ms"].items()
    ]
    return Outcome("dmoj", (), tuple(lines), found)
