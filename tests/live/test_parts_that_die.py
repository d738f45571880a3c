"""The sandbox's daemon and the grader's worker, killed or stuck: no made-up score, nobody blamed for it."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Iterator

import pytest

from tests.live.rooms import ANSWER, at_the_editor, begun, children_of, responses, solution, verdict_of
from tests.room_client import Person
from tests.server import Server, serving

pytestmark = [pytest.mark.integration, pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(VIVA_ENGINE_SECONDS="3") as running:
        yield running


async def test_a_killed_runner_comes_back_and_the_candidate_is_not_blamed(
    server: Server, candidate: Person
) -> None:
    room = await at_the_editor(candidate)
    right = solution(room)
    slow = await room.send_code("run", "import time\ntime.sleep(4)\n")
    await asyncio.sleep(1.0)
    [daemon] = children_of(server, "viva.sandbox.service")
    os.kill(daemon, signal.SIGKILL)
    number = await room.send_code("run", right)
    assert (await verdict_of(room, number))["verdict"] == "AC"
    assert (await verdict_of(room, slow))["verdict"] in ("IE", "TLE", "RE", "WA")  # IE, or run again
    await room.close()


async def test_a_stuck_grader_costs_its_deadline_and_the_answer_is_judged_at_the_end(
    server: Server, candidate: Person
) -> None:
    room = await begun(candidate)
    for worker in children_of(server, "viva.ai.grading.worker"):
        os.kill(worker, signal.SIGSTOP)
    before = time.monotonic()
    assert await room.talk(ANSWER, timeout=12.0)
    assert time.monotonic() - before < 8.0
    session = room.session_id
    assert responses(server, session) == [("withheld", None)]
    for worker in children_of(server, "viva.ai.grading.worker"):  # the one that was asked has been killed
        os.kill(worker, signal.SIGCONT)
    await candidate.complete(session)
    outcome, score = responses(server, session)[0]
    assert (outcome, score is None) == ("answered", False)
    await room.close()


async def test_a_killed_grader_is_replaced_within_the_turn(server: Server, candidate: Person) -> None:
    room = await begun(candidate)
    await room.talk("Could you repeat the question?")
    for worker in children_of(server, "viva.ai.grading.worker"):
        os.kill(worker, signal.SIGKILL)
    assert await room.talk(ANSWER, timeout=12.0)
    [(outcome, score)] = responses(server, room.session_id)
    assert (outcome, score is None) in {("answered", False), ("withheld", True)}
    await room.close()
