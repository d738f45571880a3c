"""A language model on a scripted server as the engine of this process; the embedded engine is scripted too."""

from __future__ import annotations

import asyncio
from typing import Any

from tests.model_server import KEY, ModelServer
from viva.ai.engines.llm.config import Caps, ModelConfig, Prices, Seconds, Secret
from viva.ai.engines.llm.engine import LanguageModelEngine
from viva.ai.engines.scripted import ScriptedEngine
from viva.live.language_model import DatabaseLedger
from viva.live.models import InterviewSession
from viva.live.turns import runner

QUICK = Seconds(say=1.0, judge=1.0, plan=1.0, conclude=1.0)


def engine_on(
    server: ModelServer, *, embedded: ScriptedEngine | None = None, **config: Any
) -> LanguageModelEngine:
    fields: dict[str, Any] = {"caps": Caps(), "prices": Prices(1.0, 2.0)} | config
    settings = ModelConfig(base_url=server.url, model="wanted", api_key=Secret(KEY), **fields)
    return LanguageModelEngine(
        settings, embedded=embedded or ScriptedEngine(), ledger=DatabaseLedger(settings.caps)
    )


def turn(session: InterviewSession) -> None:
    """Whatever waits in the session is answered, on a loop of its own."""

    async def work() -> None:
        runner.wake(session.pk)
        await runner.drain(session.pk, timeout=30)

    asyncio.run(work())
