"""One server for the module's tests: real processes, real sockets, the shipped engine and sandbox."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from tests.room_client import Person
from tests.server import Server, serving


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest_asyncio.fixture
async def candidate(server: Server) -> AsyncIterator[Person]:
    async with Person(server.url) as person:
        await person.sign_in()
        yield person
