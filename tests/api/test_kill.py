"""The server is killed with -9 amid calls of the API: what was acknowledged is there, once, and is judged in time.

`VIVA_KILL_SEED` repeats a run.
"""

from __future__ import annotations

import contextlib
import os
import random
import threading
import time
from collections.abc import Iterator

import httpx
import pytest

from tests.server import Server, serving
from tests.waiting import wait_until

pytestmark = pytest.mark.integration

KILLS = 8
LEAST_CUT = 3
QUESTIONS = [
    {"question": f"What does an index of a database do, part {part}?", "expected_answer": "It finds rows quickly."}
    for part in range(3)
]
SCORES = "SELECT score FROM interviews_interviewresponse WHERE interview_id = ?"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


class Program:
    """Another program that submits answers, and keeps books of what was acknowledged."""

    def __init__(self, server: Server, chance: random.Random) -> None:
        self.server, self.random = server, chance
        self.acknowledged: list[tuple[int, str]] = []
        self.cut = 0
        self.serial = 0
        name = f"prog{chance.randrange(10**6)}"
        password = f"a-long-one-{chance.randrange(10**6)}"
        given = {"username": name, "email": f"{name}@example.org", "password": password, "role": "candidate"}
        self.token = self.call("auth/register/", given).json()["access"]
        self.interview = self.create("the-first-key").json()["interview"]
        self.questions = [question["id"] for question in self.interview["questions"]]
        assert self.call(f"interviews/{self.interview['id']}/start/", {}).status_code == 200

    def call(self, path: str, body: dict | None = None, **headers: str) -> httpx.Response:
        if hasattr(self, "token"):
            headers["Authorization"] = f"Bearer {self.token}"
        url = f"{self.server.url}/api/v1/{path}"
        return httpx.request("GET" if body is None else "POST", url, json=body, headers=headers, timeout=30)

    def create(self, key: str) -> httpx.Response:
        body = {"title": "Databases", "job_role": "Engineer", "questions": QUESTIONS, "total_questions": 3}
        return self.call("interviews/", body, **{"Idempotency-Key": key})

    def submit_until(self, stop: threading.Event) -> None:
        while not stop.is_set():
            self.serial += 1
            question, text = self.random.choice(self.questions), f"It is looked up in a tree, said {self.serial}."
            body = {"question_id": question, "text_response": text}
            try:
                answer = self.call(f"interviews/{self.interview['id']}/submit_response/", body)
            except httpx.HTTPError:
                self.cut += 1
                return
            assert answer.status_code == 200, answer.text
            self.acknowledged.append((question, text))

    def kill_amid(self) -> None:
        stop = threading.Event()
        thread = threading.Thread(target=self.submit_until, args=(stop,))
        thread.start()
        time.sleep(self.random.uniform(0.1, 0.6))
        self.server.kill()
        stop.set()
        thread.join(40)
        self.server.start(demo=False)


def stored(server: Server) -> list[tuple[int, str]]:
    """Every answer in the raw database, those that a later one replaced included."""
    now = server.rows("SELECT question_id, text_response FROM interviews_interviewresponse")
    earlier = server.rows(
        "SELECT r.question_id, e.text_response FROM interviews_earlieranswer e "
        "JOIN interviews_interviewresponse r ON r.id = e.response_id"
    )
    return [*now, *earlier]


def until_judged(server: Server, *, seconds: float = 90.0) -> None:
    wait_until(
        lambda: not server.rows("SELECT 1 FROM interviews_pendingevaluation"),
        seconds=seconds,
        told=lambda: "an answer was never judged",
    )


def test_what_was_acknowledged_survives_kills_once_and_is_judged(server: Server) -> None:
    seed = int(os.environ.get("VIVA_KILL_SEED", random.randrange(2**31)))
    print(f"VIVA_KILL_SEED={seed}")
    program = Program(server, random.Random(seed))
    for _ in range(KILLS):
        program.kill_amid()
        found = stored(server)
        assert [each for each in program.acknowledged if found.count(each) != 1] == []
    assert program.cut >= LEAST_CUT
    until_judged(server)
    completed = program.call(f"interviews/{program.interview['id']}/complete/", {}).json()["interview"]
    results = program.call(f"interviews/{program.interview['id']}/results/").json()
    scores = [score for (score,) in server.rows(SCORES, program.interview["id"])]
    assert len(scores) == len(QUESTIONS)
    assert completed["total_score"] == pytest.approx(sum(scores), abs=0.01)
    assert completed["max_score"] == 30.0
    assert results["percentage"] == completed["percentage"]


def test_a_creation_that_was_cut_and_is_sent_again_stands_once_at_most(server: Server) -> None:
    """What the killed server had taken on keeps its key for CLAIMED_FOR: until then 409, and nothing new."""
    program = Program(server, random.Random())
    before = server.rows("SELECT count(*) FROM interviews_interview")[0][0]
    again = []
    for number in range(3):
        thread = threading.Thread(target=_ignoring_cuts, args=(program, f"key-{number}"))
        thread.start()
        time.sleep(random.uniform(0.0, 0.05))
        server.kill()
        thread.join(40)
        server.start(demo=False)
        again += [program.create(f"key-{number}").status_code for _ in range(2)]
    made = server.rows("SELECT count(*) FROM interviews_interview")[0][0] - before
    assert set(again) <= {201, 409}
    assert again.count(201) / 2 <= made <= 3


def _ignoring_cuts(program: Program, key: str) -> None:
    with contextlib.suppress(httpx.HTTPError):
        program.create(key)
