"""The engine and the judge of this process, scripted; the calls run on loops and threads of their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from viva.ai.engines.scripted import ScriptedEngine
from viva.core.realtime.database import close_database_threads
from viva.live.providers import use
from viva.sandbox.scripted import ScriptedJudge


@pytest.fixture
def judge() -> ScriptedJudge:
    return ScriptedJudge()


@pytest.fixture
def engine(judge: ScriptedJudge) -> Iterator[ScriptedEngine]:
    scripted = ScriptedEngine()
    use(engine=scripted, judge=judge)
    yield scripted
    use()
    close_database_threads()
