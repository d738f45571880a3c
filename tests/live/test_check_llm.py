"""`manage.py check_llm`, and the engine that the settings make."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from tests.model_server import KEY, Cut, ModelServer, Says, Status, model_server
from viva.ai.engines.llm.engine import LanguageModelEngine
from viva.live.language_model import make_engine, read_config

pytestmark = pytest.mark.unit


@pytest.fixture
def model(settings: Any) -> Iterator[ModelServer]:
    with model_server() as server:
        settings.VIVA_LLM_BASE_URL, settings.VIVA_LLM_MODEL = server.url, "wanted"
        settings.VIVA_LLM_API_KEY, settings.VIVA_ENGINE_SECONDS = KEY, 30.0
        yield server


def told() -> str:
    out = StringIO()
    call_command("check_llm", stdout=out)
    return out.getvalue()


def test_it_says_what_the_model_can_do_and_what_it_said(model: ModelServer) -> None:
    text = told()
    assert "Asking wanted at http://127.0.0.1:" in text
    assert "with a key" in text
    assert "answers as scripted-model-1" in text
    assert "JSON by a schema" in text
    assert "Thank you for telling me about that." in text
    assert "(engine: llm)" in text
    assert text.endswith("It works.\n")
    assert KEY not in text


@pytest.mark.parametrize(
    ("status", "words"), [(401, "VIVA_LLM_API_KEY"), (404, "VIVA_LLM_MODEL"), (500, "server's own log")]
)
def test_what_fails_is_explained_by_the_settings_name(model: ModelServer, status: int, words: str) -> None:
    model.always["probe"] = Status(status)
    with pytest.raises(CommandError, match=words) as caught:
        told()
    assert KEY not in str(caught.value)
    assert caught.value.returncode == 1


def test_a_model_that_words_and_cannot_judge_is_said_to_be_one(model: ModelServer) -> None:
    model.always["judge"] = Says("It is good.")
    with pytest.raises(CommandError, match="does not write JSON"):
        told()


def test_a_proxy_that_cuts_streams_is_named(model: ModelServer) -> None:
    model.always["probe"] = Cut()
    with pytest.raises(CommandError, match="proxy"):
        told()


def test_without_one_it_says_so(settings: Any) -> None:
    settings.VIVA_LLM_BASE_URL = ""
    with pytest.raises(CommandError, match="No language model is configured") as caught:
        told()
    assert caught.value.returncode == 2


def test_the_engine_of_the_settings_keeps_to_the_turns_time(model: ModelServer, settings: Any) -> None:
    settings.VIVA_ENGINE_SECONDS, settings.VIVA_LLM_JUDGE_SECONDS = 6.0, 20.0
    engine = make_engine()
    assert isinstance(engine, LanguageModelEngine)
    assert engine.config.seconds.judge == engine.config.seconds.say == 5.0


def test_the_key_may_stand_in_a_file(model: ModelServer, settings: Any, tmp_path: Path) -> None:
    settings.VIVA_LLM_API_KEY, settings.VIVA_LLM_API_KEY_FILE = "", str(tmp_path / "key")
    (tmp_path / "key").write_text(f"{KEY}\n")
    assert read_config().api_key.reveal() == KEY


def test_a_key_file_that_cannot_be_read_is_named_and_not_shown(
    model: ModelServer, settings: Any, tmp_path: Path
) -> None:
    settings.VIVA_LLM_API_KEY, settings.VIVA_LLM_API_KEY_FILE = "", str(tmp_path / "none")
    with pytest.raises(ImproperlyConfigured, match="VIVA_LLM_API_KEY_FILE"):
        read_config()
