"""A database that is locked or full: said clearly, nothing acknowledged that is not stored, well afterwards."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import uuid
from collections.abc import Iterator

import pytest

from tests.live.rooms import ANSWER, begun
from tests.room_client import Frame, Person, Room
from tests.server import Server, serving

pytestmark = [pytest.mark.integration, pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving("tests.live.cramped", VIVA_ENGINE="tests.live.engines.FaultyEngine") as running:
        yield running


@contextlib.contextmanager
def locked(server: Server) -> Iterator[None]:
    """Somebody else is writing and does not come to an end."""
    connection = sqlite3.connect(server.database, isolation_level=None, timeout=10)
    connection.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


@contextlib.contextmanager
def full(server: Server) -> Iterator[None]:
    sign = server.folder / "full"
    sign.touch()
    try:
        yield
    finally:
        sign.unlink()


def stored(server: Server, room: Room) -> int:
    [(count,)] = server.rows("select count(*) from live_chatmessage where session_id = ?", room.session_id)
    return count


async def refusal(room: Room, **frame: object) -> Frame:
    """The error that the frame gets."""
    before = len(room.errors)
    await room.send(**frame)
    await room.until(lambda: len(room.errors) > before, timeout=10)
    return room.errors[-1]


async def test_a_locked_database_is_a_typed_error_and_the_same_command_is_taken_afterwards(
    server: Server, candidate: Person
) -> None:
    room = await begun(candidate)
    before, client_id = stored(server, room), str(uuid.uuid4())
    with locked(server):
        error = await refusal(room, type="message", id=client_id, text="Could you repeat the question?")
        assert (error["code"], error["id"], error["retry"]) == ("storage", client_id, True)
        error = await refusal(room, type="draft", seq=1, text="a draft")
        assert (error["code"], error["id"], error["retry"]) == ("storage", None, True)
        assert stored(server, room) == before
    assert (room.acked, room.saved) == ({}, {})
    room.errors.clear()
    assert await room.say("Could you repeat the question?", client_id=client_id) == before + 1
    await room.send(type="draft", seq=1, text="a draft")
    await room.until(lambda: room.saved.get("draft") == 1)
    await room.close()


async def test_while_the_database_is_locked_health_reading_and_the_sockets_answer(
    server: Server, candidate: Person
) -> None:
    room = await begun(candidate)
    with locked(server):
        await room.send(type="message", id=str(uuid.uuid4()), text="This waits for the lock.")
        assert server.healthy(timeout=1.0)
        assert (await candidate.http.get("/interviews/", timeout=5.0)).status_code == 200
    await room.close()


async def test_a_page_that_writes_says_so_with_503(server: Server, candidate: Person) -> None:
    room = await begun(candidate)
    with locked(server):
        answer = await candidate.submit("/ai-interview/start/")
        completing = await candidate.complete(room.session_id)
    assert (answer.status_code, completing.status_code) == (503, 503)
    assert "<h1" in answer.text
    assert (await candidate.complete(room.session_id)).headers["location"] == "/profile/"
    await room.close()


async def test_a_tab_that_cannot_come_in_is_told_to_come_again(server: Server, candidate: Person) -> None:
    room = candidate.room(await candidate.start_interview())
    with locked(server):
        await room.open()
        await room.until(lambda: room.closed_with is not None)
    assert (room.errors[0]["code"], room.closed_with) == ("storage", 1012)
    await room.open()
    await room.until(lambda: bool(room.state["question"]))
    await room.close()


async def test_a_reply_that_cannot_be_stored_is_told_of_and_follows_by_itself(
    server: Server, candidate: Person
) -> None:
    room = await begun(candidate)
    await room.say(ANSWER + " In slow motion.")
    with locked(server):
        await room.until(lambda: any(error["id"] is None for error in room.errors), timeout=10)
        await asyncio.sleep(1.0)
    said = max(room.messages)
    await room.until(lambda: max(room.messages) > said and not room.state["busy"], timeout=15)
    assert list(room.messages) == list(range(1, max(room.messages) + 1))
    [(evaluations,)] = server.rows(
        "select count(*) from interviews_responseevaluation e join interviews_interviewresponse r"
        " on r.id = e.response_id join live_interviewsession s on s.interview_id = r.interview_id where s.id = ?",
        room.session_id,
    )
    assert evaluations == 1
    await room.close()


async def test_a_full_database_is_a_typed_error_and_nothing_is_acknowledged_that_is_not_stored(
    server: Server, candidate: Person
) -> None:
    room = await begun(candidate)
    with full(server):
        error = None
        for _ in range(25):  # what is free in the file's last pages is used up first
            try:
                await room.say("Give me a moment to think. " + 7_900 * "x")
            except ConnectionError:
                error = room.errors[-1]
                break
        assert error
        assert (error["code"], error["retry"]) == ("storage", True)
        [(kept,)] = server.rows(
            "select count(*) from live_chatmessage where session_id = ? and client_id is not null", room.session_id
        )
        assert kept == len(room.acked)
        assert (await candidate.submit("/ai-interview/start/")).status_code == 503
        assert server.healthy(timeout=1.0)
    room.errors.clear()
    assert await room.say("Could you repeat the question?", client_id=error["id"])
    await room.until(lambda: room.messages[max(room.messages)]["speaker"] == "interviewer", timeout=40)
    await room.close()
