"""A real server for a module's tests (processes, sockets, engine, sandbox), or scripted parts in-process."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import pytest_asyncio

from tests.room_client import Person
from tests.server import Server, serving
from viva.ai.engines.scripted import ScriptedEngine
from viva.core.realtime.database import close_database_threads
from viva.live.providers import use
from viva.live.speaking import use_voice
from viva.sandbox.scripted import ScriptedJudge
from viva.speech.tts.scripted import ScriptedVoice


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest_asyncio.fixture
async def candidate(server: Server) -> AsyncIterator[Person]:
    async with Person(server.url) as person:
        await person.sign_in()
        yield person


@pytest.fixture
def engine(judge: ScriptedJudge) -> Iterator[ScriptedEngine]:
    """The engine of this process, scripted, with a scripted judge beside it."""
    scripted = ScriptedEngine()
    use(engine=scripted, judge=judge)
    yield scripted
    use()
    close_database_threads()


@pytest.fixture
def judge() -> ScriptedJudge:
    return ScriptedJudge()


@pytest.fixture
def voice(settings: Any, tmp_path: Any) -> Iterator[ScriptedVoice]:
    settings.VIVA_DATA_DIR = tmp_path
    engine = ScriptedVoice()
    use_voice(engine)
    yield engine
    use_voice(None)
    close_database_threads()
