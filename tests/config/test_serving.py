"""How uvicorn is told to serve."""

from __future__ import annotations

import pytest
import uvicorn

from viva.config.serve import SERVING

pytestmark = pytest.mark.unit


def test_one_process_serves_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEB_CONCURRENCY", "3")
    assert uvicorn.Config("viva.config.asgi:application", **SERVING).workers == 1
