"""The storm once more through the whole server: over HTTP, on the database of the tests' kind."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.server import Server, serving

pytestmark = [pytest.mark.integration, pytest.mark.services]

PLACES = 5
CLIENTS = PLACES + 20
SLOTS = "/api/v1/interviews/slots/"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """On SQLite, or on the PostgreSQL that the tests were given (in the database beside theirs)."""
    database = {"DATABASE_URL": os.environ["DATABASE_URL"]} if "DATABASE_URL" in os.environ else {}
    with serving(VIVA_API_WRITES_PER_MINUTE="1000000", VIVA_API_CALLS_PER_MINUTE="1000000", **database) as running:
        yield running


@pytest.fixture(scope="module")
def rita(server: Server) -> Iterator[httpx.Client]:
    body = {"username": "stormy", "email": "stormy@hiring.example", "password": "a long word of mine"}
    made = httpx.post(
        f"{server.url}/api/v1/auth/register/", json=body | {"role": "recruiter", "company_name": "Storm"}
    )
    headers = {"Authorization": f"Bearer {made.json()['access']}"}
    with httpx.Client(base_url=server.url, headers=headers, timeout=60) as client:
        yield client


def slot(rita: httpx.Client, places: int, day: int = 12) -> int:
    body = {"starts_at": f"2035-03-{day}T10:00:00", "max_candidates": places}
    return int(rita.post(SLOTS, json=body).json()["id"])


def interview(rita: httpx.Client, number: int = 0) -> int:
    body = {"title": "Backend", "job_role": "Engineer", "questions": [{"question": "What is a lock?"}]}
    who = {"candidate_name": f"Ann {number}", "candidate_email": f"ann{number}@people.example"}
    return int(rita.post("/api/v1/interviews/", json=body | who).json()["interview"]["id"])


def book_all(rita: httpx.Client, pairs: list[tuple[int, int]]) -> list[httpx.Response]:
    """(slot, interview) of each, all at once."""

    def book(pair: tuple[int, int]) -> httpx.Response:
        return rita.post(f"{SLOTS}{pair[0]}/book_slot/", json={"interview_id": pair[1]})

    with ThreadPoolExecutor(len(pairs)) as pool:
        return list(pool.map(book, pairs))


def codes(answers: list[httpx.Response]) -> dict[int, int]:
    return dict(Counter(answer.status_code for answer in answers))


def figures(rita: httpx.Client, slot_id: int) -> tuple[int, str]:
    shown: dict[str, Any] = rita.get(f"{SLOTS}{slot_id}/").json()
    return shown["current_bookings"], shown["status"]


def test_exactly_as_many_as_there_are_places_and_409_for_the_others(server: Server, rita: httpx.Client) -> None:
    place = slot(rita, PLACES)
    answers = book_all(rita, [(place, interview(rita, number)) for number in range(CLIENTS)])
    assert codes(answers) == {201: PLACES, 409: CLIENTS - PLACES}
    assert {answer.json()["detail"] for answer in answers if answer.status_code == 409} == {
        "This slot is fully booked."
    }
    assert figures(rita, place) == (PLACES, "booked")
    assert "Traceback" not in server.log.read_text()


def test_one_interview_24_times_is_201_once_and_200_else(rita: httpx.Client) -> None:
    place, one = slot(rita, 3), interview(rita)
    answers = book_all(rita, [(place, one)] * 24)
    assert (codes(answers), figures(rita, place)) == ({201: 1, 200: 23}, (1, "available"))
    assert len({answer.json()["schedule"]["id"] for answer in answers}) == 1


def test_one_interview_on_two_slots_holds_one_of_them(rita: httpx.Client) -> None:
    """At once: 409 for one, or, where the server took them one after the other, moved by the second."""
    places, one = [slot(rita, 3, day) for day in (13, 14)], interview(rita)
    answers = book_all(rita, [(place, one) for place in places])
    assert sorted(codes(answers).items()) in ([(201, 1), (409, 1)], [(201, 2)])
    assert sorted(figures(rita, place)[0] for place in places) == [0, 1]


def test_cancelled_twelve_times_it_gives_back_one_place(rita: httpx.Client) -> None:
    place, stays, goes = slot(rita, 3), interview(rita, 1), interview(rita, 2)
    book_all(rita, [(place, stays), (place, goes)])
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: rita.post(f"/api/v1/interviews/{goes}/cancel/", json={}), range(12)))
    assert (codes(answers), figures(rita, place)) == ({200: 12}, (1, "available"))
