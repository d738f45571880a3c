"""A page's answer reaches the loop whole, a large one as it comes; nothing of a page that fails."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from viva.config.pages import HELD, Pages

pytestmark = pytest.mark.unit

SCOPE = {
    "type": "http",
    "method": "GET",
    "path": "/",
    "query_string": b"",
    "http_version": "1.1",
    "headers": [],
}
START = {"type": "http.response.start", "status": 200, "headers": [(b"x-part", b"one")]}


async def answer_of(chunks: list[bytes], *, fails: bool = False) -> list[dict[str, Any]]:
    """What the loop is sent for a page of these chunks."""

    def page(environ: Any, start_response: Any) -> Any:
        start_response("200 OK", [("X-Part", "one")])
        yield from chunks
        if fails:
            raise RuntimeError("the page broke")

    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await Pages(page, workers=1)(SCOPE, receive, send)
    return sent


@pytest.mark.parametrize("chunks", [[], [b"one"], [b"one", b"two"], [b"x" * HELD, b"y" * HELD, b"z"]])
async def test_the_parts_of_a_page_are_sent_in_order(chunks: list[bytes]) -> None:
    sent = await answer_of(chunks)
    assert sent[0] == START
    assert b"".join(message["body"] for message in sent[1:]) == b"".join(chunks)
    assert [message.get("more_body", False) for message in sent[1:]] == [True] * len(chunks) + [False]


async def test_of_a_small_page_that_breaks_nothing_is_sent() -> None:
    with pytest.raises(RuntimeError):
        await answer_of([b"half"], fails=True)


class Lane:
    """Pages that say when they begin and end only when they are told to."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.may_end = threading.Event()
        self.pages = Pages(self._page, workers=4)

    def _page(self, environ: Any, start_response: Any) -> Any:
        self.begun.append(environ["PATH_INFO"])
        self.may_end.wait(10)
        start_response("200 OK", [])
        return [b""]

    def ask(self, path: str, *, method: str = "GET") -> asyncio.Task[None]:
        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            pass

        return asyncio.create_task(self.pages({**SCOPE, "path": path, "method": method}, receive, send))

    async def until_begun(self, count: int) -> None:
        async with asyncio.timeout(10):
            while len(self.begun) < count:  # noqa: ASYNC110 - a thread writes it
                await asyncio.sleep(0.001)


@pytest.fixture
def lane(monkeypatch: pytest.MonkeyPatch) -> Lane:
    monkeypatch.setattr("viva.config.pages.PATIENCE", 3600.0)
    return Lane()


async def test_pages_that_are_read_come_one_after_the_other(lane: Lane) -> None:
    tasks = [lane.ask("/one"), lane.ask("/two")]
    await lane.until_begun(1)
    tasks.append(lane.ask("/write", method="POST"))
    await lane.until_begun(2)
    assert lane.begun == ["/one", "/write"]
    lane.may_end.set()
    await asyncio.gather(*tasks)
    assert lane.begun == ["/one", "/write", "/two"]


async def test_a_page_that_waits_keeps_no_other_waiting(lane: Lane, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("viva.config.pages.PATIENCE", 0.0)
    tasks = [lane.ask("/one"), lane.ask("/two")]
    await lane.until_begun(2)
    lane.may_end.set()
    await asyncio.gather(*tasks)


async def test_who_goes_away_while_waiting_leaves_the_lane_to_the_others(lane: Lane) -> None:
    first, second, third = lane.ask("/one"), lane.ask("/two"), lane.ask("/three")
    await lane.until_begun(1)
    second.cancel()
    lane.may_end.set()
    await asyncio.gather(first, third)
    assert lane.begun == ["/one", "/three"]
