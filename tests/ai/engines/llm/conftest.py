"""A scripted server and engines on it; the embedded engine behind them is scripted, its judgement 5 points."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
import pytest_asyncio

from tests.model_server import KEY, ModelServer, model_server
from viva.ai.engines.llm.config import ModelConfig, Secret
from viva.ai.engines.llm.engine import LanguageModelEngine
from viva.ai.engines.llm.spending import MemoryLedger
from viva.ai.engines.scripted import ScriptedEngine

Make = Callable[..., LanguageModelEngine]


@pytest.fixture(scope="session")
def _serving() -> Iterator[ModelServer]:
    with model_server() as server:
        yield server


@pytest.fixture
def model(_serving: ModelServer) -> ModelServer:
    """One server for all tests, each of which finds it as new."""
    fresh = ModelServer()
    for name in ("asked", "brains", "always", "knows", "_queues", "open", "most_open"):
        setattr(_serving, name, getattr(fresh, name))
    return _serving


@pytest.fixture
def embedded() -> ScriptedEngine:
    return ScriptedEngine()


@pytest_asyncio.fixture
async def make(model: ModelServer, embedded: ScriptedEngine) -> AsyncIterator[Make]:
    """An engine on the server; what is given is its config's."""
    made: list[LanguageModelEngine] = []

    def build(*, ledger: MemoryLedger | None = None, **config: Any) -> LanguageModelEngine:
        fields = {"base_url": model.url, "model": "wanted-model", "api_key": Secret(KEY)} | config
        settings = ModelConfig(**fields)
        engine = LanguageModelEngine(
            settings, embedded=embedded, ledger=ledger or MemoryLedger(caps=settings.caps)
        )
        engine.asker.jitter = lambda: 0.0
        made.append(engine)
        return engine

    yield build
    for engine in made:
        await engine.asker.close()
