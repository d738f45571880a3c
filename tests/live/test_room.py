"""The room over a real socket, with the shipped engine, sandbox and database."""

from __future__ import annotations

import asyncio
import uuid

import pytest

from tests.room_client import Person, Room

pytestmark = pytest.mark.integration

ANSWER = (
    "I would look at the query plan first, then add an index on the columns that are filtered, because a full "
    "scan reads every row; the price is slower writes and more space."
)
RIGHT_ENOUGH = "def solve(*args):\n    return None\n"


async def begun(person: Person, **choice: str) -> Room:
    room = person.room(await person.start_interview(**choice))
    await room.open()
    await room.until(lambda: bool(room.state["question"]))
    return room


async def test_the_interviewer_speaks_first_and_asks(candidate: Person) -> None:
    room = await begun(candidate)
    assert [frame["kind"] for frame in room.messages.values()] == ["text", "question"]
    assert {frame["speaker"] for frame in room.messages.values()} == {"interviewer"}
    await room.close()


async def test_an_answer_is_acknowledged_then_replied_to(candidate: Person) -> None:
    room = await begun(candidate)
    reply = await room.talk(ANSWER)
    assert reply
    assert all(frame["text"] for frame in reply)
    await room.close()


async def test_the_same_command_again_is_the_same_message(candidate: Person) -> None:
    room = await begun(candidate)
    client_id = str(uuid.uuid4())
    first = await room.say("What is the time?", client_id=client_id)
    room.acked.clear()
    assert await room.say("What is the time?", client_id=client_id) == first
    await room.until(lambda: first in room.messages)
    said = [frame for frame in room.messages.values() if frame["id"] == client_id]
    assert len(said) == 1
    await room.close()


async def test_a_tab_that_comes_back_gets_what_it_missed_and_nothing_twice(candidate: Person) -> None:
    room = await begun(candidate)
    await room.say(ANSWER)
    await room.close()
    await asyncio.sleep(2)
    await room.open()
    await room.until(lambda: not room.state["busy"] and len(room.messages) >= 4)
    assert list(room.messages) == list(range(1, len(room.messages) + 1))
    await room.close()


async def test_the_newer_tab_has_the_room(candidate: Person) -> None:
    older = await begun(candidate)
    newer = candidate.room(older.session_id)
    await newer.open()
    await older.until(lambda: older.closed_with == 4001)
    assert {"type": "taken"} in older.others
    assert await newer.say("Could you repeat the question?")
    await newer.close()


@pytest.mark.parametrize("session_id", [999_999, 2**70])
async def test_a_room_that_is_not_there_closes_with_its_code(candidate: Person, session_id: int) -> None:
    room = candidate.room(session_id)
    await room.open()
    assert room.closed_with == 4004


async def test_somebody_elses_room_is_not_there(candidate: Person, server) -> None:
    room = await begun(candidate)
    async with Person(server.url) as stranger:
        await stranger.sign_in("recruiter")
        foreign = stranger.room(room.session_id)
        await foreign.open()
        assert foreign.closed_with == 4004
        assert (await stranger.http.get(f"/ai-interview/interview/{room.session_id}/")).status_code == 404
        assert (await stranger.complete(room.session_id)).status_code == 404
    await room.close()


async def test_without_a_sign_in_the_room_says_so(candidate: Person, server) -> None:
    room = await begun(candidate)
    async with Person(server.url) as nobody:
        closed = nobody.room(room.session_id)
        await closed.open()
        assert closed.closed_with == 4003
    await room.close()


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("{not json", "bad_json"),
        ("[" * 100_000, "bad_json"),
        ("[]", "bad_message"),
        ('{"type": "nonsense"}', "bad_message"),
        ('{"type": "message", "id": "x", "text": "hi"}', "bad_message"),
        ('{"type": "edits", "question": -1, "seq": 1, "changes": [], "length": 0}', "bad_message"),
        (b"\x00\x01", "bad_message"),
        ('{"type": "message", "text": "' + "a" * 1_000_000 + '"}', "too_large"),
    ],
)
async def test_what_the_room_cannot_take_gets_a_typed_error_and_the_room_lives(candidate, raw, code) -> None:
    room = await begun(candidate)
    await room.send_raw(raw)
    await room.until(lambda: bool(room.errors))
    assert room.errors[0]["code"] == code
    assert await room.say("Could you repeat the question?")
    await room.close()


async def test_a_flood_is_slowed_down_and_others_do_not_notice(candidate: Person) -> None:
    flooding, calm = await begun(candidate), await begun(candidate)
    for _ in range(100):
        await flooding.send(type="ping", t=1)
    await flooding.until(lambda: any(error["code"] == "too_fast" for error in flooding.errors))
    assert await calm.talk("Could you repeat the question?", timeout=10)
    await asyncio.gather(flooding.close(), calm.close())


async def test_html_in_the_chat_is_shown_as_text(candidate: Person) -> None:
    room = await begun(candidate)
    number = await room.say("<script>alert(1)</script><img src=x onerror=alert(1)> [x](javascript:alert(1))")
    await room.until(lambda: number in room.messages)
    html = room.messages[number]["html"]
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    await room.close()


async def test_the_draft_comes_back(candidate: Person) -> None:
    room = await begun(candidate)
    await room.send(type="draft", seq=1, text="I was about to s")
    await room.until(lambda: room.saved.get("draft") == 1)
    await room.close()
    await room.open()
    assert room.draft == {"seq": 1, "text": "I was about to s"}
    await room.close()


async def test_code_is_saved_as_it_is_typed_run_and_submitted(candidate: Person, server) -> None:
    room = await begun(candidate, kind="coding", minutes="30", difficulty="easy")
    while not room.state["question"]["has_code"]:
        await room.talk("Skip this question, please.")
    question = room.state["question"]
    typed = question["starter"]
    await room.send(
        type="edits", question=question["id"], seq=1, changes=[[5, 0, 0, "# 😀\n"]], length=len(typed) + 5
    )
    await room.until(lambda: room.saved.get(question["id"]) == 1)
    await room.send(type="edits", question=question["id"], seq=3, changes=[], length=0)
    await room.until(lambda: any(frame["type"] == "resync" for frame in room.others))
    await room.send_code("run", "import time\ntime.sleep(99)")
    number = await room.send_code("submit", RIGHT_ENOUGH)
    await room.until(lambda: _verdicts(room) == {"run", "submit"}, timeout=60)
    submitted = next(
        f for f in room.messages.values() if f["kind"] == "verdict" and f["payload"]["mode"] == "submit"
    )
    assert submitted["payload"]["submission"] == number
    hidden = [test for test in submitted["payload"]["tests"] if test["hidden"]]
    assert hidden
    assert all(set(test) == {"verdict", "cpu_ms", "wall_ms", "memory_kb", "hidden"} for test in hidden)
    await room.close()
    await room.open()
    assert room.buffers[question["id"]]["text"] == "# 😀\n" + typed
    await room.close()


def _verdicts(room: Room) -> set[str]:
    return {frame["payload"]["mode"] for frame in room.messages.values() if frame["kind"] == "verdict"}


async def test_a_hint_costs_and_is_counted(candidate: Person) -> None:
    room = await begun(candidate)
    await room.ask_hint()
    await room.until(lambda: room.state["hints"]["used"] == 1)
    assert room.messages[max(room.messages)]["kind"] == "hint"
    await room.close()


async def test_completing_gives_the_true_score_and_twice_changes_nothing(candidate: Person, server) -> None:
    room = await begun(candidate)
    await room.talk(ANSWER)
    first = await candidate.complete(room.session_id)
    before = server.rows("select * from interviews_interview order by id")
    second = await candidate.complete(room.session_id)
    assert (first.headers["location"], second.headers["location"]) == ("/profile/", "/profile/")
    assert server.rows("select * from interviews_interview order by id") == before
    [(score,)] = server.rows(
        "select overall_score from interviews_interview i join live_interviewsession s on s.interview_id = i.id"
        " where s.id = ?",
        room.session_id,
    )
    page = (await candidate.http.get("/profile/")).text
    assert f"Interview completed! Overall score: {score:.0f}/100" in page
    await room.until(lambda: room.closed_with == 4005)


async def test_an_interview_without_an_answer_is_not_assessed(candidate: Person) -> None:
    room = await begun(candidate)
    await candidate.complete(room.session_id)
    assert "Interview completed! Not assessed" in (await candidate.http.get("/profile/")).text
    await room.close()


async def test_signing_out_ends_the_open_room_at_its_next_ping(candidate: Person) -> None:
    room = await begun(candidate)
    await candidate.submit("/accounts/logout/")
    await room.send(type="ping", t=1)
    await room.until(lambda: room.closed_with is not None)
    assert room.closed_with == 4003
