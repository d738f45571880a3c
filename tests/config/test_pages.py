"""A page's answer reaches the loop whole, a large one as it comes; nothing of a page that fails."""

from __future__ import annotations

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
