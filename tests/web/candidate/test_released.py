"""A company's result on every surface of its candidate: nothing before the release, and not all after it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

from tests.api.clients import client_of
from tests.factories.accounts import UserFactory
from tests.factories.reviews import FEEDBACK, Held, make_held
from tests.factories.webhooks import make_webhook
from viva.accounts.actors import LinkHolder, UserActor
from viva.interviews.models import Interview, Verdict
from viva.interviews.parts import is_judged_unseen
from viva.interviews.selectors import completed_for
from viva.interviews.services.judging import add_comment, decide
from viva.interviews.services.overrides import override_score
from viva.interviews.services.releasing import release_result
from viva.notifications.models import Delivery

pytestmark = [pytest.mark.unit, pytest.mark.django_db]

SCORED = ("70", "14.0", "8.0", FEEDBACK, "A fair start.", "Speeds up reads", "Costs space", "Read on")
INTERNAL = ("secret-comment", "secret-reason", "secret-override", "Scripted answer", "the-expected-answer", "8001")


@pytest.fixture
def held() -> Held:
    """Judged in every way, with words that its candidate never reads."""
    held = make_held()
    add_comment(held.interview, by=held.owner, text="secret-comment")
    decide(held.interview, by=held.owner, verdict=Verdict.HOLD, reason="secret-reason", moves_stage=True)
    override_score(held.response(4).pk, by=held.reviewer, score=6.0, reason="secret-override")
    return held


def surfaces(held: Held) -> dict[str, str]:
    """What each page and each call tells the candidate of the interview."""
    pk = held.interview.pk
    pages, calls = Client(), client_of(held.candidate)
    pages.force_login(held.candidate)
    shown = {path: pages.get(path) for path in (f"/interviews/{pk}/", "/interviews/", "/profile/", "/insights/")}
    texts = {path: answer.content.decode() for path, answer in shown.items()}
    for part in ("", "results/", "transcript/", "questions/", "recordings/"):
        texts[f"api {part}"] = told(calls.get(f"/api/v1/interviews/{pk}/{part}"))
    for path in ("interviews/", "interviews/my_interviews/", "insights/"):
        texts[f"api {path}"] = told(calls.get(f"/api/v1/{path}"))
    return texts


def told(answer: Any) -> str:
    return json.dumps(answer.json(), ensure_ascii=False)


def found(texts: dict[str, str], words: tuple[str, ...]) -> list[tuple[str, str]]:
    """Scores as numbers of their own: 70 is not found in 1700 or in an id."""
    return [
        (name, word)
        for name, text in texts.items()
        for word in words
        if re.search(rf"(?<![\w.]){re.escape(word)}(?![\w])", _words_only(text, name))
    ]


def _words_only(text: str, name: str) -> str:
    """A page without its tags: sizes of icons are no scores."""
    return text if name.startswith("api") else re.sub(r"<[^>]+>", " ", text)


def test_before_the_release_no_surface_tells_a_score_or_feedback(held: Held) -> None:
    texts = surfaces(held)
    assert found(texts, (*SCORED, *INTERNAL)) == []
    assert "People at Acme read it now" in texts[f"/interviews/{held.interview.pk}/"]
    assert "not released" in texts["api results/"]
    assert not completed_for(UserActor(held.candidate)).exists()


def test_the_control_before_the_release_finds_what_stands_there(held: Held) -> None:
    """Were the rule not held, the search above would find it."""
    Interview.objects.update(released_at="2026-01-01T00:00:00Z")
    names = {word for _surface, word in found(surfaces(held), SCORED)}
    assert names >= {"70", "8.0", FEEDBACK, "A fair start.", "Costs space"}


def test_after_the_release_scores_and_feedback_and_nothing_internal(held: Held) -> None:
    release_result(held.interview, by=held.owner)
    texts = surfaces(held)
    page = texts[f"/interviews/{held.interview.pk}/"]
    assert "Overall score: 70 out of 100" in page
    assert FEEDBACK in page
    assert "Costs space" in page
    assert found(texts, INTERNAL) == []
    assert "A model answer" not in page
    results = client_of(held.candidate).get(f"/api/v1/interviews/{held.interview.pk}/results/").json()
    assert (results["overall_score"], results["questions"][0]["expected_answer"]) == (70.0, "")
    assert [(each["by"], each["reason"]) for each in results["responses"][3]["overrides"]] == [(None, "")]
    assert [each.pk for each in completed_for(UserActor(held.candidate))] == [held.interview.pk]


def test_the_company_reads_the_expected_answers_and_reasons_over_the_api(held: Held) -> None:
    results = client_of(held.owner).get(f"/api/v1/interviews/{held.interview.pk}/results/").json()
    assert results["questions"][0]["expected_answer"] == "Scripted answer 1."
    assert results["responses"][3]["overrides"][0]["reason"] == "secret-override"


def test_a_candidate_known_by_address_alone_is_held_to_the_same_rule() -> None:
    held = make_held()
    Interview.objects.filter(pk=held.interview.pk).update(
        candidate=None, candidate_email=held.candidate.email.upper()
    )
    interview = Interview.objects.get(pk=held.interview.pk)
    assert is_judged_unseen(UserActor(held.candidate), interview)
    assert is_judged_unseen(LinkHolder(interview.pk), interview)
    assert not is_judged_unseen(UserActor(held.owner), interview)


def test_a_webhook_of_the_candidates_own_hears_nothing_of_a_companys_interview() -> None:
    candidate = UserFactory()
    make_webhook(candidate)
    held = make_held(candidate=candidate)
    release_result(held.interview, by=held.owner)
    assert not Delivery.objects.exists()


def test_a_member_of_the_company_is_led_to_the_review(held: Held) -> None:
    client = Client()
    client.force_login(held.reviewer)
    answer = client.get(f"/interviews/{held.interview.pk}/")
    assert (answer.status_code, answer["Location"]) == (
        302,
        f"/dashboard/recruiter/interviews/{held.interview.pk}/",
    )
    assert str(held.interview.title) not in client.get("/interviews/").content.decode()


def test_somebody_else_finds_nothing(held: Held) -> None:
    client = Client()
    client.force_login(UserFactory())
    assert client.get(f"/interviews/{held.interview.pk}/").status_code == 404
