"""What the server can do, found out by one small request (or few), once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from viva.ai.engines.llm.asking import Asker, Call
from viva.ai.engines.llm.client import Ask, Message
from viva.ai.engines.llm.dialect import Json, weaker
from viva.ai.engines.llm.failures import Cause, ModelFailure
from viva.ai.engines.llm.prompts import load_prompt
from viva.ai.engines.llm.shapes import Ready
from viva.ai.engines.llm.structured import read, strict_schema

MOST_TOKENS = 400  # models that reason first need some
WORD = "viva"


@dataclass(frozen=True, slots=True)
class Found:
    """`failure` "" where it answered in a form that can be read."""

    model: str = ""
    first_ms: int | None = None
    latency_ms: int = 0
    failure: str = ""
    status: int | None = None
    dialect: dict[str, Any] | None = None


async def probe(asker: Asker) -> Found:
    """Ask for a word as JSON, each time by a weaker mode while nothing readable comes. Never raises."""
    record = None
    try:
        async with asker.call(
            "probe", seconds=asker.config.seconds.probe, prompt_version=load_prompt("probe").version
        ) as call:
            record = call.record
            await _settle_on_json(asker, call)
    except ModelFailure as failure:
        return Found(failure=failure.cause, status=failure.status, latency_ms=record.latency_ms if record else 0)
    return Found(record.model, record.first_ms, record.latency_ms, dialect=asker.dialect.as_dict())


async def _settle_on_json(asker: Asker, call: Call) -> None:
    for _ in Json:
        reply = await call.ask(_ask())
        try:
            read(reply.text, Ready)
        except ModelFailure as failure:
            if asker.dialect.json is Json.PLAIN or asker.config.fixed_json:
                raise
            if failure.cause not in {Cause.MALFORMED, Cause.WRONG_SCHEMA}:
                raise
            asker.dialect = replace(asker.dialect, json=weaker(asker.dialect.json))
            continue
        return


def _ask() -> Ask:
    wanted = f'The word is "{WORD}". Reply with one JSON object: {{"ready": true, "word": "{WORD}"}}'
    return Ask(
        messages=(Message("system", load_prompt("probe").text), Message("user", wanted)),
        max_tokens=MOST_TOKENS,
        temperature=0.0,
        schema=("ready", strict_schema(Ready)),
        most_letters=20_000,
    )
