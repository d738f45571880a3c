"""A line that breaks while somebody speaks, and is down for as long as they take to say ten more seconds."""

from __future__ import annotations

import json
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio

from tests.conftest import lacking
from tests.e2e.cutting import Line, line_to
from tests.live.link_client import Guest
from tests.live.microphone import SpeakingRoom, invited, rooms
from tests.server import Server, serving
from tests.speech.speech_server import Script, speech_server
from tests.speech.turns.hearing import pause
from tests.speech.voices import spoken
from viva.speech.audio import read_wav
from viva.speech.turns.frames import FRAME_BYTES, FRAME_MS

pytestmark = pytest.mark.integration

SAID = (
    "An index is a sorted structure beside the table.",
    "The server can find rows without reading all of it.",
    "Every write has to keep the index up to date, and it costs space.",
    "So I would measure first, and then add one on the columns that are filtered, that's it.",
)
IN_A_WORD = 180  # frames: 1.6 s into the first sentence
DOWN = 10_000 // FRAME_MS
MOST_IN_FLIGHT = 50


@dataclass
class Heard:
    server: Server
    recogniser: Script

    def sound(self) -> list[bytes]:
        """Piece by piece, what the recogniser was given since the last look."""
        pieces = [read_wav(body[body.index(b"RIFF") :]).pcm for _, _, body in self.recogniser.asked]
        self.recogniser.asked.clear()
        return pieces


@pytest_asyncio.fixture
async def listening() -> AsyncIterator[Heard]:
    if not shutil.which("flite"):
        lacking("flite")
    async with speech_server() as recogniser:
        recogniser.body = json.dumps({"text": "That is a sentence."}).encode()
        with serving(VIVA_LISTEN="endpoint", VIVA_LISTEN_URL=recogniser.url, VIVA_VOICE="none") as server:
            yield Heard(server, recogniser)


async def speech() -> bytes:
    sentences = [await spoken(sentence) for sentence in SAID]
    return pause(2) + pause(0.5).join(sentences) + pause(5)


async def speak_and_lose_the_line(room: SpeakingRoom, line: Line) -> None:
    """The line breaks in a word; it is mended when ten seconds more have been said."""
    await room.listen()
    await room.speak(first=0, until=IN_A_WORD)
    await room.until(lambda: room.next > IN_A_WORD - MOST_IN_FLIGHT)
    line.cut()
    await room.until(lambda: room.closed_with is not None)
    await room.close()
    line.mend()
    await room.open()
    await room.listen()


async def test_ten_seconds_without_a_line_lose_no_sound_and_double_no_word(listening: Heard) -> None:
    sound = await speech()
    [whole, cut] = invited(listening.server, 2)
    [direct] = await rooms(listening.server, [whole], sound)
    await direct.listen()
    await direct.speak(first=0)
    wanted_text, wanted = await direct.final(), listening.sound()
    assert len(wanted) >= len(SAID)
    with line_to(listening.server.port) as line:
        [room] = await rooms(listening.server, [Guest(line.url, cut.key)], sound)
        await speak_and_lose_the_line(room, line)
        assert room.next <= IN_A_WORD
        assert len(room.sound) // FRAME_BYTES > IN_A_WORD + DOWN
        await room.speak(first=room.next)
        assert await room.final() == wanted_text
        assert listening.sound() == wanted
        assert len(room.finals) == 1
        await room.close()
    await direct.close()


async def test_control_what_was_said_without_a_line_is_lost_where_it_is_not_sent_again(listening: Heard) -> None:
    """Frames after a gap are waited for, not taken for what follows."""
    sound = await speech()
    [guest] = invited(listening.server, 1)
    with line_to(listening.server.port) as line:
        [room] = await rooms(listening.server, [Guest(line.url, guest.key)], sound)
        await speak_and_lose_the_line(room, line)
        await room.speak(first=room.next + 100, until=room.next + 300)
        await room.talk("I would add an index.")
        assert room.next <= IN_A_WORD
        assert room.finals == []
        await room.close()
