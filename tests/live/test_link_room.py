"""The room of a company's interview, over a real socket, for whoever holds the link."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.inviting import invite
from tests.live.link_client import Guest, GuestRoom
from tests.room_client import Person
from tests.server import Server, serving

pytestmark = pytest.mark.integration

ANSWER = "I would read the query plan first and add an index on the columns that are filtered."


@pytest.fixture(scope="module")
def link_server() -> Iterator[Server]:
    with serving() as running:
        yield running


def made(server: Server, **wish: object) -> dict:
    [interview] = invite(server, {"seconds": -30, "consent": True, **wish})
    return interview


async def test_the_key_opens_the_room_and_the_interview_is_held_there(link_server: Server) -> None:
    interview = made(link_server)
    async with Guest(link_server.url, interview["key"]) as guest:
        begun = (await guest.start()).json()
        room = await GuestRoom(guest, begun["session_id"]).open()
        await room.until(lambda: bool(room.state["question"]))
        assert (room.state["mode"], room.state["hints"]["allowed"]) == ("real", False)
        assert (room.state["question"]["id"], room.state["total"]) == (begun["question"]["id"], 2)
        assert "Samira" in room.messages[1]["text"]
        assert await room.talk(ANSWER)
        assert await room.talk("Can I have a hint?")
        kinds = {frame["kind"] for frame in room.messages.values()}
        assert "hint" not in kinds
        await room.close()


async def test_two_tabs_are_one_interview_and_the_newer_has_it(link_server: Server) -> None:
    interview = made(link_server)
    async with Guest(link_server.url, interview["key"]) as guest:
        first, second = (await guest.start()).json(), (await guest.start()).json()
        assert first["session_id"] == second["session_id"]
        older = await GuestRoom(guest, first["session_id"]).open()
        newer = await GuestRoom(guest, first["session_id"]).open()
        await older.until(lambda: older.closed_with == 4001)
        await newer.until(lambda: bool(newer.state["question"]))
        await newer.close()


async def test_a_ticket_of_another_room_a_forged_one_and_none_open_nothing(link_server: Server) -> None:
    mine, foreign = made(link_server), made(link_server)
    async with Guest(link_server.url, mine["key"]) as guest, Guest(link_server.url, foreign["key"]) as other:
        session = (await guest.start()).json()["session_id"]
        ticket = (await other.socket_path()).partition("?")[2]
        forged = (await guest.socket_path())[:-2] + "xx"
        for path in (
            f"/ws/room/{session}/?{ticket}",
            forged,
            f"/ws/room/{session}/",
            f"/ws/room/{session}/?ticket=",
        ):
            room = await GuestRoom(guest, session, path=path).open()
            assert (room.closed_with, room.messages) == (4003, {}), path


async def test_a_ticket_is_of_no_use_after_completion(link_server: Server) -> None:
    interview = made(link_server)
    async with Guest(link_server.url, interview["key"]) as guest:
        session = (await guest.start()).json()["session_id"]
        path = await guest.socket_path()
        room = await GuestRoom(guest, session, path=path).open()
        await room.until(lambda: bool(room.state["question"]))
        await room.close()
        answer = await guest.complete_by_link()
        assert answer.headers["location"] == f"/?session_key={interview['key']}"
        replayed = await GuestRoom(guest, session, path=path).open()
        assert (replayed.closed_with, replayed.messages) == (4005, {})
        refused = await guest.start()
        assert (refused.status_code, refused.json()["state"]) == (409, "completed")
        page = (await guest.http.get("/", params={"session_key": interview["key"]})).text
        assert "Your interview is completed" in page
        assert "/100" not in page


async def test_before_the_time_no_socket_begins_it(link_server: Server) -> None:
    """A signed-in candidate's cookie opens the socket, and the window still holds."""
    interview = made(link_server, seconds=3600, username="candidate")
    [(session,)] = link_server.rows("select id from live_interviewsession where interview_id = ?", interview["id"])
    async with Person(link_server.url) as candidate:
        await candidate.sign_in()
        room = await candidate.room(session).open()
        assert (room.closed_with, room.messages) == (4006, {})
    assert link_server.rows("select begun_at from live_interviewsession where id = ?", session) == [(None,)]


async def test_the_companys_people_have_no_way_in(link_server: Server) -> None:
    interview = made(link_server)
    async with Guest(link_server.url, interview["key"]) as guest, Person(link_server.url) as admin:
        session = (await guest.start()).json()["session_id"]
        await admin.sign_in("admin")
        foreign = await admin.room(session).open()
        assert (foreign.closed_with, foreign.messages) == (4004, {})


async def test_a_killed_server_resumes_by_the_link_with_all_that_was_said() -> None:
    with serving() as server:
        interview = made(server)
        async with Guest(server.url, interview["key"]) as guest:
            session = (await guest.start()).json()["session_id"]
            room = GuestRoom(guest, session)
            await room.open()
            await room.until(lambda: bool(room.state["question"]))
            await room.say(ANSWER)
            server.kill()
            await room.close()
            server.start(demo=False)
            await room.open()
            await room.until(lambda: not room.state["busy"] and len(room.messages) >= 4, timeout=60)
            assert list(room.messages) == list(range(1, len(room.messages) + 1))
            said = [frame["text"] for frame in room.messages.values() if frame["speaker"] == "candidate"]
            assert said == [ANSWER]
            await room.close()
        log = server.log.read_text()
    assert interview["key"] not in log
    assert "ticket=" not in log
