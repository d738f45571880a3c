"""The server is killed with -9 at random moments of an interview; nothing is lost, nothing happens twice.

`VIVA_KILL_SEED` repeats a run. The client keeps books of its own, which are compared with the raw database file.
"""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.live.ledger import Ledger, differences, is_settled, result_differences
from tests.room_client import Person
from tests.server import Server, serving
from viva.ai.bank.loader import load_bank

pytestmark = pytest.mark.integration

LEAST_UNACKNOWLEDGED = 8
ANSWER = (
    "First I would measure where the time goes, then read the query plan and add an index on the columns that are "
    "filtered and sorted, since a full scan reads every row; the price is slower writes and more space on disk."
)
WRONG = "def {name}(*args):\n    return 'wrong {n}'\n"
TALK = ("Could you repeat the question, please?", "How much time is left?", "Give me a moment to think.")


class Trial:
    """One interview under fire. `kill` counts the kills, and those that hit something unacknowledged."""

    def __init__(self, server: Server, person: Person, seed: int) -> None:
        self.server = server
        self.person = person
        self.random = random.Random(seed)
        self.kills = 0
        self.hits = 0
        self.cut_short = 0
        self.serial = 0
        self.tab: Ledger

    async def begin(self) -> None:
        session = await self.person.start_interview(kind="coding", minutes="45", difficulty="easy")
        self.tab = await Ledger(self.person, session).open()
        await self.settle()

    async def settle(self, timeout: float = 90.0) -> None:
        """Until all is acknowledged, answered, judged and seen. What was refused as too fast is sent again."""
        deadline = time.monotonic() + timeout
        resend_at = time.monotonic() + 3.0
        while not is_settled(self.tab, self.server):
            assert time.monotonic() < deadline, f"not settled: {self._story()}"
            if time.monotonic() > resend_at:
                resend_at = time.monotonic() + 3.0
                await self.tab.resend()
            await asyncio.sleep(0.05)

    def _story(self) -> str:
        return f"{self.tab.outbox} {self.tab.errors[-2:]} {self.server.log.read_text()[-1500:]}"

    async def kill_while_sending(self) -> None:
        """Several commands on their way at once, and then the end at some moment of it."""
        await self._burst()
        await asyncio.sleep(self.random.uniform(0.0, 0.03))
        await self._kill_and_return()

    async def kill_in_a_turn(self) -> None:
        """Acknowledged, and the interviewer is thinking, the sandbox running, or neither any more."""
        await self._burst()
        await self.tab.until(lambda: not self.tab.unacknowledged, timeout=30)
        await asyncio.sleep(self.random.uniform(0.0, 0.4))
        await self._kill_and_return()

    async def kill_while_completing(self) -> None:
        completing = asyncio.create_task(self.person.complete(self.tab.session_id))
        await asyncio.sleep(self.random.uniform(0.1, 1.4))
        await self._kill()
        await asyncio.gather(completing, return_exceptions=True)
        [(status,)] = self.server.rows(
            "select status from live_interviewsession where id = ?", self.tab.session_id
        )
        self.cut_short += status != "completed"

    async def _burst(self) -> None:
        question = self.tab.state["question"]
        choices = ["message", "hint", "draft", "message"]
        if question["has_code"]:
            choices = ["edits", "draft", "message", "run", "submit", "edits", "hint"]
        for _ in range(self.random.randint(2, 5)):
            await self._one(self.random.choice(choices), question)

    async def _one(self, kind: str, question: dict) -> None:
        self.serial += 1
        source = WRONG.format(name=question["entry_point"], n=self.serial)
        match kind:
            case "message":
                await self.tab.command("message", text=self.random.choice(TALK))
            case "hint":
                await self.tab.command("hint")
            case "draft":
                await self.tab.type_draft(f"I was about to say {self.serial}")
            case "edits":
                await self.tab.type_code(f"# 😀 {self.serial}\n")
            case _:
                await self.tab.command(kind, question=question["id"], source=source)

    async def _kill_and_return(self) -> None:
        await self._kill()
        await self.tab.open()
        await self.settle()
        assert differences(self.tab, self.server) == []

    async def _kill(self) -> None:
        self.server.kill()
        await self.tab.close()  # what had reached the client before the end counts as seen
        self.kills += 1
        self.hits += self.tab.unacknowledged > 0
        self.server.start(demo=False)

    async def answer_until(self, done, *, most: int = 12) -> None:
        """Give answers (a right solution where there is an editor) until `done()`."""
        for _ in range(most):
            if done():
                return
            question = self.tab.state["question"]
            if question["has_code"]:
                source = _solution(question["title"])
                await self.tab.command("submit", question=question["id"], source=source)
            else:
                await self.tab.command("message", text=ANSWER)
            await self.settle()
            if question["has_code"] and not done():
                await self.tab.command("message", text=ANSWER)
                await self.settle()
        assert done()

    def order(self) -> int:
        return self.tab.state["question"]["order"]


def _solution(title: str) -> str:
    return next(
        each.problem.solutions["python"] for each in load_bank() if each.problem and each.problem.title == title
    )


@pytest_asyncio.fixture
async def trial() -> AsyncIterator[Trial]:
    seed = int(os.environ.get("VIVA_KILL_SEED") or random.SystemRandom().randrange(10**6))
    print(f"VIVA_KILL_SEED={seed}")
    with serving(VIVA_ENGINE="tests.live.engines.UnhurriedEngine") as server:
        async with Person(server.url) as person:
            await person.sign_in()
            trial = Trial(server, person, seed)
            await trial.begin()
            yield trial
            await trial.tab.close()


async def _through_the_interview(trial: Trial, *, kills: int) -> None:
    """Kills in each part of the interview, the last two of them while it is being completed."""
    parts = 4
    for part in range(parts):
        here = (kills - 2) * (part + 1) // parts
        while trial.kills < here:
            in_a_turn = trial.random.random() < 0.25
            await (trial.kill_in_a_turn() if in_a_turn else trial.kill_while_sending())
        before = trial.order()
        await trial.answer_until(lambda before=before: trial.order() > before or _closed(trial))
    await trial.answer_until(lambda: _closed(trial))
    while trial.kills < kills:
        await trial.kill_while_completing()


def _closed(trial: Trial) -> bool:
    return trial.tab.state["phase"] == "closed"


@pytest.mark.timeout(400)
async def test_nothing_acknowledged_is_lost_and_nothing_happens_twice_when_the_server_is_killed_twenty_times(
    trial: Trial,
) -> None:
    await _through_the_interview(trial, kills=20)
    print(f"{trial.kills} kills: {trial.hits} with something unacknowledged, {trial.cut_short} while completing")
    assert trial.hits >= LEAST_UNACKNOWLEDGED
    assert trial.cut_short == 2
    assert (await trial.person.complete(trial.tab.session_id)).headers["location"] == "/profile/"
    assert differences(trial.tab, trial.server) == []
    assert result_differences(trial.tab, trial.server) == []


@pytest.mark.soak
@pytest.mark.timeout(1800)
async def test_the_same_with_a_hundred_kills(trial: Trial) -> None:
    await _through_the_interview(trial, kills=100)
    assert (await trial.person.complete(trial.tab.session_id)).headers["location"] == "/profile/"
    assert differences(trial.tab, trial.server) == []
    assert result_differences(trial.tab, trial.server) == []


async def test_a_server_that_acknowledges_before_it_stores_is_found_out() -> None:
    """The control: the comparison fails where the promise is broken."""
    with serving("tests.live.hasty") as server:
        async with Person(server.url) as person:
            await person.sign_in()
            tab = await Ledger(person, await person.start_interview()).open()
            await tab.until(lambda: bool(tab.state["question"]))
            await tab.command("message", text="Could you repeat the question, please?")
            await tab.until(lambda: not tab.unacknowledged)
            server.kill()
            await tab.close()
            assert "acknowledged as 3 and not stored: message" in differences(tab, server)
