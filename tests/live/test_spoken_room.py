"""Spoken answers over a real socket, with an installed recogniser: cut in mid-word, by eight at once, and while
the recogniser dies."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import shutil
import signal
from collections.abc import Iterator

import pytest

from tests.conftest import lacking
from tests.live.microphone import invited, rooms
from tests.live.rooms import children_of
from tests.server import Server, serving
from tests.speech.turns.hearing import pause
from tests.speech.voices import spoken
from viva.speech.turns.frames import FRAME_BYTES

pytestmark = pytest.mark.integration

SAID = "The server can find rows without reading the table."


@pytest.fixture(scope="module")
def listening() -> Iterator[Server]:
    if not shutil.which("flite"):
        lacking("flite")
    if importlib.util.find_spec("pocketsphinx") is None:
        lacking("pocketsphinx")
    with serving(VIVA_LISTEN="pocketsphinx", VIVA_VOICE="none") as running:
        yield running


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


async def test_a_recogniser_that_is_killed_while_somebody_speaks_costs_no_word(listening: Server) -> None:
    first = pause(2) + await spoken(SAID) + pause(0.6)
    sound = first + await spoken("It costs space, and every write has to change it.") + pause(5)
    [room] = await rooms(listening, invited(listening, 1), sound)
    await room.listen()
    begun = len(first) // FRAME_BYTES
    await room.speak(first=0, until=begun)
    await room.until(lambda: any(each["state"] == "partial" for each in room.told("speech")), timeout=60)
    [worker] = children_of(listening, "viva.speech.stt.worker")
    os.kill(worker, signal.SIGKILL)
    await room.speak(first=begun)
    words = set((await room.final()).split())
    assert len(words & {"server", "find", "rows", "without", "reading", "table"}) >= 4, words
    assert len(words & {"costs", "space", "every", "write", "change"}) >= 3, words
    assert (room.finals[0]["missing"], room.told("deaf")) == (0, [])
    assert worker not in children_of(listening, "viva.speech.stt.worker")
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
