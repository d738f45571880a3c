"""What a server does not know of the protocol, learnt from its refusals and remembered."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from viva.ai.engines.llm.failures import Refusal


class Json(StrEnum):
    """How JSON is asked for, best first."""

    SCHEMA = "json_schema"
    NESTED = "json_object_schema"  # the schema within json_object, as llama.cpp's Python server takes it
    OBJECT = "json_object"
    PLAIN = "plain"  # by the prompt alone


@dataclass(frozen=True, slots=True)
class Dialect:
    json: Json = Json.SCHEMA
    limit: str = "max_tokens"  # "" where neither name is known
    temperature: bool = True
    seed: bool = True
    usage: bool = True  # whether the stream may be asked to end with its token counts

    def as_dict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("json", "limit", "temperature", "seed", "usage")}


def weaker(json: Json) -> Json:
    """The next best; there is none below PLAIN."""
    modes = list(Json)
    return modes[min(modes.index(json) + 1, len(modes) - 1)]


def adapt(dialect: Dialect, refusal: Refusal) -> Dialect | None:
    """The dialect without what was refused; None where the refusal names nothing that could be left out."""
    if refusal.status not in {400, 404, 415, 422, 500, 501}:
        return None
    text = refusal.text.lower()
    if re.search(r"max_completion_tokens", text) and dialect.limit == "max_tokens":
        return replace(dialect, limit="max_completion_tokens")
    if re.search(r"max_(completion_)?tokens", text) and dialect.limit and "context" not in text:
        return replace(dialect, limit="")
    if "stream_options" in text or "include_usage" in text:
        return replace(dialect, usage=False) if dialect.usage else None
    if "temperature" in text and dialect.temperature:
        return replace(dialect, temperature=False)
    if re.search(r"\bseed\b", text) and dialect.seed:
        return replace(dialect, seed=False)
    if re.search(r"response_format|json_schema|json_object|json_mode|json mode|grammar|schema", text):
        return replace(dialect, json=weaker(dialect.json)) if dialect.json is not Json.PLAIN else None
    return None
