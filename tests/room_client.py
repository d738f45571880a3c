"""A client of the room's protocol for tests and benchmarks: signs in, starts an interview, talks."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import uuid
from collections.abc import Callable
from typing import Any

import httpx
import websockets

from tests.server import PASSWORD

Frame = dict[str, Any]
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Person:
    """A signed-in browser without a browser: cookies, forms, and sockets that carry them."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.http = httpx.AsyncClient(base_url=url, timeout=60.0)

    async def __aenter__(self) -> Person:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.http.aclose()

    async def sign_in(self, username: str = "candidate", password: str = PASSWORD) -> None:
        answer = await self.submit("/accounts/login/", username=username, password=password)
        assert answer.status_code == 302, answer.text[:500]

    async def submit(self, path: str, **fields: str) -> httpx.Response:
        """Fetch the form's token, post the form; redirects are not followed."""
        token = self.http.cookies.get("csrftoken")
        if not token:
            page = await self.http.get("/accounts/login/")
            found = _TOKEN.search(page.text)
            assert found, "no form with a token"
            token = found.group(1)
        return await self.http.post(path, data={"csrfmiddlewaretoken": token, **fields})

    async def start_interview(self, **choice: str) -> int:
        """POST on the start page; the id of the session it redirects to."""
        answer = await self.submit("/ai-interview/start/", **choice)
        assert answer.status_code == 302, answer.text[:500]
        return int(re.search(r"/interview/(\d+)/", answer.headers["location"]).group(1))

    async def complete(self, session_id: int) -> httpx.Response:
        return await self.submit(f"/ai-interview/complete/{session_id}/")

    def room(self, session_id: int) -> Room:
        return Room(self, session_id)


class Room:
    """One tab in the room. `acked` and `saved` are the client's own ledger of what was acknowledged."""

    def __init__(self, person: Person, session_id: int) -> None:
        self.person = person
        self.session_id = session_id
        self.path = f"/ws/room/{session_id}/"
        self.messages: dict[int, Frame] = {}
        self.state: Frame = {}
        self.buffers: dict[int, Frame] = {}
        self.draft: Frame = {}
        self.acked: dict[str, int] = {}
        self.saved: dict[int | str, int] = {}
        self.errors: list[Frame] = []
        self.others: list[Frame] = []
        self.closed_with: int | None = None
        self._socket: Any = None
        self._reader: asyncio.Task[None] | None = None
        self._news = asyncio.Event()

    async def open(self) -> Room:
        cookies = "; ".join(f"{name}={value}" for name, value in self.person.http.cookies.items())
        address = self.person.url.replace("http", "ws", 1) + self.path
        self._socket = await websockets.connect(
            address,
            additional_headers={"Cookie": cookies},
            origin=self.person.url,
            max_size=None,
            ping_interval=None,
        )
        self.closed_with = None
        self._reader = asyncio.create_task(self._read())
        self.state = {}
        with contextlib.suppress(websockets.ConnectionClosed):  # a room may be closed before it is greeted
            await self.send(type="hello", last=max(self.messages, default=0), tab=str(uuid.uuid4()))
        await self.until(lambda: bool(self.state) or self.closed_with is not None)
        return self

    async def close(self) -> None:
        if self._socket:
            await self._socket.close()
        if self._reader:
            await asyncio.gather(self._reader, return_exceptions=True)

    async def send(self, **frame: Any) -> None:
        await self._socket.send(json.dumps(frame))

    async def send_raw(self, data: str | bytes) -> None:
        await self._socket.send(data)

    async def say(self, text: str, *, client_id: str | None = None, timeout: float = 20.0) -> int:
        """Send a message and wait for its acknowledgement: its number."""
        return await self._command(client_id, timeout, type="message", text=text)

    async def ask_hint(self, *, client_id: str | None = None, timeout: float = 20.0) -> int:
        return await self._command(client_id, timeout, type="hint")

    async def send_code(
        self, kind: str, source: str, *, client_id: str | None = None, timeout: float = 30.0
    ) -> int:
        question = self.state["question"]["id"]
        return await self._command(client_id, timeout, type=kind, question=question, source=source)

    async def talk(self, text: str, *, timeout: float = 30.0) -> list[Frame]:
        """Say something and wait until the interviewer has replied and is not busy: the reply's messages."""
        before = max(self.messages, default=0)
        self.state["busy"] = True
        await self.say(text, timeout=timeout)
        await self.until(lambda: not self.state.get("busy"), timeout=timeout)
        return [
            frame
            for number, frame in sorted(self.messages.items())
            if number > before and frame["speaker"] == "interviewer"
        ]

    async def until(self, condition: Callable[[], bool], *, timeout: float = 20.0) -> None:
        async def watch() -> None:
            while not condition():
                self._news.clear()
                await self._news.wait()

        await asyncio.wait_for(watch(), timeout)

    async def _command(self, client_id: str | None, timeout: float, **frame: Any) -> int:
        client_id = client_id or str(uuid.uuid4())
        await self.send(id=client_id, **frame)
        await self.until(
            lambda: (
                client_id in self.acked
                or any(error["id"] == client_id for error in self.errors)
                or self.closed_with is not None
            ),
            timeout=timeout,
        )
        if client_id not in self.acked:
            raise ConnectionError(f"not acknowledged: {self.errors[-1:]} {self.closed_with}")
        return self.acked[client_id]

    async def _read(self) -> None:
        try:
            async for text in self._socket:
                self._take(json.loads(text))
                self._news.set()
        except websockets.ConnectionClosed:
            pass
        self.closed_with = self._socket.close_code or 1006
        self._news.set()

    def _take(self, frame: Frame) -> None:
        match frame["type"]:
            case "welcome":
                for message in frame["messages"]:
                    self._number(message)
                self.buffers = {buffer["question"]: buffer for buffer in frame["buffers"]}
                self.draft = frame["draft"]
                self.state = frame["state"]
            case "message":
                self._number(frame)
            case "state":
                self.state = frame["state"]
            case "ack":
                self.acked[frame["id"]] = frame["number"]
            case "saved":
                self.saved["draft" if frame.get("draft") else frame["question"]] = frame["seq"]
            case "error":
                self.errors.append(frame)
            case _:
                self.others.append(frame)

    def _number(self, message: Frame) -> None:
        number = message["number"]
        assert number not in self.messages, f"message {number} was sent twice"
        assert number == max(self.messages, default=0) + 1, f"message {number} came out of order"
        self.messages[number] = message
