"""Somebody without an account who comes by a secret link, over the real server's doors."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import httpx

from tests.room_client import Person, Room


class Guest(Person):
    """Holds one link; no cookie, no sign-in."""

    def __init__(self, url: str, key: str) -> None:
        super().__init__(url)
        self.key = key

    async def start(self) -> httpx.Response:
        return await self.http.post("/ai/start", json={"session_key": self.key})

    async def socket_path(self) -> str:
        """With a fresh ticket."""
        address = urlsplit((await self.start()).json()["ws_url"])
        return f"{address.path}?{address.query}"

    async def complete_by_link(self) -> httpx.Response:
        return await self.http.post("/interview/complete/", data={"session_key": self.key})


class GuestRoom(Room):
    """A tab of the link's holder: each opening has the ticket that it was given, else a fresh one."""

    def __init__(self, guest: Guest, session_id: int, *, path: str = "") -> None:
        super().__init__(guest, session_id)
        self.guest = guest
        self.given = path

    async def open(self, **options: Any) -> Room:
        self.path = self.given or await self.guest.socket_path()
        return await super().open()
