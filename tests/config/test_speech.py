"""`manage.py check` of the speech settings."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from viva.config.checks_speech import SPEECH_CHECKS

pytestmark = pytest.mark.unit


def found() -> list[str | None]:
    return [message.id for check in SPEECH_CHECKS for message in check()]


@pytest.fixture(autouse=True)
def bare_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """One that has no voice installed."""
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.mark.parametrize("engine", ["auto", "browser", "none"])
def test_what_every_machine_has_passes(settings: Any, engine: str) -> None:
    settings.VIVA_VOICE = engine
    assert found() == []


@pytest.mark.parametrize("engine", ["espeak-ng", "flite", "endpoint"])
def test_an_engine_that_is_not_here_is_warned_of(settings: Any, engine: str) -> None:
    settings.VIVA_VOICE = engine
    assert found() == ["viva.W050"]


@pytest.mark.parametrize("engine", ["auto", "browser", "none"])
def test_what_every_machine_can_do_to_listen_passes(settings: Any, engine: str) -> None:
    settings.VIVA_LISTEN = engine
    assert found() == []


@pytest.mark.parametrize("engine", ["pocketsphinx", "whisper", "endpoint"])
def test_a_recogniser_that_is_not_here_is_warned_of(
    settings: Any, monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    settings.VIVA_LISTEN = engine
    assert found() == ["viva.W051"]


def test_an_engine_that_nobody_knows_is_an_error(settings: Any) -> None:
    settings.VIVA_VOICE = settings.VIVA_LISTEN = "alexa"
    assert found() == ["viva.E050", "viva.E051"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://speech.example.org/v1", []),
        ("http://10.0.0.5:8880/v1", ["viva.W052"]),
        ("speech.example.org/v1", ["viva.E052"]),
        ("https://user:word@speech.example.org/v1", ["viva.E053"]),
    ],
)
@pytest.mark.parametrize("setting", ["VIVA_VOICE", "VIVA_LISTEN"])
def test_an_address_is_whole_and_bare_and_a_key_goes_over_tls(
    settings: Any, setting: str, address: str, expected: list[str]
) -> None:
    setattr(settings, f"{setting}_URL", address)
    setattr(settings, f"{setting}_KEY", "the-key")
    assert found() == expected
    assert not any(
        secret in str(message) for check in SPEECH_CHECKS for message in check() for secret in ("the-key", "word@")
    )


def test_what_is_said_goes_over_tls_without_a_key_too(settings: Any) -> None:
    settings.VIVA_LISTEN_URL = "http://10.0.0.5:8880/v1"
    assert found() == ["viva.W052"]
