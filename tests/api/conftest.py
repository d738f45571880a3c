"""Limits start anew for each test."""

from __future__ import annotations

import pytest

from viva.api.v1.common.throttling import counter


@pytest.fixture(autouse=True)
def no_calls_counted() -> None:
    counter.clear()
