"""A real daemon for the tests that need one, and what it leaves behind."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.conftest import lacking
from viva.sandbox.supervisor import Supervisor
from viva.sandbox.types import Judgement, JudgeTest, Limits, Submission

QUICK = Limits(cpu_seconds=0.5, wall_seconds=3.0, memory_mb=64, output_bytes=4096, file_bytes=65536)


@pytest.fixture
def socket_path() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="viva-test-") as folder:
        yield Path(folder, "runner.sock")


@pytest.fixture
async def supervisor(socket_path: Path) -> AsyncIterator[Supervisor]:
    """One with a daemon that holds code safely."""
    kept = Supervisor(socket_path)
    await kept.start()
    status = await kept.status()
    if not status["safe"]:
        await kept.stop()
        lacking(f"a kernel that holds code: {status['reason']}")
    yield kept
    await kept.stop()


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
    """What a daemon has about it: processes, files in its folder, descriptors."""

    def __init__(self, status: dict[str, object]) -> None:
        self._status = status

    def processes(self) -> dict[int, str]:
        """Children of the daemon, pid to state letter; the fork server and waiting boxes among them."""
        return {pid: state for pid, parent, state in _processes() if parent == self._status["pid"]}

    def folders(self) -> set[str]:
        return {path.name for path in Path(str(self._status["folder"])).iterdir() if path.name != "canary"}

    def files(self) -> list[str]:
        return [str(path) for path in Path(str(self._status["folder"])).rglob("box-*/*")]


def _processes() -> Iterator[tuple[int, int, str]]:
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            try:
                fields = Path(entry.path, "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            yield int(entry.name), int(fields[1]), fields[0]


async def at_rest(supervisor: Supervisor) -> dict[str, object]:
    """The daemon's status once its pool is full again: all boxes waiting, no zombie, no file. Fails if never."""
    for _ in range(400):
        status = await supervisor.status()
        traces = Traces(status)
        boxes = set(traces.processes()) - {status["fork_server_pid"]}
        if _is_at_rest(traces, boxes, waiting=int(str(status["boxes"]))):
            return status
        await asyncio.sleep(0.05)
    raise AssertionError(f"left behind: {traces.processes()}, {traces.folders()}, {traces.files()}")


def _is_at_rest(traces: Traces, boxes: set[int], *, waiting: int) -> bool:
    clean = not traces.files() and "Z" not in traces.processes().values()
    return clean and len(boxes) == waiting == len(traces.folders())
