"""Strictness: flags more or fewer answers for people, changes no score, and holds as it was when it began."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.api.clients import client_of
from tests.factories.accounts import RecruiterFactory
from tests.factories.companies import make_member
from tests.factories.interviews import make_company, make_interview, make_running
from tests.factories.reviews import Held, make_held
from viva.accounts.models import MemberRole
from viva.ai.types import Evaluation, Metrics
from viva.insights.recommendation import BARS
from viva.insights.scorecard import Scorecard, scorecard_of
from viva.interviews.enums import Outcome
from viva.interviews.models import Interview, InterviewResponse
from viva.interviews.services import record_response
from viva.interviews.services.releasing import release_result
from viva.interviews.strictness import needs_review, strictness_of

pytestmark = [pytest.mark.unit, pytest.mark.django_db]
LEVELS = ("lenient", "standard", "strict")


def held_by(strictness: str) -> Held:
    return make_held(make_company(strictness=strictness))


def card_of(held: Held) -> Scorecard:
    return scorecard_of(Interview.objects.select_related("company", "session").get(pk=held.interview.pk))


def judged(confidence: float, **fields: Any) -> Evaluation:
    return Evaluation(5.0, Metrics(5, 5, 5, 5), confidence=confidence, engine="scripted", **fields)


@pytest.mark.parametrize(
    ("confidence", "flagged"),
    [
        (0.1, "standard strict"),
        (0.49, "standard strict"),
        (0.5, "strict"),
        (0.74, "strict"),
        (0.75, ""),
        (1.0, ""),
    ],
)
def test_the_stricter_the_surer_a_judgement_must_be(confidence: float, flagged: str) -> None:
    assert " ".join(each for each in LEVELS if needs_review(judged(confidence), each)) == flagged


@pytest.mark.parametrize("strictness", ["", *LEVELS])
def test_what_its_judge_is_unsure_of_is_flagged_whatever_the_setting(strictness: str) -> None:
    assert needs_review(judged(1.0, needs_review=True), strictness)


def test_practice_is_flagged_by_its_judge_alone() -> None:
    assert not needs_review(judged(0.0), "")


def test_no_score_is_changed_by_it() -> None:
    columns = ("score", "evidence", "evaluation_metrics", "confidence", "ai_feedback")
    totals = ("total_score", "max_score", "percentage", "overall_score", "communication_score")
    helds = [held_by(strictness) for strictness in LEVELS]
    answers = [list(held.interview.responses.order_by("question__order").values(*columns)) for held in helds]
    sums = [Interview.objects.filter(pk=held.interview.pk).values(*totals).get() for held in helds]
    assert answers[0] == answers[1] == answers[2]
    assert sums[0] == sums[1] == sums[2]


def test_it_moves_the_suggestion_and_the_flags() -> None:
    cards = [card_of(held_by(strictness)) for strictness in LEVELS]
    assert [card.recommendation.bar for card in cards] == [BARS[card.recommendation.strictness] for card in cards]
    assert [card.recommendation.suggestion for card in cards] == ["advance", "advance", "look_closer"]
    assert [card.needing_review for card in cards] == [1, 1, 2]  # the code's confidence is 0.7


def test_a_setting_that_is_changed_later_judges_nobody_anew() -> None:
    held = held_by("strict")
    before = card_of(held).recommendation
    held.company.strictness = "lenient"
    held.company.save()
    assert card_of(held).recommendation == before
    assert strictness_of(held.interview.pk) == "strict"
    assert {row.strictness for row in held.response().evaluations.all()} == {"strict"}


def test_it_is_fixed_when_the_interview_begins_for_all_its_answers() -> None:
    company = make_company(strictness="strict")
    interview = make_running(RecruiterFactory(), company=company)
    company.strictness = "lenient"
    company.save()
    first = interview.questions.first()
    assert first
    record_response(
        interview_id=interview.pk,
        question_id=first.pk,
        outcome=Outcome.ANSWERED,
        text="So.",
        seconds=1,
        evaluation=judged(0.7),
    )
    row = InterviewResponse.objects.get(question=first)
    assert (interview.strictness, row.needs_review, row.evaluations.get().strictness) == ("strict", True, "strict")
    assert row.evaluations.get().result["needs_review"] is False  # the judge's own word


def test_one_that_has_not_begun_follows_the_setting() -> None:
    company = make_company(strictness="strict")
    interview = make_interview(RecruiterFactory(), company=company)
    company.strictness = "lenient"
    company.save()
    assert (interview.strictness, strictness_of(interview.pk)) == ("", "lenient")


def test_practice_is_held_to_none() -> None:
    assert strictness_of(make_running().pk) == ""


def test_the_review_page_says_which_one_and_what_the_company_is_set_to_now() -> None:
    held = held_by("strict")
    browser = Client()
    browser.force_login(held.owner)
    page = reverse("review:detail", args=[held.interview.pk])
    shown = browser.get(page).content.decode()
    assert "from 75 of 100 on" in shown
    assert "is set to" not in shown
    held.company.strictness = "lenient"
    held.company.save()
    assert "the company is set to lenient now" in browser.get(page).content.decode()


def test_the_settings_page_says_what_each_one_does() -> None:
    owner = make_member(make_company(), MemberRole.OWNER)
    browser = Client()
    browser.force_login(owner)
    page = browser.get(reverse("recruiter:company")).content.decode()
    assert [f"from {bar} of 100 on" in page for bar in BARS.values()] == [True] * 3


def test_the_api_tells_its_people_and_nobody_else() -> None:
    held = held_by("strict")
    path = f"/api/v1/interviews/{held.interview.pk}/results/"
    told = client_of(held.reviewer).get(path).json()["strictness"]
    assert (told["level"], told["bar"], told["review_below"]) == ("strict", 75, 0.75)
    release_result(held.interview, by=held.owner)
    assert client_of(held.candidate).get(path).json()["strictness"] is None
    outsider = make_member(make_company(), MemberRole.OWNER)
    assert client_of(outsider).get(path).status_code == 404
