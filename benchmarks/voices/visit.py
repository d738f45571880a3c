"""Spoken turns on the real server: from *I'm finished* to the first byte of what the interviewer says next.

Each guest asks to go on to the next planned question, then answers it. Their words come from a speech server on
loopback that answers at once, so what is measured is Viva: the last piece of sound over the socket, its words, the
message stored and acknowledged, the turn, the address of the first sentence and its sound. The clock begins with
the last 100 ms of speech and *I'm finished*, sent together; what lies before was sent as it was said.
"""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import httpx

from benchmarks.voices.sound import hush
from tests.live.link_client import Guest
from tests.live.microphone import SpeakingRoom, invited
from tests.room_client import Frame
from tests.server import Server
from tests.speech.speech_server import Script
from viva.speech.turns.frames import FRAME_BYTES

PATIENCE = 60.0
BEFORE = 1.0  # seconds of the room before each answer
LAST_FRAMES = 5
GO_ON = "Let's skip this one, please."
ANSWER = "Both requests read the same stock before either of them writes, so one of the two updates is lost."


@dataclass(slots=True)
class Turns:
    """Milliseconds to the first byte of sound: of the reply to an answer, and of a planned question; `words`: to
    the words alone; `complaints`: what the server's log says."""

    answers: list[float] = field(default_factory=list)
    planned: list[float] = field(default_factory=list)
    words: list[float] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


async def visit(server: Server, recogniser: Script, *, sound: bytes, guests: int) -> Turns:
    """One guest after the other; the first is not counted: what is made once is made for them."""
    found = Turns()
    for number, guest in enumerate(await asyncio.to_thread(invited, server, guests + 1)):
        await _interview(guest, recogniser, sound, found if number else Turns())
    found.complaints = [
        line for line in server.log.read_text().splitlines() if " WARNING" in line or "ERROR" in line
    ]
    return found


async def _interview(guest: Guest, recogniser: Script, sound: bytes, found: Turns) -> None:
    begun = (await guest.start()).json()
    [ticket] = parse_qs(urlsplit(begun["question"]["audio_url"]).query)["ticket"]
    said = hush(BEFORE) + sound
    room = SpeakingRoom(guest, begun["session_id"], said * 2)
    await room.open()
    await room.until(lambda: _is_ready(room), timeout=PATIENCE)
    await _planned_clips(guest, begun, ticket)
    await room.listen()
    half = len(said) // FRAME_BYTES
    for at, text, times in ((0, GO_ON, found.planned), (half, ANSWER, found.answers)):
        recogniser.body = json.dumps({"text": text}).encode()
        await room.until(lambda: _is_ready(room), timeout=PATIENCE)
        times.append(await _turn(room, ticket, found.words, first=at, last=at + half))
    await room.close()
    await guest.http.aclose()


async def _turn(room: SpeakingRoom, ticket: str, words: list[float], *, first: int, last: int) -> float:
    await room.speak(first=first, until=last - LAST_FRAMES)
    await room.until(lambda: room.next >= last - LAST_FRAMES, timeout=PATIENCE)
    before, finals = max(room.messages), len(room.finals)
    began = time.monotonic()
    await room.speak(first=last - LAST_FRAMES, until=last)
    await room.send(type="finished", stream=str(room.stream))
    await room.until(lambda: len(room.finals) > finals, timeout=PATIENCE)
    words.append(_ms_since(began))
    final = room.finals[-1]
    spoken = {"stream": str(room.stream), "turn": final["turn"], "seen": False}
    await room.send(type="message", id=str(uuid.uuid4()), text=final["text"], spoken=spoken)
    await room.until(lambda: _said_after(room, before) is not None, timeout=PATIENCE)
    reply = _said_after(room, before)
    assert reply is not None
    await _first_byte(room.person.http, room.session_id, reply["number"], ticket)
    return _ms_since(began)


async def _first_byte(http: httpx.AsyncClient, session: int, number: int, ticket: str) -> None:
    """As the page asks for it: where the sentences of the message are heard, then the first of them."""
    told = await http.get(f"/interview/voice/{session}/{number}/", params={"ticket": ticket})
    address = told.json()["parts"][0]["url"]
    async with http.stream("GET", address, params={"ticket": ticket}) as answer:
        assert answer.status_code == 200, answer.status_code
        async for _ in answer.aiter_raw():
            return


async def _planned_clips(guest: Guest, begun: Frame, ticket: str) -> None:
    """They are made with the first words of the interview: when somebody has answered they are there."""
    for _ in range(2):
        await guest.http.get(urlsplit(begun["question"]["audio_url"]).path, params={"ticket": ticket})
    await asyncio.sleep(2.0)


def _said_after(room: SpeakingRoom, number: int) -> Frame | None:
    said: Sequence[Frame] = [
        frame for at, frame in sorted(room.messages.items()) if at > number and frame["speaker"] == "interviewer"
    ]
    return said[0] if said else None


def _is_ready(room: SpeakingRoom) -> bool:
    return bool(room.state.get("question")) and not room.state.get("busy")


def _ms_since(began: float) -> float:
    return (time.monotonic() - began) * 1000
