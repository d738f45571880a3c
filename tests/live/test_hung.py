"""Judgements that never come and uploads that trickle, beside rooms and pages where nothing is wrong."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Iterator

import pytest

from tests.live.rooms import ANSWER, begun
from tests.room_client import Person
from tests.server import Server, serving

pytestmark = [pytest.mark.integration, pytest.mark.alone, pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    engine = "tests.live.engines.FaultyEngine"
    with serving(VIVA_ENGINE=engine, VIVA_ENGINE_SECONDS="6", VIVA_BODY_SECONDS="8") as running:
        yield running


async def test_twenty_hung_judgements_leave_health_and_other_rooms_answering(
    server: Server, candidate: Person
) -> None:
    rooms = [await begun(candidate) for _ in range(20)]
    calm = await begun(candidate)
    for room in rooms:
        await room.say(ANSWER + " Let it hang.")
    begun_at = time.monotonic()
    assert server.healthy(timeout=1.0)
    assert await calm.talk("Could you repeat the question?", timeout=4.0)
    assert await calm.talk(ANSWER, timeout=5.0)
    assert time.monotonic() - begun_at < 6.0, "the other judgements no longer hung: nothing was shown"
    for room in rooms:
        await room.until(lambda room=room: max(room.messages) > 3 and not room.state["busy"], timeout=20)
    hung = server.rows(
        "select outcome, score from interviews_interviewresponse where text_response like '%Let it hang.%'"
    )
    assert hung == 20 * [("withheld", None)]
    await asyncio.gather(*(room.close() for room in [*rooms, calm]))


async def test_fifty_slow_uploads_leave_pages_health_and_rooms_answering(
    server: Server, candidate: Person
) -> None:
    room = await begun(candidate)
    uploads = [asyncio.create_task(_trickle(server)) for _ in range(50)]
    await asyncio.sleep(1.0)
    assert server.healthy(timeout=1.0)
    assert (await asyncio.wait_for(candidate.http.get("/profile/"), 4.0)).status_code == 200
    assert await room.talk("Could you repeat the question?", timeout=4.0)
    assert not any(upload.done() for upload in uploads), "the uploads were over: nothing was shown"
    assert {await upload for upload in uploads} == {b"HTTP/1.1 408 Request Timeout"}
    await room.close()


async def _trickle(server: Server) -> bytes:
    """Post a body of 10,000 bytes, one byte every half second; the first line of what comes back."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(b"POST /accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10000\r\n\r\n")
    answer = asyncio.create_task(reader.readline())
    with contextlib.suppress(ConnectionError):
        while not answer.done():
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.5)
    line = (await answer).strip()
    writer.close()
    return line
