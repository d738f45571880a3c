"""From a page's thread to the serving loop and back."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest

from viva.core.realtime.loop import call_on_loop, serve_on

pytestmark = pytest.mark.unit


@pytest.fixture
def serving() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    serve_on(loop)
    yield loop
    serve_on(None)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


async def _loop_and_back() -> asyncio.AbstractEventLoop:
    return asyncio.get_running_loop()


def test_it_runs_on_the_serving_loop(serving: asyncio.AbstractEventLoop) -> None:
    assert call_on_loop(_loop_and_back, timeout=2.0) is serving


def test_without_one_it_runs_on_a_loop_of_its_own() -> None:
    assert call_on_loop(_loop_and_back, timeout=2.0).is_closed()


def test_it_waits_no_longer_than_it_may_and_ends_what_it_started(serving: asyncio.AbstractEventLoop) -> None:
    ended = threading.Event()

    async def hang() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    with pytest.raises(TimeoutError):
        call_on_loop(hang, timeout=0.1)
    assert ended.wait(2.0)


def test_an_error_comes_back(serving: asyncio.AbstractEventLoop) -> None:
    async def fail() -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        call_on_loop(fail, timeout=2.0)
