"""`manage.py check` of the language model's settings: each fault by the variable's name, no secret in any."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from viva.config.checks import check_settings

pytestmark = pytest.mark.unit

URL, MODEL, KEY = "https://models.example.org/v1", "some-model", "sk-a-secret-key"


@pytest.fixture(autouse=True)
def configured(settings: Any) -> Any:
    settings.VIVA_LLM_BASE_URL, settings.VIVA_LLM_MODEL, settings.VIVA_LLM_API_KEY = URL, MODEL, KEY
    return settings


def found() -> list[str]:
    messages = [each for each in check_settings() if str(each.id)[-2] == "4"]
    assert all(KEY not in f"{each.msg} {each.hint}" for each in messages)
    return [str(each.id) for each in messages]


def test_a_whole_configuration_is_right() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("name", "value", "ids"),
    [
        ("VIVA_LLM_MODEL", "", ["viva.E040"]),
        ("VIVA_LLM_BASE_URL", "", ["viva.E040", "viva.W040"]),
        ("VIVA_LLM_BASE_URL", "models.example.org", ["viva.E041"]),
        ("VIVA_LLM_BASE_URL", f"https://me:{KEY}@models.example.org/v1", ["viva.E042"]),
        ("VIVA_LLM_BASE_URL", "http://models.example.org/v1", ["viva.W042"]),
        ("VIVA_LLM_COMPANY_BASE_URLS", ["https://one.example.org/v1", "two.example.org"], ["viva.E041"]),
        ("VIVA_LLM_API_KEY_FILE", "/nowhere/key", ["viva.W041"]),
        ("VIVA_LLM_SAY_SECONDS", 0.0, ["viva.E044"]),
        ("VIVA_LLM_DAY_TOKENS", -1, ["viva.E044"]),
        ("VIVA_LLM_CONCURRENCY", 0, ["viva.E044"]),
        ("VIVA_LLM_SAMPLES", 10, ["viva.E044"]),
        ("VIVA_LLM_JSON", "xml", ["viva.E045"]),
        ("VIVA_LLM_JSON", "plain", []),
        ("VIVA_LLM_DAY_MONEY", 5.0, ["viva.W043"]),
    ],
)
def test_each_fault_is_found(configured: Any, name: str, value: Any, ids: list[str]) -> None:
    setattr(configured, name, value)
    assert found() == ids


@pytest.mark.parametrize(("content", "ids"), [("sk-1\n", []), (" \n", ["viva.E043"]), (None, ["viva.E043"])])
def test_a_key_file_is_read(configured: Any, tmp_path: Path, content: str | None, ids: list[str]) -> None:
    configured.VIVA_LLM_API_KEY, configured.VIVA_LLM_API_KEY_FILE = "", str(tmp_path / "key")
    if content is not None:
        (tmp_path / "key").write_text(content)
    assert found() == ids
