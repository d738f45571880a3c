"""The recognisers' processes: one request at a time, replaced when they hang or die."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from tests.waiting import wait_until
from viva.speech.errors import SpeechError
from viva.speech.stt.pool import RecogniserPool

pytestmark = pytest.mark.integration

# A worker that answers with what it was sent; "hang" and "die" do so, "first" hangs in the first process alone,
# "secret" tells its environment.
WORKER = """
import json, os, sys, time
from viva.core.frames import frame, read_frame
def send(data): sys.stdout.buffer.write(frame(data)); sys.stdout.buffer.flush()
open(sys.argv[1], "a").write(f"{os.getpid()}\\n")
send(b"")
while (data := read_frame(sys.stdin.buffer)) is not None:
    if data == b"hang": time.sleep(600)
    if data == b"first" and len(open(sys.argv[1]).readlines()) == 1:
        open(sys.argv[1] + ".asked", "w")
        time.sleep(600)
    if data == b"die": os._exit(1)
    if data == b"fail": send(json.dumps({"error": "ValueError"}).encode()); continue
    text = repr(dict(os.environ)) if data == b"secret" else data.decode()
    send(json.dumps({"text": text, "quality": 0.9, "engine": "echo", "rough": False}).encode())
"""


@pytest.fixture
def note(tmp_path: Path) -> Path:
    return tmp_path / "pids"


def pids(note: Path) -> list[str]:
    """Of all workers that were ever started."""
    return note.read_text().split()


def pool(note: Path, **options: int) -> RecogniserPool:
    return RecogniserPool((sys.executable, "-c", WORKER, str(note)), **options)


async def failure(echo: RecogniserPool, pcm: bytes, *, deadline: float = 20.0) -> str:
    with pytest.raises(SpeechError) as error:
        await echo.transcribe(pcm, deadline=deadline)
    return error.value.code


async def test_requests_are_answered_each_with_its_own_words(note: Path) -> None:
    echo = pool(note)
    told = await asyncio.gather(*(echo.transcribe(str(number).encode(), deadline=30) for number in range(10)))
    assert [each.text for each in told] == [str(number) for number in range(10)]
    await echo.stop()
    [pid] = pids(note)
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid), 0)


async def test_one_that_hangs_costs_its_own_words_and_no_others(note: Path) -> None:
    echo = pool(note)
    await echo.transcribe(b"warm", deadline=30)
    assert await failure(echo, b"hang", deadline=0.5) == "recogniser_timeout"
    assert (await echo.transcribe(b"next", deadline=30)).text == "next"
    assert len(pids(note)) == 2
    await echo.stop()


async def test_one_that_dies_is_asked_once_more_and_then_given_up(note: Path) -> None:
    echo = pool(note)
    assert await failure(echo, b"die", deadline=30) == "recogniser_died"
    assert len(pids(note)) == 2
    assert (await echo.transcribe(b"next", deadline=30)).text == "next"
    await echo.stop()


async def test_one_that_is_killed_while_idle_is_replaced(note: Path) -> None:
    echo = pool(note)
    await echo.transcribe(b"warm", deadline=30)
    os.kill(int(pids(note)[0]), signal.SIGKILL)
    assert (await echo.transcribe(b"next", deadline=30)).text == "next"
    assert len(pids(note)) == 2
    await echo.stop()


async def test_one_that_is_killed_at_work_costs_nobody_their_words(note: Path) -> None:
    echo = pool(note)
    asked = asyncio.create_task(echo.transcribe(b"first", deadline=30))
    await asyncio.to_thread(wait_until, note.with_name("pids.asked").exists, seconds=30)
    os.kill(int(pids(note)[0]), signal.SIGKILL)
    assert (await asked).text == "first"
    await echo.stop()


async def test_one_that_cannot_start_is_a_typed_error() -> None:
    for command in ((sys.executable, "-c", "raise SystemExit(3)"), ("/nowhere/at/all",)):
        echo = RecogniserPool(command)
        assert await failure(echo, b"hello") == "recogniser_not_started"
        await echo.stop()


async def test_what_waits_when_it_stops_fails_and_starts_nothing(note: Path) -> None:
    echo = pool(note)
    waiting = [asyncio.create_task(echo.transcribe(b"first", deadline=30)) for _ in range(3)]
    await asyncio.to_thread(wait_until, note.with_name("pids.asked").exists, seconds=30)
    await echo.stop()
    ended = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(each) for each in ended] == [SpeechError] * 3
    assert len(pids(note)) == 1


async def test_a_failure_of_the_engine_leaves_its_process_alone(note: Path) -> None:
    echo = pool(note)
    assert await failure(echo, b"fail") == "recogniser_failed"
    await echo.transcribe(b"next", deadline=30)
    assert len(pids(note)) == 1
    await echo.stop()


async def test_too_many_are_refused_at_once(note: Path) -> None:
    echo = pool(note, queue=1)
    waiting = [asyncio.create_task(echo.transcribe(b"hang", deadline=1.0)) for _ in range(2)]
    await asyncio.sleep(0)
    assert await failure(echo, b"more") == "recogniser_busy"
    await asyncio.gather(*waiting, return_exceptions=True)
    await echo.stop()


async def test_after_its_end_nothing_is_started(note: Path) -> None:
    echo = pool(note)
    await echo.stop()
    assert await failure(echo, b"more") == "recogniser_busy"
    assert not await asyncio.to_thread(note.exists)


async def test_the_worker_is_given_no_secrets(note: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIVA_LISTEN_KEY", "hidden")
    echo = pool(note)
    told = (await echo.transcribe(b"secret", deadline=30)).text
    await echo.stop()
    assert "PATH" in told
    assert "hidden" not in told
