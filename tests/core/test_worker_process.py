"""A worker process: it says hello, answers one request at a time, and none is left when it is closed."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.waiting import wait_until
from viva.core.worker_process import Worker, WorkerDied, WorkerNotStarted

pytestmark = pytest.mark.integration

# It notes that it was started, says hello if its second argument allows it, and shouts back what it is sent; "die"
# and "hang" do so.
SHOUTS = """
import os, sys, time
from viva.core.worker_side import serve_requests, standard_pipes
pipes = standard_pipes()
open(sys.argv[1], "w").close()
if sys.argv[2] == "late": time.sleep(600)
print("A library's remark.")

def shout(data):
    if data == b"die": os._exit(1)
    if data == b"hang": time.sleep(600)
    return data.upper()

serve_requests(*pipes, shout)
"""


def shouting(note: Path, how: str = "prompt") -> Worker:
    return Worker((sys.executable, "-c", SHOUTS, str(note), how), start_seconds=60, quiet=True)


async def test_requests_are_answered_whatever_is_printed_meanwhile(tmp_path: Path) -> None:
    worker = shouting(tmp_path / "note")
    try:
        assert [await worker.ask(each) for each in (b"one", b"two")] == [b"ONE", b"TWO"]
    finally:
        await worker.close()


async def test_one_is_as_nice_as_it_is_told_to_be(tmp_path: Path) -> None:
    command = (sys.executable, "-c", SHOUTS, str(tmp_path / "note"), "prompt")
    worker = Worker(command, start_seconds=60, quiet=True, niceness=19)
    await worker.start()
    try:
        [process] = psutil.Process().children()
        assert process.nice() == 19
    finally:
        await worker.close()


async def test_one_that_dies_is_told_and_the_next_request_has_another(tmp_path: Path) -> None:
    worker = shouting(tmp_path / "note")
    try:
        with pytest.raises(WorkerDied):
            await worker.ask(b"die")
        assert await worker.ask(b"next") == b"NEXT"
    finally:
        await worker.close()


async def test_one_that_says_no_hello_in_time_is_not_started_and_not_left(tmp_path: Path) -> None:
    worker = Worker((sys.executable, "-c", SHOUTS, str(tmp_path / "note"), "late"), start_seconds=0.05)
    with pytest.raises(WorkerNotStarted):
        await worker.start()
    assert psutil.Process().children() == []


async def test_one_that_is_closed_while_it_starts_is_not_left(tmp_path: Path) -> None:
    note = tmp_path / "note"
    worker = shouting(note, "late")
    started = asyncio.create_task(worker.start())
    await asyncio.to_thread(wait_until, note.exists, seconds=30)
    await worker.close()
    with pytest.raises(WorkerNotStarted):
        await started
    assert psutil.Process().children() == []


async def test_one_that_is_closed_before_its_process_is_there_is_not_left(tmp_path: Path) -> None:
    worker = shouting(tmp_path / "note")
    started = asyncio.create_task(worker.start())
    await asyncio.sleep(0)  # now it is being made
    await worker.close()
    with pytest.raises(WorkerNotStarted):
        await started
    assert psutil.Process().children() == []


async def test_who_waits_for_the_start_no_longer_leaves_it_to_the_next(tmp_path: Path) -> None:
    worker = shouting(tmp_path / "note")
    for _ in range(3):
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(worker.ask(b"impatient"), 0.01)
    [process] = psutil.Process().children()
    try:
        assert await worker.ask(b"patient") == b"PATIENT"
        assert psutil.Process().children() == [process]
    finally:
        await worker.close()


async def test_who_waits_for_a_reply_no_longer_does_not_leave_it_to_the_next(tmp_path: Path) -> None:
    worker = shouting(tmp_path / "note")
    await worker.start()
    try:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(worker.ask(b"hang"), 0.01)
        assert await worker.ask(b"next") == b"NEXT"
    finally:
        await worker.close()


async def test_one_that_is_closed_is_not_started_again(tmp_path: Path) -> None:
    worker = shouting(tmp_path / "note")
    await worker.close()
    with pytest.raises(WorkerNotStarted):
        await worker.ask(b"one")
    assert not await asyncio.to_thread((tmp_path / "note").exists)


def test_neither_side_needs_django() -> None:
    code = "import sys, viva.core.worker_process, viva.core.worker_side; assert 'django' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, env=dict(os.environ))
