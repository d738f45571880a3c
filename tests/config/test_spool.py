"""Request bodies: read whole before a thread is taken, within a size and a time, let go when the client leaves."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from viva.config.spool import SpoolBodies

pytestmark = pytest.mark.unit

Message = dict[str, Any]


class App:
    """Reads the whole body, and what comes after it; `bodies` holds what it was given."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.headers: list[list[tuple[bytes, bytes]]] = []
        self.after: list[Message] = []

    async def __call__(self, scope: Message, receive: Any, send: Any) -> None:
        self.headers.append(scope["headers"])
        body, more = b"", True
        while more:
            message = await receive()
            body += message["body"]
            more = message["more_body"]
        self.bodies.append(body)
        self.after.append(await receive())
        await send({"type": "http.response.start", "status": 200, "headers": []})


class Client:
    def __init__(self, *messages: Message, pause: float = 0.0) -> None:
        self._messages = list(messages)
        self._pause = pause
        self.sent: list[Message] = []

    async def receive(self) -> Message:
        await asyncio.sleep(self._pause)
        return self._messages.pop(0) if self._messages else {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        self.sent.append(message)

    @property
    def status(self) -> int | None:
        return self.sent[0]["status"] if self.sent else None


def chunk(body: bytes, *, more: bool = False) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


CHUNKED = [(b"transfer-encoding", b"chunked")]


async def post(
    client: Client, *, headers: list | None = None, path: str = "/", largest: int = 1_000, seconds: float = 1.0
) -> App:
    app = App()
    scope = {"type": "http", "path": path, "headers": CHUNKED if headers is None else headers}
    await SpoolBodies(app, largest=largest, seconds=seconds)(scope, client.receive, client.send)
    return app


@pytest.mark.parametrize("size", [0, 1, 999, 1_000])
async def test_a_body_comes_through_whole_and_then_the_disconnect(size: int) -> None:
    body = bytes(index % 251 for index in range(size))
    client = Client(chunk(body[: size // 2], more=True), chunk(body[size // 2 :]))
    app = await post(client)
    assert (app.bodies, app.after, client.status) == ([body], [{"type": "http.disconnect"}], 200)


async def test_a_large_body_comes_through_in_pieces() -> None:
    body = bytes(range(256)) * 4_096
    app = await post(Client(chunk(body[:700_000], more=True), chunk(body[700_000:])), largest=len(body))
    assert app.bodies == [body]


async def test_one_byte_too_many_is_refused_before_the_page_sees_it() -> None:
    client = Client(chunk(1_000 * b"x", more=True), chunk(b"x"))
    app = await post(client)
    assert (client.status, app.bodies) == (413, [])


async def test_an_announced_size_is_refused_without_reading() -> None:
    client = Client(chunk(b"x"))
    app = await post(client, headers=[(b"content-length", b"1001")])
    assert (client.status, app.bodies, len(client._messages)) == (413, [], 1)


@pytest.mark.parametrize("length", [b"-1", b"x", b"", b"1e3"])
async def test_a_strange_announcement_is_passed_over_and_the_body_counted(length: bytes) -> None:
    client = Client(chunk(1_001 * b"x"))
    await post(client, headers=[(b"content-length", length)])
    assert client.status == 413


async def test_a_body_that_trickles_is_refused_when_its_time_is_over() -> None:
    client = Client(*[chunk(b"x", more=True) for _ in range(100)], pause=0.05)
    app = await post(client, seconds=0.2)
    assert (client.status, app.bodies) == (408, [])
    assert dict(client.sent[0]["headers"])[b"connection"] == b"close"


async def test_a_client_that_leaves_in_the_middle_takes_no_thread_and_gets_no_answer() -> None:
    client = Client(chunk(b"x", more=True))
    app = await post(client)
    assert (client.sent, app.bodies) == ([], [])


async def test_a_body_in_chunks_is_passed_on_with_its_length() -> None:
    headers = [(b"transfer-encoding", b"chunked"), (b"accept", b"*/*")]
    app = await post(Client(chunk(b"ab", more=True), chunk(b"c")), headers=headers)
    assert (app.bodies, app.headers) == ([b"abc"], [[(b"accept", b"*/*"), (b"content-length", b"3")]])


async def test_the_api_is_refused_in_json_and_a_page_in_words() -> None:
    for path, kind, text in (
        ("/api/v1/auth/login/", b"application/json", b'{"detail": "A request may have 1000 bytes."}'),
        ("/accounts/login/", b"text/plain; charset=utf-8", b"A request may have 1000 bytes."),
    ):
        client = Client(chunk(1_001 * b"x"))
        await post(client, path=path)
        assert dict(client.sent[0]["headers"])[b"content-type"] == kind
        assert client.sent[1]["body"] == text


async def test_a_request_that_announces_no_body_goes_on_without_being_read() -> None:
    client = Client(chunk(b""))
    app = await post(client, headers=[(b"content-length", b"0")])
    assert app.headers == [[(b"content-length", b"0")]]
