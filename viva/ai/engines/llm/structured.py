"""Replies of a given form: asked for as the server can, found in whatever it says, checked, mended once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from viva.ai.engines.llm.asking import Call
from viva.ai.engines.llm.client import Ask, Message
from viva.ai.engines.llm.failures import Cause, ModelFailure

Form = TypeVar("Form", bound=BaseModel)

MOST_TRIED = 20
"""Beginnings of objects that are looked at in one reply."""
LEAST_TO_MEND = 2.0
MOST_SHOWN = 4_000

MEND = """Your reply was not the JSON object that was asked for ({trouble}). Send the whole object again, as one
JSON object that fits the schema, with nothing before or after it."""


async def ask_for(call: Call, ask: Ask, form: type[Form]) -> Form:
    """A reply as `form`. Raises ModelFailure (malformed, wrong_schema) where one try to mend it did not help."""
    asked = replace(
        ask,
        schema=(form.__name__.lower(), strict_schema(form)),
        messages=(*ask.messages, Message("user", _schema_in_words(form))),
    )
    reply = await call.ask(asked)
    try:
        return read(reply.text, form)
    except ModelFailure as failure:
        if call.seconds_left < LEAST_TO_MEND:
            raise
        mend = MEND.format(trouble=failure.cause)
        mending = (*asked.messages, Message("assistant", reply.text[:MOST_SHOWN]), Message("user", mend))
        again = await call.ask(replace(asked, messages=mending))
        return read(again.text, form)


def read(text: str, form: type[Form]) -> Form:
    """The first object in `text` that has the form; prose and code fences around it are passed over."""
    found = False
    for data in objects_in(text):
        found = True
        try:
            return form.model_validate(data)
        except ValidationError:
            continue
    raise ModelFailure(Cause.WRONG_SCHEMA if found else Cause.MALFORMED)


def objects_in(text: str) -> Iterator[dict[str, Any]]:
    """Every JSON object that begins at an outer brace, in order."""
    decoder, place = json.JSONDecoder(), 0
    for _ in range(MOST_TRIED):
        start = text.find("{", place)
        if start < 0:
            return
        try:
            data, place = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            place = start + 1
            continue
        if isinstance(data, dict):
            yield data


def strict_schema(form: type[BaseModel]) -> dict[str, Any]:
    """The form's JSON schema as servers with a strict mode take it: everything required, nothing besides."""
    schema: dict[str, Any] = _tightened(form.model_json_schema())
    return schema


def _tightened(node: Any) -> Any:
    if isinstance(node, list):
        return [_tightened(each) for each in node]
    if not isinstance(node, dict):
        return node
    left_out = {"title", "default", "maxLength", "minLength", "maxItems", "minItems", "maximum", "minimum"}
    kept = {name: _tightened(value) for name, value in node.items() if name not in left_out}
    if isinstance(properties := node.get("properties"), dict):
        kept["properties"] = {name: _tightened(value) for name, value in properties.items()}
        kept["required"] = list(properties)
        kept["additionalProperties"] = False
    return kept


def _schema_in_words(form: type[BaseModel]) -> str:
    """Also where the server has a mode for it: some take the mode and do not heed the schema."""
    schema = json.dumps(strict_schema(form), separators=(",", ":"), sort_keys=True)
    return f"Reply with one JSON object and nothing else. Its JSON schema:\n{schema}"
