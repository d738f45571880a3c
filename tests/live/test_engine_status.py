"""Trying a language model from a page."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from viva.accounts.models import Company
from viva.ai.engines.llm.probe import Found
from viva.live import engine_status
from viva.live.engine_status import MOST_TRIES, Tried, try_own_model

pytestmark = pytest.mark.unit
ANSWERED = Tried(Found(model="theirs"), "Thank you.")


def test_models_that_hang_hold_a_few_pages_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    under_way, over = threading.Barrier(MOST_TRIES + 1), threading.Event()

    def hang(make: Callable[[], Any], *, timeout: float) -> Tried:
        under_way.wait(30)
        assert over.wait(30)
        return ANSWERED

    monkeypatch.setattr(engine_status, "call_on_loop", hang)
    with ThreadPoolExecutor(MOST_TRIES) as pages:
        tries = [pages.submit(try_own_model, Company(pk=number)) for number in range(1, MOST_TRIES + 1)]
        under_way.wait(30)
        refused = try_own_model(Company(pk=MOST_TRIES + 1))
        over.set()
        assert [each.result() for each in tries] == [ANSWERED] * MOST_TRIES
    assert refused == Tried(Found(failure="busy"))
    monkeypatch.setattr(engine_status, "call_on_loop", lambda make, *, timeout: ANSWERED)
    assert try_own_model(Company(pk=1)) == ANSWERED
