"""Waiting for what another process does: its database and its files are looked at, since it cannot call back."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def wait_until(found: Callable[[], T], *, seconds: float, told: Callable[[], object] = str) -> T:
    """The first that is true of what `found` gives. Fails with what `told` says where there is none by then."""
    deadline = time.monotonic() + seconds
    while not (value := found()):
        assert time.monotonic() < deadline, told()
        time.sleep(0.1)
    return value
