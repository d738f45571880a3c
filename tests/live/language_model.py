"""A language model on a scripted server as the engine of this process; the embedded engine is scripted too."""

from __future__ import annotations

import asyncio
from typing import Any

from tests.factories.rooms import TALK, make_session
from tests.model_server import KEY, ModelServer
from viva.ai.engines.llm.config import Caps, ModelConfig, Prices, Seconds, Secret
from viva.ai.engines.llm.engine import LanguageModelEngine
from viva.ai.engines.scripted import ScriptedEngine
from viva.live.language_model import DatabaseLedger
from viva.live.models import ChatMessage, InterviewSession
from viva.live.models.session import Speaker
from viva.live.providers import use
from viva.live.recent import recent_lines
from viva.live.turns import runner
from viva.sandbox.scripted import ScriptedJudge

QUICK = Seconds(say=1.0, judge=1.0, plan=1.0, conclude=1.0)


def engine_on(
    server: ModelServer, *, embedded: ScriptedEngine | None = None, **config: Any
) -> LanguageModelEngine:
    fields: dict[str, Any] = {"caps": Caps(), "prices": Prices(1.0, 2.0)} | config
    settings = ModelConfig(base_url=server.url, model="wanted", api_key=Secret(KEY), **fields)
    return LanguageModelEngine(
        settings, embedded=embedded or ScriptedEngine(), ledger=DatabaseLedger(settings.caps)
    )


def hold(server: ModelServer, embedded: ScriptedEngine | None = None, **config: Any) -> InterviewSession:
    """An interview of two talks, begun and greeted by the model's engine."""
    use(engine=engine_on(server, embedded=embedded, **config), judge=ScriptedJudge())
    session = make_session(questions=TALK[:2])
    recent_lines.forget(session.pk)
    turn(session)
    return session


def lines(session: InterviewSession) -> list[ChatMessage]:
    return list(session.messages.filter(speaker=Speaker.INTERVIEWER).order_by("number"))


def turn(session: InterviewSession, *, within: float = 30.0) -> None:
    """Whatever waits in the session is answered, on a loop of its own; what is not by then is given up."""

    async def work() -> None:
        runner.wake(session.pk)
        await runner.drain(session.pk, timeout=within)

    asyncio.run(work())
