"""Takes one room through forty turns and more and writes down every statement.

`python -m benchmarks.counting SEAT`: SEAT is a seat of `benchmarks.seating` as JSON; the data folder is
VIVA_DATA_DIR. The server runs in this process. Prints the turns as JSON.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import Any

import uvicorn
from django.db.backends.signals import connection_created

from benchmarks.answers import NO_ANSWERS, answer_to
from benchmarks.seating import Seat
from tests.room_client import Person, Room
from tests.server import free_port
from viva.ai.bank.loader import load_bank
from viva.config.asgi import application  # it sets Django up: what follows needs that
from viva.live import clock
from viva.live.runs import run_runner
from viva.live.turns import runner
from viva.notifications import interest, ticker

TURNS = 40
ANSWERS = (2, 20, 40)
SEED = 7
SKIP = "Let's skip this question."
_seen: list[str] = []


def _note(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    _seen.append(sql[:200])
    return execute(sql, params, many, context)


def _watch(connection: Any, **_: Any) -> None:
    assert connection.features.supports_json_field  # Django asks the database once for each thread's connection
    connection.execute_wrappers.append(_note)


class Counter:
    """The turns so far, each with what was asked of the database from its frame until the room was still."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.turns: list[dict[str, Any]] = []

    async def count(self, kind: str, doing: Callable[[], Awaitable[object]]) -> None:
        _seen.clear()
        await doing()
        await self.still()
        self.turns.append({"turn": len(self.turns) + 1, "kind": kind, "statements": list(_seen)})

    async def still(self) -> None:
        await runner.drain(self.room.session_id, timeout=20)
        await run_runner.drain(self.room.session_id, timeout=20)
        await asyncio.sleep(0.1)


async def walk(seat: Seat) -> list[dict[str, Any]]:
    """Forty messages, a hint, skips to the code question, a run and a right solution of it."""
    # The search for abandoned rooms and for webhooks that are due belongs to no turn.
    clock.SWEEP_SECONDS = ticker.TICK_SECONDS = interest.STALE_AFTER = 3600.0
    connection_created.connect(_watch)
    bank, chance = load_bank().by_id, random.Random(SEED)
    async with _room(seat) as room:
        counter = Counter(room)
        await counter.still()
        for turn in range(1, TURNS + 1):
            question = bank[seat.questions[str(room.state["question"]["id"])]]
            answers = turn in ANSWERS
            text = answer_to(question, chance) if answers else chance.choice(NO_ANSWERS)
            await counter.count("answer" if answers else "no answer", partial(room.talk, text))
        await counter.count("hint", partial(_hinted, room))
        while room.state["question"]["id"] != seat.code_question:
            await counter.count("skip", partial(room.talk, SKIP))
        problem = bank[seat.questions[str(seat.code_question)]].problem
        assert problem
        for kind in ("run", "submit"):
            await counter.count(kind, partial(_judged, room, kind, problem.solutions["python"]))
        verdicts = [each["payload"]["verdict"] for each in room.messages.values() if each["kind"] == "verdict"]
        assert verdicts == ["AC", "AC"], verdicts
        assert not room.errors, room.errors
    return counter.turns


async def _hinted(room: Room) -> None:
    await room.ask_hint()
    await room.until(lambda: any(message["kind"] == "hint" for message in room.messages.values()))


async def _judged(room: Room, kind: str, source: str) -> None:
    number = await room.send_code(kind, source)
    await room.until(lambda: any(each["payload"].get("submission") == number for each in room.messages.values()))


@contextlib.asynccontextmanager
async def _room(seat: Seat) -> AsyncIterator[Room]:
    server = uvicorn.Server(uvicorn.Config(application, port=free_port(), log_level="warning"))
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.05)
    async with Person(f"http://127.0.0.1:{server.config.port}") as person:
        person.http.cookies.set("sessionid", seat.cookie)
        room = person.room(seat.session_id)
        await room.open()
        await room.until(lambda: bool(room.state.get("question")))
        try:
            yield room
        finally:
            await room.close()
            server.should_exit = True
            await serving


if __name__ == "__main__":
    print(json.dumps(asyncio.run(walk(Seat(**json.loads(sys.argv[1]))))))
