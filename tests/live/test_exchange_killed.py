"""The server is killed with -9 between choosing a harder question and storing it."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from tests.live.rooms import begun
from tests.room_client import Person, Room
from tests.server import Server, serving

pytestmark = [pytest.mark.integration, pytest.mark.timeout(180)]


def second_question(server: Server, session: int) -> tuple[str, str]:
    """Its text, and the id of what was planned in its place."""
    [row] = server.rows(
        "select question_text, planned_bank_id from interviews_interviewquestion q"
        ' join live_interviewsession s on s.interview_id = q.interview_id where s.id = ? and q."order" = 2',
        session,
    )
    return row


async def killed_in_the_exchange(server: Server, room: Room) -> str:
    """The text of the question that the killed process had chosen and not stored."""
    hold = Path(server.folder, "hold")
    await asyncio.to_thread(hold.touch)
    await room.say("I would validate what comes in and escape what goes out.")
    chosen = await asyncio.to_thread(_held, Path(server.folder, "held"))
    server.kill()
    await room.close()
    await asyncio.to_thread(hold.unlink)
    return chosen


def _held(file: Path) -> str:
    while not (file.exists() and file.read_text()):
        time.sleep(0.05)
    return file.read_text()


async def test_the_next_process_asks_the_same_question_and_asks_it_once() -> None:
    with serving(VIVA_ENGINE="tests.live.engines.HeldEngine") as server:
        async with Person(server.url) as person:
            await person.sign_in()
            room = await begun(person, role="Security engineer")
            chosen = await killed_in_the_exchange(server, room)
            planned, nothing = second_question(server, room.session_id)
            server.start(demo=False)
            room = await person.room(room.session_id).open()
            await room.until(lambda: (room.state["question"] or {}).get("order") == 2)
            asked = [frame["text"] for frame in room.messages.values() if frame["kind"] == "question"]
            text, planned_id = second_question(server, room.session_id)
            await room.close()
    assert (chosen != planned, nothing) == (True, "")
    assert (text, bool(planned_id)) == (chosen, True)
    assert [chosen in each for each in asked] == [False, True]
