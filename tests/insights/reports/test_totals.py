"""After a person's score all places that show the totals agree, whatever the machine had made of the answer."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from tests.api.clients import client_of
from tests.factories.reviews import Held, make_held
from viva.accounts.models import User
from viva.interviews.enums import Outcome
from viva.interviews.models import Interview, InterviewResponse
from viva.interviews.services.completion import restate_totals
from viva.interviews.services.overrides import override_score

pytestmark = [pytest.mark.unit, pytest.mark.django_db]
LIST = "/dashboard/recruiter/interviews/"
WRITTEN_BEFORE = "a person has changed a score since"


def get(user: User, path: str) -> Any:
    client = Client()
    client.force_login(user)
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer


def shown(held: Held) -> dict[str, tuple[float, float, float]]:
    """(overall, points, of) by place."""
    path = f"{LIST}{held.interview.pk}/"
    record = json.loads(get(held.owner, f"{path}report.json").content)["scores"]
    [row] = csv.DictReader(
        io.StringIO(get(held.owner, f"{LIST}export.csv").content.decode("utf-8-sig"), newline="")
    )
    pdf = PdfReader(io.BytesIO(get(held.owner, f"{path}report.pdf").content))
    paper = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    page = " ".join(get(held.owner, path).content.decode().split())
    api = client_of(held.owner).get(f"/api/v1/interviews/{held.interview.pk}/results/").json()
    return {
        "json": (record["overall"], record["points"], record["of"]),
        "csv": (float(row["overall (0-100)"]), float(row["points"]), float(row["of"])),
        "pdf": (
            float(re.findall(r"Overall score (\d+)/100", paper)[0]),
            *map(float, re.findall(r"Points ([\d.]+) of ([\d.]+)", paper)[0]),
        ),
        "page": (
            float(re.findall(r'class="ring-text [^"]*" aria-hidden="true">(\d+)<', page)[0]),
            *map(float, re.findall(r"([\d.]+) of ([\d.]+) points", page)[0]),
        ),
        "api": (api["overall_score"], api["total_score"], api["max_score"]),
        "api, percentage": (api["percentage"], api["total_score"], api["max_score"]),
    }


@pytest.mark.parametrize(
    ("order", "totals"),
    [(1, (80.0, 16.0, 20.0)), (2, (80.0, 24.0, 30.0)), (3, (80.0, 24.0, 30.0)), (4, (90.0, 18.0, 20.0))],
    ids=["answered", "withheld", "not reached", "code"],
)
def test_all_places_agree(order: int, totals: tuple[float, float, float]) -> None:
    held = make_held()
    override_score(held.response(order).pk, by=held.owner, score=10.0, reason="Read again.")
    places = shown(held)
    assert places == dict.fromkeys(places, totals)


def test_what_was_written_before_says_so_wherever_it_stands() -> None:
    held = make_held()
    path = f"{LIST}{held.interview.pk}/"
    Interview.objects.update(released_at=held.interview.completed_at)
    pages = [(held.owner, path), (held.candidate, f"/interviews/{held.interview.pk}/")]
    assert not any(WRITTEN_BEFORE in get(user, page).content.decode() for user, page in pages)
    override_score(held.response().pk, by=held.owner, score=2.0, reason="Read again.")
    assert all(WRITTEN_BEFORE in get(user, page).content.decode() for user, page in pages)
    pdf = PdfReader(io.BytesIO(get(held.owner, f"{path}report.pdf").content))
    assert WRITTEN_BEFORE in " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


@pytest.mark.parametrize("outcome", [Outcome.SKIPPED, Outcome.LEFT])
def test_points_that_a_person_gave_are_assessed(outcome: Outcome) -> None:
    """Nothing was answered, says the machine; somebody heard it on the telephone, say."""
    held = make_held()
    InterviewResponse.objects.filter(interview=held.interview).update(outcome=outcome, score=0.0)
    restate_totals(held.interview.pk)
    assert Interview.objects.get().assessed is False
    override_score(held.response().pk, by=held.owner, score=6.0, reason="Told on the telephone.")
    after = Interview.objects.get()
    assert (after.assessed, after.overall_score, after.total_score, after.max_score) == (True, 15.0, 6.0, 40.0)
