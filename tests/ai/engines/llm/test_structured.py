"""JSON is asked for as the server can, found in whatever it says, and mended once; prompts have versions."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from tests.ai.engines.llm.asking import ALL_MET, answered, ask, records_of
from tests.ai.engines.llm.conftest import Make
from tests.model_server import Behaviour, Hang, ModelServer, Says, Status, judgement
from viva.ai.engines.llm.config import Seconds
from viva.ai.engines.llm.prompts import load_prompt, prompt_names

pytestmark = pytest.mark.unit
GOOD = judgement(ALL_MET)


@pytest.mark.parametrize(
    "text",
    [
        f"Here is my judgement:\n```json\n{GOOD}\n```\nI hope this helps!",
        f"<think>Let me see {{criteria}}.</think>{GOOD}",
        f'First a note: {{"note": 1}}. Then: {GOOD}',
        f"{GOOD}\n\n{GOOD}",
    ],
)
async def test_the_object_is_found_with_prose_around_it(make: Make, model: ModelServer, text: str) -> None:
    model.script("judge", Says(text))
    assert (await make().evaluate(answered(), deadline=10)).score == 10.0
    assert len(model.requests("judge")) == 1


@pytest.mark.parametrize("first", ["no JSON", '{"criteria": []}'])
async def test_a_reply_of_another_form_is_mended_once(make: Make, model: ModelServer, first: str) -> None:
    model.script("judge", Says(first), Says(GOOD))
    engine = make()
    assert (await engine.evaluate(answered(), deadline=10)).score == 10.0
    mended = model.requests("judge")[1].body["messages"]
    assert [message["role"] for message in mended[-2:]] == ["assistant", "user"]
    assert mended[-2]["content"] == first
    assert records_of(engine)[0].requests == 2


async def test_it_is_not_mended_twice(make: Make, model: ModelServer) -> None:
    model.always["judge"] = Says("no JSON")
    found = await make().evaluate(answered(), deadline=10)
    assert found.made is not None
    assert found.made.fallback == "malformed"
    assert len(model.requests("judge")) == 2


def refusing(field: str, *, says: str) -> Any:
    def knows(body: dict[str, Any]) -> Behaviour | None:
        return Status(400, says) if field in json.dumps(body) else None

    return knows


@pytest.mark.parametrize(
    ("field", "says", "dialect"),
    [
        ("json_schema", "response_format json_schema is not supported", {"json": "json_object_schema"}),
        ('"schema"', "response_format: extra fields not permitted", {"json": "json_object"}),
        ("response_format", "unknown field response_format", {"json": "plain"}),
        ('"max_tokens"', "use 'max_completion_tokens' instead of max_tokens", {"limit": "max_completion_tokens"}),
        ("temperature", "'temperature' does not support 0.0 with this model", {"temperature": False}),
        ('"seed"', "unsupported parameter: seed", {"seed": False}),
        ("stream_options", "extra inputs are not permitted: stream_options", {"usage": False}),
    ],
)
async def test_what_a_server_does_not_know_is_learnt_once_and_remembered(
    make: Make, model: ModelServer, field: str, says: str, dialect: dict[str, Any]
) -> None:
    model.knows = refusing(field, says=says)
    model.always["judge"] = Says(GOOD)
    engine = make()
    assert (await engine.evaluate(answered(), deadline=10)).score == 10.0
    refused = len(model.asked) - 1
    assert refused >= 1
    assert engine.asker.dialect.as_dict() | dialect == engine.asker.dialect.as_dict()
    await engine.evaluate(answered(), deadline=10)
    assert len(model.asked) == refused + 2


async def test_a_refusal_that_names_nothing_is_not_guessed_at(make: Make, model: ModelServer) -> None:
    model.always["judge"] = Status(400, "something is wrong")
    found = await make().evaluate(answered(), deadline=10)
    assert found.made is not None
    assert found.made.fallback == "bad_request"
    assert len(model.asked) == 1


async def test_looking_at_a_server_finds_a_mode_that_it_takes_and_does_not_heed(
    make: Make, model: ModelServer
) -> None:
    """Some accept `response_format` and answer in prose all the same."""

    def prose_unless_plain(body: dict[str, Any]) -> Behaviour:
        return Says("I am ready!") if "response_format" in body else Says('{"ready": true, "word": "viva"}')

    model.brains["probe"] = prose_unless_plain
    engine = make()
    found = await engine.look()
    assert (found.failure, found.model, engine.asker.dialect.json) == ("", "scripted-model-1", "plain")


async def test_looking_at_a_server_that_does_not_answer_says_why(make: Make, model: ModelServer) -> None:
    model.script("probe", Status(401), Hang())
    engine = make(seconds=Seconds(probe=0.6))
    assert (await engine.look()).failure == "unauthorized"
    slow = make(seconds=Seconds(probe=0.6))
    assert (await slow.look()).failure == "timeout"


async def test_the_schema_goes_where_the_server_looks_for_it(make: Make, model: ModelServer) -> None:
    """As OpenAI has it, and as llama.cpp's Python server has it."""
    model.always["judge"] = Says(GOOD)
    for mode in ("json_schema", "json_object_schema"):
        await make(fixed_json=mode).evaluate(answered(), deadline=10)
    first, second = (each.body["response_format"] for each in model.requests("judge"))
    assert first["json_schema"]["schema"] == second["schema"]
    assert (first["type"], second["type"]) == ("json_schema", "json_object")


async def test_a_mode_that_the_operator_names_is_the_one_used(make: Make, model: ModelServer) -> None:
    model.always["judge"] = Says(GOOD)
    await make(fixed_json="plain").evaluate(answered(), deadline=10)
    assert "response_format" not in model.asked[0].body


async def test_words_are_not_asked_for_as_json(make: Make, model: ModelServer) -> None:
    await make().say(ask())
    assert "response_format" not in model.asked[0].body


WRITTEN = {
    "conclude-1": "a9e1e82add0efc5a",
    "judge-1": "f45838b332ef40d9",
    "plan-1": "bb32b0abbccdae03",
    "probe-1": "fa3dfd8a8571d914",
    "say-1": "d63d072b69d294da",
    "sceptic-1": "fa228e98249b36d2",
}


def test_a_changed_prompt_has_a_new_version() -> None:
    """An evaluation names the version it was made with: the words behind a version never change."""
    found = {}
    for name in prompt_names():
        prompt = load_prompt(name)
        found[prompt.version] = hashlib.sha256(prompt.text.encode()).hexdigest()[:16]
    assert found == WRITTEN
