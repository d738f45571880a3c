"""What was acknowledged survives a power cut: read back on the threads that serve pages and rooms."""

from __future__ import annotations

import json
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.server import serving

pytestmark = pytest.mark.integration

FULL = 2
DURABLE = {
    "journal_mode": "wal",
    "synchronous": FULL,
    "foreign_keys": 1,
    "busy_timeout": 20_000,
    "begins": "BEGIN IMMEDIATE",
}


def test_every_thread_that_serves_has_a_durable_database_that_waits_for_its_turn() -> None:
    with serving("tests.config.asked") as server:

        def ask(_: int) -> dict:
            with urllib.request.urlopen(f"{server.url}/asked/", timeout=30) as answer:
                return json.load(answer)

        with ThreadPoolExecutor(10) as pool:
            answers = list(pool.map(ask, range(40)))
    for kind, thread in (("page", "WSGI"), ("room", "room-db")):
        said = [answer[kind] for answer in answers]
        assert {each.pop("thread") for each in said} == {thread}
        assert said == len(said) * [DURABLE]
