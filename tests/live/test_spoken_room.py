"""A spoken answer over a real socket, with an installed recogniser: cut in mid-word, and by eight at once."""

from __future__ import annotations

import asyncio
import importlib.util
import shutil
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from tests.conftest import lacking
from tests.e2e.inviting import invite
from tests.live.link_client import Guest, GuestRoom
from tests.live.test_hearing import message
from tests.server import Server, serving
from tests.speech.turns.hearing import pause
from tests.speech.voices import spoken
from viva.speech.turns.frames import FRAME_BYTES

pytestmark = pytest.mark.integration

SAID = "The server can find rows without reading the table."
IN_A_MESSAGE = 25 * FRAME_BYTES


@pytest.fixture(scope="module")
def listening() -> Iterator[Server]:
    if not shutil.which("flite"):
        lacking("flite")
    if importlib.util.find_spec("pocketsphinx") is None:
        lacking("pocketsphinx")
    with serving(VIVA_LISTEN="pocketsphinx", VIVA_VOICE="none") as running:
        yield running


class SpeakingRoom(GuestRoom):
    """Speaks `sound` over its socket as a page does: what was not acknowledged is sent again."""

    def __init__(self, guest: Guest, session_id: int, sound: bytes) -> None:
        super().__init__(guest, session_id)
        self.stream = uuid.uuid4()
        self.sound = sound[: len(sound) // FRAME_BYTES * FRAME_BYTES]

    def told(self, kind: str) -> list[dict[str, Any]]:
        return [frame for frame in self.others if frame["type"] == kind]

    @property
    def next(self) -> int:
        return max((frame["next"] for frame in self.told("heard")), default=0)

    async def listen(self) -> None:
        before = len(self.told("heard"))
        await self.send(type="listen", stream=str(self.stream), first=self.next)
        await self.until(lambda: len(self.told("heard")) > before)

    async def speak(self, *, first: int, until: int | None = None) -> None:
        """From frame `first` on, to frame `until`."""
        end = len(self.sound) if until is None else until * FRAME_BYTES
        for at in range(first * FRAME_BYTES, end, IN_A_MESSAGE):
            part = self.sound[at : min(at + IN_A_MESSAGE, end)]
            await self.send_raw(message(part, first=at // FRAME_BYTES, stream=self.stream))

    @property
    def finals(self) -> list[dict[str, Any]]:
        return [frame for frame in self.told("speech") if frame["state"] == "final"]

    async def final(self) -> str:
        await self.until(lambda: bool(self.finals), timeout=60)
        return str(self.finals[-1]["text"])


async def rooms(server: Server, guests: list[Guest], sound: bytes) -> list[SpeakingRoom]:
    opened = []
    for guest in guests:
        session = (await guest.start()).json()["session_id"]
        room = SpeakingRoom(guest, session, sound)
        await room.open()
        opened.append(room)
    return opened


def invited(server: Server, count: int) -> list[Guest]:
    made = invite(server, *({"seconds": -30, "consent": True} for _ in range(count)))
    return [Guest(server.url, each["key"]) for each in made]


async def test_a_cut_in_the_middle_of_a_word_changes_nothing_of_what_is_heard(listening: Server) -> None:
    sound = pause(2) + await spoken(SAID) + pause(5)
    whole, cut = await rooms(listening, invited(listening, 2), sound)
    await whole.listen()
    await whole.speak(first=0)
    wanted = await whole.final()
    await cut.listen()
    await cut.speak(first=0, until=160)  # in the sentence
    await cut.until(lambda: cut.next > 100)
    cut._socket.transport.abort()
    await cut.close()
    await cut.open()
    await cut.listen()
    await cut.speak(first=max(0, cut.next - 40))  # some of it a second time
    assert await cut.final() == wanted
    assert len(cut.finals) == 1
    assert len(set(wanted.split()) & set(SAID.lower().strip(".").split())) >= 6, wanted
    assert (cut.finals[0]["rough"], cut.finals[0]["good"]) == (True, False)
    for room in (whole, cut):
        await room.close()


async def test_eight_who_speak_at_once_are_all_understood(listening: Server) -> None:
    sound = pause(2) + await spoken(SAID) + pause(5)
    eight = await rooms(listening, invited(listening, 8), sound)
    for room in eight:
        await room.listen()
    await asyncio.gather(*(room.speak(first=0) for room in eight))
    texts = await asyncio.gather(*(room.final() for room in eight))
    assert len(set(texts)) == 1
    assert [len(room.finals) for room in eight] == [1] * 8
    assert all(room.told("deaf") == [] for room in eight)
    for room in eight:
        await room.close()


async def test_sound_before_hello_or_without_a_stream_is_refused_and_the_room_stays(listening: Server) -> None:
    [room] = await rooms(listening, invited(listening, 1), pause(1))
    await room.speak(first=0)
    await room.until(lambda: bool(room.errors))
    assert room.errors[-1]["code"] == "not_listening"
    await room.send_raw(b"\0" * 100)
    await room.until(lambda: len(room.errors) > 1 and room.errors[-1]["code"] == "bad_message")
    assert await room.talk("I would add an index.")
    await room.close()
