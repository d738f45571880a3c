"""The worker process: a hang is cut off, a death is survived, and nothing is left behind."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Awaitable
from pathlib import Path

import psutil
import pytest

from tests.ai.grading.examples import INDEX, TUPLE, request
from tests.waiting import wait_until
from viva.ai.dialogue.classifier import weigh
from viva.ai.dialogue.signs import signs
from viva.ai.engines.base import UnderstandRequest
from viva.ai.grading import GraderPool, GradingError, grade
from viva.ai.grading.worker import serve
from viva.ai.types import Intent, Understanding
from viva.core.frames import LARGEST, frame, read_frame

pytestmark = pytest.mark.integration

OPEN = "I don't suppose you could steer me a little here?"
SAID = (OPEN, signs(UnderstandRequest(OPEN, INDEX.question), Understanding(Intent.ANSWER)))
ANSWER = request(INDEX.question, INDEX.half)
HANGING = textwrap.dedent(
    """
    import pathlib, sys, time
    from viva.core.frames import frame, read_frame
    from viva.ai.grading import worker
    seen = pathlib.Path(sys.argv[1])
    def send(data):
        sys.stdout.buffer.write(frame(data)); sys.stdout.buffer.flush()
    send(b"")
    while (data := read_frame(sys.stdin.buffer)) is not None:
        starts = int(seen.read_text()) if seen.exists() else 0
        seen.write_text(str(starts + 1))
        if starts < int(sys.argv[3]):
            time.sleep(60) if sys.argv[2] == "hang" else sys.exit(1)
        send(worker._reply(data))
    """
)


def misbehaving(folder: Path, how: str, *, times: int) -> tuple[str, ...]:
    """A worker that hangs or dies on its first requests, counted over restarts in a file, and then serves."""
    return (sys.executable, "-c", HANGING, str(folder / "seen"), how, str(times))


async def test_the_pool_gives_the_same_judgement_as_a_direct_call() -> None:
    pool = GraderPool()
    await pool.start()
    try:
        assert await pool.grade(ANSWER, deadline=10) == grade(ANSWER)
    finally:
        await pool.stop()


async def test_start_warms_and_stop_leaves_no_process() -> None:
    pool = GraderPool(workers=1)
    await pool.start()
    children = psutil.Process().children()

    await pool.stop()

    assert len(children) == 1
    assert not children[0].is_running()
    with pytest.raises(GradingError, match="stopped"):
        await pool.grade(ANSWER, deadline=5)


async def test_a_hanging_worker_is_killed_and_replaced(tmp_path: Path) -> None:
    pool = GraderPool(command=misbehaving(tmp_path, "hang", times=1))
    await pool.start()
    hung = psutil.Process().children()[0]
    try:
        with pytest.raises(GradingError) as caught:
            await pool.grade(ANSWER, deadline=0.3)
        assert (caught.value.code, caught.value.retryable) == ("grading_timeout", True)
        assert not hung.is_running()

        assert (await pool.grade(ANSWER, deadline=20)).score == grade(ANSWER).score
    finally:
        await pool.stop()


async def test_a_request_whose_worker_dies_is_tried_once_more(tmp_path: Path) -> None:
    pool = GraderPool(command=misbehaving(tmp_path, "die", times=1))
    try:
        assert (await pool.grade(ANSWER, deadline=20)).score == grade(ANSWER).score
    finally:
        await pool.stop()
    assert (tmp_path / "seen").read_text() == "2"


async def test_a_request_that_kills_two_workers_fails_as_retryable(tmp_path: Path) -> None:
    pool = GraderPool(command=misbehaving(tmp_path, "die", times=9))
    try:
        with pytest.raises(GradingError) as caught:
            await pool.grade(ANSWER, deadline=20)
    finally:
        await pool.stop()
    assert (caught.value.code, caught.value.retryable) == ("worker_died", True)
    assert (tmp_path / "seen").read_text() == "2"


async def test_a_worker_killed_while_idle_is_replaced() -> None:
    pool = GraderPool()
    await pool.start()
    os.kill(psutil.Process().children()[0].pid, signal.SIGKILL)
    try:
        assert (await pool.grade(ANSWER, deadline=20)).score == grade(ANSWER).score
    finally:
        await pool.stop()


async def test_a_worker_killed_at_work_costs_nobody_their_judgement(tmp_path: Path) -> None:
    pool = GraderPool(command=misbehaving(tmp_path, "hang", times=1))
    await pool.start()
    asked = asyncio.create_task(pool.grade(ANSWER, deadline=60))
    seen = tmp_path / "seen"
    await asyncio.to_thread(wait_until, lambda: seen.exists() and seen.read_text(), seconds=30)
    os.kill(psutil.Process().children()[0].pid, signal.SIGKILL)
    try:
        assert (await asked).score == grade(ANSWER).score
    finally:
        await pool.stop()


async def test_a_full_queue_refuses_at_once(tmp_path: Path) -> None:
    pool = GraderPool(queue=1, command=misbehaving(tmp_path, "hang", times=9))
    await pool.start()
    waiting = [asyncio.create_task(pool.grade(ANSWER, deadline=0.5)) for _ in range(2)]
    await asyncio.sleep(0)
    try:
        with pytest.raises(GradingError) as caught:
            await pool.grade(ANSWER, deadline=5)
    finally:
        outcomes = await asyncio.gather(*waiting, return_exceptions=True)
        await pool.stop()
    assert caught.value.code == "grader_busy"
    assert [getattr(outcome, "code", None) for outcome in outcomes] == ["grading_timeout"] * 2


async def test_the_pool_weighs_an_utterance_as_a_direct_call_does() -> None:
    pool = GraderPool()
    try:
        assert await pool.weigh([SAID, SAID], deadline=20) == weigh([SAID, SAID])
    finally:
        await pool.stop()


async def test_signs_that_do_not_fit_are_an_error_and_the_worker_goes_on() -> None:
    pool = GraderPool()
    try:
        with pytest.raises(GradingError, match="could not be read"):
            await pool.weigh([("Hello", (1.0,))], deadline=20)
        assert len(await pool.weigh([SAID], deadline=20)) == 1
    finally:
        await pool.stop()


async def test_an_utterance_goes_before_the_answers_that_wait() -> None:
    pool, done = GraderPool(), []

    async def noted(name: str, asked: Awaitable[object]) -> None:
        await asked
        done.append(name)

    await pool.start()
    try:
        async with asyncio.TaskGroup() as group:
            for name in ("judged", "waiting", "waiting"):
                group.create_task(noted(name, pool.grade(ANSWER, deadline=30)))
            await asyncio.sleep(0)
            group.create_task(noted("weighed", pool.weigh([SAID], deadline=30)))
    finally:
        await pool.stop()
    assert done == ["judged", "weighed", "waiting", "waiting"]


async def test_a_cancelled_request_does_not_answer_the_next_one() -> None:
    pool = GraderPool()
    await pool.start()
    try:
        first = asyncio.create_task(pool.grade(ANSWER, deadline=10))
        await asyncio.sleep(0.005)
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        other = request(TUPLE.question, TUPLE.excellent)

        assert await pool.grade(other, deadline=20) == grade(other)
    finally:
        await pool.stop()


async def test_a_worker_that_cannot_start_is_a_typed_error() -> None:
    pool = GraderPool(command=(sys.executable, "-c", "raise SystemExit(3)"))

    with pytest.raises(GradingError) as caught:
        await pool.start()

    assert (caught.value.code, caught.value.retryable) == ("worker_not_started", True)


def test_a_worker_ends_when_its_input_closes() -> None:
    worker = subprocess.Popen(
        [sys.executable, "-m", "viva.ai.grading.worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert worker.stdin is not None
    assert worker.stdout is not None
    assert read_frame(worker.stdout) == b""

    worker.stdin.close()

    assert worker.wait(timeout=5) == 0


def test_a_worker_answers_rubbish_with_a_typed_error() -> None:
    import io

    from viva.ai.grading.codec import decode_reply

    target = io.BytesIO()
    serve(io.BytesIO(frame(b"\xff not json") + frame(b'{"question": {}}')), target)
    target.seek(0)

    assert read_frame(target) == b""
    for _ in range(2):
        with pytest.raises(GradingError) as caught:
            decode_reply(read_frame(target) or b"")
        assert caught.value.code == "bad_request"


def test_a_message_over_the_limit_is_not_sent() -> None:
    with pytest.raises(ValueError, match="over the limit"):
        frame(b"x" * (LARGEST + 1))


async def test_what_is_judged_in_advance_waits_behind_what_somebody_waits_for() -> None:
    pool, ended = GraderPool(workers=1), list[str]()

    async def judge(name: str, *, in_advance: bool) -> None:
        await pool.grade(ANSWER, deadline=20, in_advance=in_advance)
        ended.append(name)

    await pool.start()
    try:
        calls = [("running", True), ("prepared", True), ("prepared too", True), ("answered", False)]
        await asyncio.gather(*(judge(name, in_advance=early) for name, early in calls))
    finally:
        await pool.stop()
    assert ended == ["running", "answered", "prepared", "prepared too"]
