"""A real daemon for the tests that need one, and what it leaves behind."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import lacking
from viva.sandbox.supervisor import Supervisor
from viva.sandbox.tiers import TIERS
from viva.sandbox.types import Judgement, JudgeTest, Limits, Submission

QUICK = Limits(cpu_seconds=0.5, wall_seconds=3.0, memory_mb=64, output_bytes=4096, file_bytes=65536)


@pytest.fixture
def socket_path() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="viva-test-") as folder:
        yield Path(folder, "runner.sock")


@pytest.fixture(params=TIERS)
def tier(request: pytest.FixtureRequest) -> str:
    """Each way to hold code, by itself."""
    return str(request.param)


@pytest.fixture
async def supervisor(socket_path: Path, tier: str) -> AsyncIterator[Supervisor]:
    """One with a daemon that holds code safely, for Python."""
    async with kept(socket_path, "--tier", tier, "--languages", "python") as supervisor:
        yield supervisor


@pytest.fixture
async def polyglot(socket_path: Path, tier: str) -> AsyncIterator[Supervisor]:
    """The same for all languages there are here, which takes seconds to find out."""
    async with kept(socket_path, "--tier", tier) as supervisor:
        yield supervisor


@asynccontextmanager
async def kept(socket_path: Path, *options: str) -> AsyncIterator[Supervisor]:
    supervisor = Supervisor(socket_path, options=options)
    await supervisor.start()
    status = await supervisor.status()
    if not status["safe"]:
        await supervisor.stop()
        lacking(f"a machine that holds code: {status['reason']}")
    yield supervisor
    await supervisor.stop()


async def judge(
    supervisor: Supervisor,
    source: str,
    *,
    args: tuple[object, ...] = (),
    expected: object = None,
    limits: Limits = QUICK,
) -> Judgement:
    """One test of the function `solve`."""
    return await judge_all(supervisor, source, tests=((args, expected),), limits=limits)


async def judge_all(
    supervisor: Supervisor,
    source: str,
    *,
    tests: tuple[tuple[tuple[object, ...], object], ...],
    limits: Limits = QUICK,
) -> Judgement:
    cases = tuple(JudgeTest(args, expected) for args, expected in tests)
    return await supervisor.client.judge(Submission(source, "solve", cases, limits=limits))


class Traces:
    """What a daemon has about it: processes, files in its folder."""

    def __init__(self, status: dict[str, Any]) -> None:
        self._status = status

    def processes(self) -> dict[int, str]:
        """All that the daemon has started, and what that has started: pid to state letter."""
        children: dict[int, list[tuple[int, str]]] = {}
        for pid, parent, state in _processes():
            children.setdefault(parent, []).append((pid, state))
        found, pending = {}, [self._status["pid"]]
        while pending:
            for pid, state in children.get(pending.pop(), []):
                found[pid] = state
                pending.append(pid)
        return found

    def expected(self) -> int:
        """The fork server (and two of bubblewrap's), the boxes, the children that wait in them."""
        servers = {"bubblewrap+seccomp": 3, "landlock+seccomp": 1}[self._status["tier"]]
        return servers + int(self._status["boxes"]) + int(self._status["spares"])

    def folders(self) -> set[str]:
        return {path.name for path in Path(self._status["folder"]).iterdir() if path.name != "canary"}

    def files(self) -> list[str]:
        found = Path(self._status["folder"]).rglob("box-*/**/*")
        return [str(path) for path in found if path.is_file()]

    def are_at_rest(self) -> bool:
        processes = self.processes()
        folders = int(self._status["boxes"]) if self._status["tier"].startswith("landlock") else 0
        is_clean = not self.files() and "Z" not in processes.values()
        return is_clean and len(processes) == self.expected() and len(self.folders()) == folders


def _processes() -> Iterator[tuple[int, int, str]]:
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            try:
                fields = Path(entry.path, "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            yield int(entry.name), int(fields[1]), fields[0]


async def at_rest(supervisor: Supervisor) -> dict[str, Any]:
    """The daemon's status once its stocks are full again: boxes waiting, no zombie, no file. Fails if never."""
    for _ in range(1200):
        status = await supervisor.status()
        traces = Traces(status)
        if status["boxes"] == status["stocked"] and traces.are_at_rest():
            return status
        await asyncio.sleep(0.05)
    raise AssertionError(f"left behind: {status}, {traces.processes()}, {traces.folders()}, {traces.files()}")
