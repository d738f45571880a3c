"""What an idle room costs in memory: the server's resident size before and after 500 rooms were opened.

Each room is begun, greeted and silent, its socket open after `welcome`. Limit: 60 KB (60,000 bytes) a room. A
first room, opened and closed before, has what is loaded at its first use loaded.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
from itertools import pairwise
from pathlib import Path

import psutil

from benchmarks.outcome import Outcome, Ratio
from benchmarks.seating import Seat, seat
from tests.room_client import Person, Room
from tests.server import Server

ROOMS, WARM = 500, 20
LIMIT_KB = 60.0
AT_ONCE = 10
SETTLE = 5.0  # seconds


def measure() -> Outcome:
    with tempfile.TemporaryDirectory(prefix="viva-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        seats = seat(folder, count=WARM + ROOMS)
        server = Server(folder)
        try:
            server.start(demo=False)
            assert server.process
            sizes = asyncio.run(_open_all(server.url, seats, server.process.pid))
        finally:
            server.stop()
    return _judge(sizes)


async def _open_all(url: str, seats: list[Seat], pid: int) -> dict[int, int]:
    """Resident bytes of the server's process by the number of idle rooms that are open."""
    people = {each.cookie: Person(url) for each in seats}
    for cookie, person in people.items():
        person.http.cookies.set("sessionid", cookie)
    rooms = [people[each.cookie].room(each.session_id) for each in seats]
    await _enter(rooms[:WARM])
    await asyncio.gather(*(room.close() for room in rooms[:WARM]))
    sizes = {0: await _size(pid)}
    idle = rooms[WARM:]
    for begin in range(0, ROOMS, 100):
        await _enter(idle[begin : begin + 100])
        sizes[begin + 100] = await _size(pid)
    silent = [room for room in idle if room.closed_with is not None or room.errors]
    await asyncio.gather(*(room.close() for room in idle))
    if silent:
        raise SystemExit(f"{len(silent)} rooms were not open to the end")
    return sizes


async def _enter(rooms: list[Room]) -> None:
    for begin in range(0, len(rooms), AT_ONCE):
        await asyncio.gather(*(_greeted(room) for room in rooms[begin : begin + AT_ONCE]))


async def _greeted(room: Room) -> None:
    await room.open()
    await room.until(lambda: bool(room.state.get("question")), timeout=60.0)


async def _size(pid: int) -> int:
    await asyncio.sleep(SETTLE)
    resident: int = psutil.Process(pid).memory_info().rss
    return resident


def _judge(sizes: dict[int, int]) -> Outcome:
    each = (sizes[ROOMS] - sizes[0]) / ROOMS / 1000
    counts = sorted(sizes)
    steps = [(sizes[more] - sizes[less]) / (more - less) / 1000 for less, more in pairwise(counts)]
    shown = ", ".join(f"{count}: {sizes[count] / 1e6:.1f} MB" for count in counts)
    return Outcome(
        "memory",
        (Ratio("KB per idle room", each, LIMIT_KB),),
        (
            f"resident size by open rooms: {shown}",
            f"a room in each hundred, median: {statistics.median(steps):.1f} KB",
        ),
        {"resident_bytes": {str(count): size for count, size in sizes.items()}, "kb_per_room": each},
    )
