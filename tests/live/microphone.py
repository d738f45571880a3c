"""A guest of a real room who speaks over its socket, as a page does with its microphone."""

from __future__ import annotations

import uuid
from typing import Any

from tests.e2e.inviting import invite
from tests.live.link_client import Guest, GuestRoom
from tests.server import Server
from viva.speech.turns.frames import FRAME_BYTES, packed

IN_A_MESSAGE = 25 * FRAME_BYTES


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
            await self.send_raw(packed(part, first=at // FRAME_BYTES, stream=self.stream))

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
