"""The server is killed with -9 while a recording comes in: nothing acknowledged is lost, nothing is stored twice.

`VIVA_KILL_SEED` repeats a run.
"""

from __future__ import annotations

import hashlib
import os
import random
import threading
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest

from tests.e2e.inviting import invited
from tests.factories.recordings import SLICE_MS, WEBM
from tests.server import Server, serving

pytestmark = [pytest.mark.integration, pytest.mark.timeout(300)]

KILLS = 5
SIZE = 20_000


class Browser:
    """Sends chunk after chunk, each until it is acknowledged, as the page's queue does; keeps books of its own."""

    def __init__(self, server: Server, key: str, *, seed: int = 0) -> None:
        self.server, self.key = server, key
        self.random = random.Random(seed)
        self.part: UUID = uuid4()
        self.acknowledged: dict[int, str] = {}
        self.on_their_way = 0
        self.stop, self.stored = threading.Event(), threading.Condition()

    def run(self) -> None:
        with httpx.Client(base_url=self.server.url, timeout=5.0) as http:
            number = 0
            while not self.stop.is_set():
                content = (WEBM if number == 0 else b"") + self.random.randbytes(SIZE)
                while not self.stop.is_set() and not self.send(http, number, content):
                    self.stop.wait(0.02)
                number += 1

    def send(self, http: httpx.Client, number: int, content: bytes) -> bool:
        sha256 = hashlib.sha256(content).hexdigest()
        words = {
            "session_key": self.key,
            "part": str(self.part),
            "type": "audio/webm",
            "number": str(number),
            "sha256": sha256,
            "from_ms": str(number * SLICE_MS),
            "to_ms": str((number + 1) * SLICE_MS),
            "age_ms": "0",
        }
        self.on_their_way += 1
        try:
            answer = http.post("/interview/chunk/", data=words, files={"content": ("chunk", content)})
        except httpx.HTTPError:
            return False
        finally:
            self.on_their_way -= 1
        if answer.status_code == 503:
            return False
        assert answer.status_code == 200, answer.text
        with self.stored:
            self.acknowledged[number] = sha256
            self.stored.notify_all()
        return True

    def wait_for(self, count: int) -> None:
        """Until so many are acknowledged."""
        with self.stored:
            assert self.stored.wait_for(lambda: len(self.acknowledged) >= count, 60), len(self.acknowledged)


def stored(server: Server) -> dict[int, str]:
    """By number, the hash of what the file of each row holds."""
    rows = server.rows("select number, file from live_recordingchunk order by number")
    assert len({number for number, _file in rows}) == len(rows)
    uploads = Path(server.folder, "uploads")
    return {number: hashlib.sha256((uploads / file).read_bytes()).hexdigest() for number, file in rows}


def lost(browser: Browser, server: Server) -> list[int]:
    """What was acknowledged and is not stored as it was sent."""
    found = stored(server)
    return [number for number, sha256 in browser.acknowledged.items() if found.get(number) != sha256]


def test_nothing_acknowledged_is_lost_when_the_server_is_killed_again_and_again() -> None:
    seed = int(os.environ.get("VIVA_KILL_SEED") or random.SystemRandom().randrange(10**6))
    print(f"VIVA_KILL_SEED={seed}")
    when = random.Random(seed)
    with serving(DJANGO_SETTINGS_MODULE="tests.e2e.settings") as server:
        browser = Browser(
            server, invited(server, seconds=-30, state="running", recorded="sound")["key"], seed=seed
        )
        sending = threading.Thread(target=browser.run)
        sending.start()
        hits = 0
        try:
            for _ in range(KILLS):
                browser.wait_for(len(browser.acknowledged) + 3)
                browser.stop.wait(when.uniform(0.0, 0.1))  # any moment of a chunk's way
                hits += browser.on_their_way
                server.kill()
                assert lost(browser, server) == []
                server.start(demo=False)
        finally:
            browser.stop.set()
            sending.join(30)
        assert lost(browser, server) == []
        [(size, used)] = server.rows("select r.size, s.used from live_recording r, live_recordingspace s")
        assert size == used == sum(size for (size,) in server.rows("select size from live_recordingchunk"))
    print(f"{KILLS} kills, {hits} with a chunk on its way, {len(browser.acknowledged)} chunks")
    assert hits > 0


def test_a_server_that_acknowledges_before_it_stores_is_found_out() -> None:
    """The control: the comparison fails where the promise is broken."""
    with serving("tests.live.recording.hasty", DJANGO_SETTINGS_MODULE="tests.e2e.settings") as server:
        browser = Browser(server, invited(server, seconds=-30, state="running", recorded="sound")["key"])
        with httpx.Client(base_url=server.url) as http:
            assert browser.send(http, 0, WEBM)
        server.kill()
        assert lost(browser, server) == [0]
