"""One candidate of the crowd: says something every ten seconds, an answer every minute; some type code too."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from typing import Any

from benchmarks.answers import NO_ANSWERS, answer_to
from benchmarks.crowd.timed import Ledger, TimedRoom
from benchmarks.seating import Seat
from tests.room_client import Person
from viva.ai.bank.loader import load_bank

PACE = 10.0  # seconds from one message to the next
JITTER = 2.0  # seconds, either way
ANSWER_EVERY = 6  # messages
TYPING_PACE = 0.5  # seconds from one batch of edits to the next
PATIENCE = 20.0  # seconds until a missing reply is an error


class Visitor:
    """`gave_answer(question, answers)` is told what the grader has to judge: all that was said to the question.

    It says whether the question was new to all rooms.
    """

    def __init__(
        self,
        person: Person,
        seat: Seat,
        ledger: Ledger,
        gave_answer: Callable[[str, list[str]], Any],
        *,
        seed: int,
    ) -> None:
        self.room = TimedRoom(person, seat.session_id)
        self._seat = seat
        self._ledger = ledger
        self._gave_answer = gave_answer
        self._chance = random.Random(seed)
        self._said: dict[str, list[str]] = {}

    async def enter(self) -> None:
        await self.room.open()
        await self.room.until(lambda: bool(self.room.state.get("question")), timeout=60.0)

    async def talk(self, until: float) -> None:
        due = time.monotonic() + self._chance.uniform(0, PACE)
        turn = self._chance.randrange(ANSWER_EVERY)
        while due < until:
            await asyncio.sleep(due + self._chance.uniform(-JITTER, JITTER) - time.monotonic())
            await self._guarded(self._say(answer=turn % ANSWER_EVERY == 0))
            due, turn = due + PACE, turn + 1

    async def type_code(self, until: float) -> None:
        """Edits at the end of the code, as fast as a quick typist, one batch on its way at a time."""
        length, seq = len(self._seat.starter.encode("utf-16-le")) // 2, 0
        while time.monotonic() < until:
            await asyncio.sleep(TYPING_PACE * self._chance.uniform(0.8, 1.2))
            keys = [self._chance.choice("abcdef =()\n") for _ in range(self._chance.randint(1, 5))]
            changes = [[seq * 500 + place, length + place, length + place, key] for place, key in enumerate(keys)]
            length, seq = length + len(keys), seq + 1
            await self._guarded(self._save(changes, length=length, seq=seq))

    async def leave(self) -> None:
        await self.room.close()
        self._ledger.errors += [f"{error['code']}: {error['detail']}" for error in self.room.errors]
        self._ledger.errors += [frame["type"] for frame in self.room.others if frame["type"] == "resync"]

    async def _say(self, *, answer: bool) -> None:
        if not answer:
            self._ledger.others.append(await self.room.speak(self._chance.choice(NO_ANSWERS), timeout=PATIENCE))
            return
        name = self._seat.questions[str(self.room.state["question"]["id"])]
        said = self._said.setdefault(name, [])
        said.append(answer_to(load_bank().by_id[name], self._chance))
        spoken = await self.room.speak(said[-1], timeout=PATIENCE)
        self._ledger.answers.append(spoken)
        if self._gave_answer(name, list(said)):
            self._ledger.firsts.append(spoken)

    async def _save(self, changes: list[list[Any]], *, length: int, seq: int) -> None:
        question, began = self._seat.code_question, time.monotonic()
        await self.room.send(type="edits", question=question, seq=seq, changes=changes, length=length)
        await self.room.until(lambda: self.room.saved.get(question) == seq, timeout=PATIENCE)
        self._ledger.saves.append((began, (time.monotonic() - began) * 1000))

    async def _guarded(self, doing: Any) -> None:
        try:
            await doing
        except Exception as error:  # whatever a candidate would have seen go wrong is counted
            self._ledger.errors.append(f"room {self._seat.session_id}: {type(error).__name__} {error}")
