"""A language model behind the room: how soon its first word is seen, and what a slow one costs other rooms.

The first word's way from the model's server to the room's socket is measured against that to a bare client, which
asks the same server in turn with the room. 50 rooms of a company whose model takes 5 s for a line talk without a
pause; the turns of four other rooms, on a quick model, are measured beside them and without it, in turns, in one
run. Without it means: beside 50 rooms that talk as often, their model being quick and their people taking the 5 s.
So the waiting alone is compared and not the work, which is the same; the four by themselves are shown too.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx

from benchmarks.outcome import Outcome, Ratio, spread, spread_line
from benchmarks.seating import ROOT, Seat, environment, seat
from tests.room_client import Frame, Person, Room
from tests.server import Server, free_port

SLOW, OTHERS = 50, 4
LINE_SECONDS = 5.0
FIRST_WORDS = 40
PHASES, PHASE_SECONDS = 2, 9.0
MOST_LATER, MOST_TIMES = 50.0, 1.5
PATIENCE = 60.0
SMALL_TALK = "Hello! Nice to meet you."
TURNS = ("alone", "without", "beside")
_WRITTEN_AT = re.compile(r"@([\d.]+)@")


class WatchingRoom(Room):
    """`first_ms`: how long the first piece of each line was under way from the model's server, in milliseconds."""

    def __init__(self, person: Person, session_id: int) -> None:
        super().__init__(person, session_id)
        self.first_ms: list[float] = []
        self._begun: set[int] = set()

    def _take(self, frame: Frame) -> None:
        if frame["type"] == "saying" and frame["line"] not in self._begun:
            self._begun.add(frame["line"])
            self.first_ms.append(_since(str(frame["text"])) or 0.0)
        super()._take(frame)

    async def timed(self) -> float:
        """A whole turn, in milliseconds."""
        began = time.monotonic()
        await self.talk(SMALL_TALK, timeout=PATIENCE)
        return (time.monotonic() - began) * 1000


def measure() -> Outcome:
    with tempfile.TemporaryDirectory(prefix="viva-bench-", ignore_cleanup_errors=True) as name, _models() as urls:
        quick, slow = urls
        folder = Path(name)
        settings = {
            "VIVA_LLM_BASE_URL": quick,
            "VIVA_LLM_MODEL": "quick",
            "VIVA_LLM_COMPANY_BASE_URLS": slow,
            "VIVA_LLM_CONCURRENCY": str(SLOW),
            "VIVA_LLM_INTERVIEW_TOKENS": "0",
            "VIVA_LLM_DAY_TOKENS": "0",
            "VIVA_LLM_SAY_SECONDS": "20",
        }
        seats = seat(folder, count=2 * SLOW + OTHERS)
        server = Server(folder, **settings)
        try:
            server.start(demo=False)
            found = asyncio.run(_visit(server, urls, seats))
            found["complaints"] = _complaints(server)
        finally:
            server.stop()
    return _judge(found)


@contextlib.contextmanager
def _models() -> Iterator[tuple[str, str]]:
    """The quick one's address and the slow one's."""
    with _model(0.0) as quick, _model(LINE_SECONDS) as slow:
        yield quick, slow


@contextlib.contextmanager
def _model(seconds: float) -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.baselines.model", str(port), str(seconds)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
    try:
        assert process.stdout
        process.stdout.readline()
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.terminate()
        process.wait(20)


def _give_to_company(folder: Path, url: str, seats: list[Seat]) -> None:
    command = [sys.executable, "-m", "benchmarks.company_seating", url, *(str(each.session_id) for each in seats)]
    allowed = {"VIVA_LLM_COMPANY_BASE_URLS": url}
    subprocess.run(command, cwd=ROOT, env=environment(folder) | allowed, check=True)


async def _visit(server: Server, urls: tuple[str, str], seats: list[Seat]) -> dict[str, Any]:
    """All are greeted by the quick model; then the slow one's company gets its rooms."""
    rooms = [_room(server.url, each) for each in seats]
    slow, prompt, others = rooms[:SLOW], rooms[SLOW : 2 * SLOW], rooms[2 * SLOW :]
    await asyncio.gather(*(each.open() for each in rooms))
    await asyncio.gather(*(each.until(lambda room=each: _is_ready(room), timeout=PATIENCE) for each in rooms))
    await asyncio.to_thread(_give_to_company, server.folder, urls[1], seats[:SLOW])
    for each in others:
        await each.timed()  # once unmeasured: what is made at the first turn
    shown, bare = await _first_words(others[0], urls[0])
    turns: dict[str, list[float]] = {name: [] for name in TURNS}
    lines = {"slow": 0, "prompt": 0}
    for _ in range(PHASES):
        turns["alone"] += await _talk_for(PHASE_SECONDS / 2, others)
        for name, crowd, pause, phase in (
            ("prompt", prompt, LINE_SECONDS, "without"),
            ("slow", slow, 0.0, "beside"),
        ):
            async with _talking(crowd, pause=pause) as spoken:
                await asyncio.sleep(LINE_SECONDS + 1.0)
                turns[phase] += await _talk_for(PHASE_SECONDS, others)
            lines[name] += len(spoken)
    await asyncio.gather(*(each.close() for each in rooms))
    return {"shown": shown, "bare": bare, "lines": lines} | turns


def _room(url: str, seat: Seat) -> WatchingRoom:
    person = Person(url)
    person.http.cookies.set("sessionid", seat.cookie)
    return WatchingRoom(person, seat.session_id)


def _is_ready(room: Room) -> bool:
    return bool(room.state.get("question")) and not room.state.get("busy")


async def _first_words(room: WatchingRoom, quick: str) -> tuple[list[float], list[float]]:
    bare: list[float] = []
    room.first_ms.clear()
    async with httpx.AsyncClient(timeout=PATIENCE) as client:
        for _ in range(FIRST_WORDS):
            await room.timed()
            bare.append(await _bare(client, quick))
    return list(room.first_ms), bare


async def _bare(client: httpx.AsyncClient, quick: str) -> float:
    """The first piece's way to a client that does nothing but read."""
    first: float | None = None
    body = {"model": "quick", "stream": True, "messages": [{"role": "user", "content": SMALL_TALK}]}
    async with client.stream("POST", f"{quick}/chat/completions", json=body) as answer:
        async for text in answer.aiter_text():
            first = _since(text) if first is None else first
    assert first is not None
    return first


def _since(text: str) -> float | None:
    found = _WRITTEN_AT.search(text)
    return (time.monotonic() - float(found.group(1))) * 1000 if found else None


async def _talk_for(seconds: float, rooms: list[WatchingRoom]) -> list[float]:
    end = time.monotonic() + seconds

    async def talk(room: WatchingRoom) -> list[float]:
        found: list[float] = []
        while time.monotonic() < end:
            found.append(await room.timed())
            await asyncio.sleep(0.1)
        return found

    return [each for found in await asyncio.gather(*(talk(room) for room in rooms)) for each in found]


@contextlib.asynccontextmanager
async def _talking(rooms: list[WatchingRoom], *, pause: float) -> AsyncIterator[list[float]]:
    """All of `rooms` have one line after the other said while the block runs, each after `pause` seconds; how long
    each took, in ms."""
    spoken: list[float] = []
    over = asyncio.Event()

    async def talk(room: WatchingRoom, begin: float) -> None:
        await asyncio.sleep(begin)
        while not over.is_set():
            await asyncio.sleep(pause)
            spoken.append(await room.timed())

    begins = [LINE_SECONDS * number / len(rooms) for number in range(len(rooms))]  # people do not speak in step
    talking = [asyncio.create_task(talk(room, begin)) for room, begin in zip(rooms, begins, strict=True)]
    try:
        yield spoken
    finally:
        over.set()
        await asyncio.gather(*talking)


def _complaints(server: Server) -> list[str]:
    return [line for line in server.log.read_text().splitlines() if "WARNING" in line or "ERROR" in line]


def _judge(found: dict[str, Any]) -> Outcome:
    spreads = {
        "first word in the room": spread(found["shown"]),
        "first word, bare client": spread(found["bare"]),
        "others' turns alone": spread(found["alone"]),
        "others' turns beside quick rooms": spread(found["without"]),
        "others' turns beside slow rooms": spread(found["beside"]),
    }
    shown, bare, _, without, beside = spreads.values()
    ratios = (
        Ratio("first word, room p95 - bare client p50", shown["p95"] - bare["p50"], MOST_LATER, "ms"),
        Ratio("others' turns p50, beside 50 slow rooms / 50 quick", beside["p50"] / without["p50"], MOST_TIMES),
        Ratio("others' turns p95, beside 50 slow rooms / 50 quick", beside["p95"] / without["p95"], MOST_TIMES),
        Ratio("errors", float(len(found["complaints"])), 0.0),
    )
    lines = (
        *(spread_line(name, figures) for name, figures in spreads.items()),
        f"lines said to the slow rooms: {found['lines']['slow']}, to the quick ones: {found['lines']['prompt']}",
        *(f"error: {line}" for line in found["complaints"][:10]),
    )
    raw = {name: sorted(round(each, 2) for each in found[name]) for name in ("shown", "bare", *TURNS)}
    figures = {"rooms": SLOW, "line_seconds": LINE_SECONDS, "ms": spreads, "raw_ms": raw}
    return Outcome("llm", ratios, lines, figures | {"complaints": found["complaints"]})
