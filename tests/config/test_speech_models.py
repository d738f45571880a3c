"""`manage.py download_speech_models`, without a network."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.unit


@pytest.fixture
def models(settings: Any, tmp_path: Path) -> Path:
    settings.SPEECH_MODELS = tmp_path / "models"
    return tmp_path / "models"


def installed(monkeypatch: pytest.MonkeyPatch, *, fails: bool = False) -> list[str]:
    """A faster-whisper that writes a model's files, or half of them; the names that it was asked for."""
    asked: list[str] = []

    def download_model(name: str, output_dir: str) -> None:
        asked.append(name)
        Path(output_dir, "config.json").write_text("{}")
        if fails:
            raise ConnectionError("no network")
        Path(output_dir, "model.bin").write_text("weights")

    package = SimpleNamespace(available_models=lambda: ["tiny.en", "base.en"], download_model=download_model)
    monkeypatch.setitem(sys.modules, "faster_whisper", package)
    return asked


def test_the_model_of_the_setting_is_fetched_once(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = installed(monkeypatch)
    call_command("download_speech_models")
    call_command("download_speech_models")
    assert asked == ["base.en"]
    assert sorted(path.name for path in models.iterdir()) == ["base.en"]
    assert (models / "base.en" / "model.bin").read_text() == "weights"


def test_half_a_model_is_not_taken_for_one(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(monkeypatch, fails=True)
    with pytest.raises(CommandError, match="no network"):
        call_command("download_speech_models")
    assert not (models / "base.en").exists()
    installed(monkeypatch)
    call_command("download_speech_models")
    assert (models / "base.en" / "model.bin").is_file()


def test_without_the_package_it_says_how_to_have_it(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "faster_whisper", None)
    with pytest.raises(CommandError, match=r"requirements/whisper\.txt"):
        call_command("download_speech_models")


def test_a_model_that_nobody_has_is_named(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(monkeypatch)
    with pytest.raises(CommandError, match=r"tiny\.en, base\.en"):
        call_command("download_speech_models", model="../../etc")
    assert not models.exists()
