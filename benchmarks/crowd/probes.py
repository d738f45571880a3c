"""Asks the baselines at a low, steady pace while the crowd talks."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import websockets

from benchmarks.answers import NO_ANSWERS
from benchmarks.crowd.timed import Ledger

ECHOES, COMMITS = 10.0, 5.0  # a second
GRADE_EVERY = 1.5  # seconds


class Grades:
    """A bare grader; it is given what the rooms have just had judged.

    The first answer to a question costs several times the later ones, in the server as here. So each new question
    is put to it once unmeasured: what it measures is a grader as warm as the server's, or warmer.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._met: set[str] = set()
        self._new: list[tuple[str, list[str]]] = []
        self._latest: tuple[str, list[str]] | None = None

    def heard(self, question: str, answers: list[str]) -> bool:
        if question in self._met:
            self._latest = (question, answers)
            return False
        self._met.add(question)
        self._new.append((question, answers))
        return True

    async def ask(self, process: asyncio.subprocess.Process) -> None:
        due = time.monotonic()
        while True:
            await asyncio.sleep(0.1)
            if self._new:
                await self._grade(process, *self._new.pop(0))
            elif self._latest and time.monotonic() >= due:
                due = time.monotonic() + GRADE_EVERY
                wanted, self._latest = self._latest, None
                self._ledger.grades.append(await self._grade(process, *wanted))

    @staticmethod
    async def _grade(
        process: asyncio.subprocess.Process, question: str, answers: list[str]
    ) -> tuple[float, float]:
        assert process.stdin and process.stdout
        process.stdin.write(json.dumps({"question": question, "answers": answers}).encode() + b"\n")
        found = json.loads(await process.stdout.readline())
        return found["at"], found["ms"]


async def echo(url: str, ledger: Ledger) -> None:
    """Frames like those of a message, there and back."""
    async with websockets.connect(url, max_size=None, ping_interval=None) as socket:
        while True:
            await asyncio.sleep(random.uniform(0.5, 1.5) / ECHOES)
            began = time.monotonic()
            await socket.send(json.dumps({"type": "message", "id": "0" * 36, "text": random.choice(NO_ANSWERS)}))
            json.loads(await socket.recv())
            ledger.echoes.append((began, (time.monotonic() - began) * 1000))


async def read_commits(process: asyncio.subprocess.Process, ledger: Ledger) -> None:
    assert process.stdout
    async for line in process.stdout:
        found = json.loads(line)
        ledger.commits.append((found["at"], found["ms"]))


async def watch_lag(ledger: Ledger) -> None:
    """How late this process itself is, which all of its times contain."""
    while True:
        due = time.monotonic() + 0.1
        await asyncio.sleep(0.1)
        ledger.lags.append((due, (time.monotonic() - due) * 1000))


@contextlib.asynccontextmanager
async def probing(echo_url: str, folder: Path, ledger: Ledger) -> AsyncIterator[Grades]:
    """All baselines are asked while the block runs; the grader is warm when it begins."""
    grader = await _process("benchmarks.baselines.grade")
    commits = await _process("benchmarks.baselines.commit", str(folder / "bare.sqlite3"), str(COMMITS))
    assert grader.stdin and grader.stdout and commits.stdin
    await grader.stdout.readline()
    grades = Grades(ledger)
    asking = [echo(echo_url, ledger), grades.ask(grader), read_commits(commits, ledger), watch_lag(ledger)]
    tasks = [asyncio.create_task(each) for each in asking]
    try:
        yield grades
    finally:
        failed = [task.exception() for task in tasks if task.done() and not task.cancelled()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for process in (grader, commits):
            assert process.stdin
            process.stdin.close()
            await process.wait()
        ledger.errors += [f"a baseline ended: {error}" for error in failed]


async def _process(module: str, *words: str) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(sys.executable, "-m", module, *words, stdin=pipe, stdout=pipe)
