"""The key is shown by nothing: no log, no text of an error, no record, no picture of an object."""

from __future__ import annotations

import json
import logging
import pickle
import traceback

import pytest

from tests.ai.engines.llm.asking import ANSWER, answered, ask, records_of
from tests.ai.engines.llm.conftest import Make
from tests.model_server import KEY, Behaviour, Cut, ModelServer, Says, Status
from viva.ai.engines.base import EngineError
from viva.ai.engines.llm.client import Ask, Client, Message
from viva.ai.engines.llm.config import ModelConfig, Secret
from viva.ai.engines.llm.dialect import Dialect
from viva.ai.engines.llm.failures import ModelFailure
from viva.ai.engines.scripted import ScriptedEngine

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("behaviour", [Status(401), Status(500), Status(400), Cut(), Says("not JSON")])
async def test_no_log_has_the_key_or_what_was_said_even_at_the_lowest_level(
    make: Make, model: ModelServer, caplog: pytest.LogCaptureFixture, behaviour: Behaviour
) -> None:
    caplog.set_level(logging.DEBUG)
    model.always["*"] = behaviour
    engine = make()
    await engine.say(ask())
    await engine.evaluate(answered(), deadline=5)
    await engine.look()
    assert "the language model" in caplog.text
    assert KEY not in caplog.text
    assert ANSWER[:40] not in caplog.text
    assert "I build data stores" not in caplog.text
    assert KEY not in json.dumps([str(record) for record in records_of(engine)])


async def test_the_key_reaches_the_server_and_that_alone(make: Make, model: ModelServer) -> None:
    """The control: it is there to be leaked."""
    await make().say(ask())
    assert model.asked[0].headers["authorization"] == f"Bearer {KEY}"
    assert KEY not in json.dumps(model.asked[0].body)


async def test_no_error_tells_the_key_however_it_is_printed(model: ModelServer) -> None:
    model.always["*"] = Status(401)
    client = Client(ModelConfig(base_url=model.url, model="m", api_key=Secret(KEY)))
    from viva.ai.engines.llm.prompts import load_prompt

    wanted = Ask((Message("system", load_prompt("say").text), Message("user", "x")), 10, 0.0)
    with pytest.raises(ModelFailure) as caught:
        await client.send(wanted, Dialect())
    await client.close()
    printed = (
        "".join(traceback.format_exception(caught.value)) + repr(caught.value) + str(vars(caught.value).keys())
    )
    assert KEY not in printed
    assert caught.value.__cause__ is None


async def test_an_error_of_both_engines_tells_no_key(
    make: Make, model: ModelServer, embedded: ScriptedEngine
) -> None:
    model.always["*"] = Status(401)
    embedded.script("evaluate", EngineError("down"))
    with pytest.raises(EngineError) as caught:
        await make().evaluate(answered(), deadline=5)
    assert KEY not in "".join(traceback.format_exception(caught.value))


def test_a_secret_does_not_show_itself() -> None:
    config = ModelConfig(base_url="http://u:p@127.0.0.1:1/v1?k=v", model="m", api_key=Secret(KEY))
    assert KEY not in f"{config!r} {config.api_key} {config.api_key!r}"
    assert config.host == "http://127.0.0.1:1"
    assert config.api_key.reveal() == KEY
    with pytest.raises(TypeError):
        pickle.dumps(config.api_key)
