"""From a result to practice on just its questions: stored, linked, started; never a company's own secrets."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.api.clients import client_of
from tests.factories.accounts import UserFactory
from tests.factories.reviews import Held, make_held
from viva.ai.bank import load_bank
from viva.ai.codec import to_json
from viva.ai.engines.base import PracticeItem, PracticeQuestion
from viva.ai.types import Difficulty, Kind
from viva.interviews.enums import Mode
from viva.interviews.models import Interview
from viva.interviews.selectors import Asked
from viva.interviews.services.releasing import release_result
from viva.live.planning import plan_questions
from viva.live.services.sessions import PracticeChoice
from viva.web.room import views

pytestmark = [pytest.mark.unit, pytest.mark.django_db]

START = "/ai-interview/start/"
ONE, OTHER = "cache-product-page", "newest-release"
TOLD = "Say it again slowly"
ITEM = PracticeItem(
    "caching", TOLD, 6.0, ("Costs space",), (PracticeQuestion(ONE, "A page?", Kind.TECHNICAL, Difficulty.MEDIUM),)
)


@pytest.fixture
def held() -> Held:
    held = make_held()
    Interview.objects.filter(pk=held.interview.pk).update(practise_items=[to_json(ITEM)])
    return held


def browser_of(user: Any) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def result(held: Held) -> str:
    page = browser_of(held.candidate).get(reverse("candidate:interview_detail", args=[held.interview.pk]))
    return page.content.decode()


def test_before_the_release_its_candidate_reads_nothing_to_practise(held: Held) -> None:
    assert TOLD not in result(held)
    assert client_of(held.candidate).get(f"/api/v1/interviews/{held.interview.pk}/results/").status_code == 409


def test_after_it_they_read_it_with_links_and_no_model_answer(held: Held) -> None:
    release_result(held.interview, by=held.owner)
    page = result(held)
    assert TOLD in page
    assert f'href="{START}?question={ONE}"' in page
    assert "model answer" not in page
    told = client_of(held.candidate).get(f"/api/v1/interviews/{held.interview.pk}/results/").json()
    assert [each["skill"] for each in told["practise"]] == ["caching"]
    assert told["practise"][0]["start_url"].endswith(f"{START}?question={ONE}")
    assert {each["model_answer"] for each in told["questions"]} == {""}


def test_practice_shows_the_model_answer_of_the_answer_that_lost_most(held: Held) -> None:
    Interview.objects.filter(pk=held.interview.pk).update(company=None, user=held.candidate, candidate=None)
    page = browser_of(held.candidate).get(reverse("candidate:interview_detail", args=[held.interview.pk]))
    assert page.context["compare"]["number"] == 4  # 6 points; the first has 8
    assert b"A model answer to compare with" in page.content


def test_an_outsider_finds_nothing(held: Held) -> None:
    release_result(held.interview, by=held.owner)
    page = browser_of(UserFactory()).get(reverse("candidate:interview_detail", args=[held.interview.pk]))
    assert page.status_code == 404


class TestStart:
    @pytest.fixture
    def own(self) -> Client:
        return browser_of(UserFactory())

    def test_a_link_fills_the_form_for_just_these(self, own: Client) -> None:
        answer = own.get(START, {"question": [ONE, OTHER]})
        form = answer.context["form"]
        filled = {name: form[name].value() for name in ("kind", "questions", "minutes")}
        assert filled == {"kind": "coding", "questions": f"{ONE} {OTHER}", "minutes": 30}
        assert b"2 questions to practise" in answer.content

    @pytest.mark.parametrize("strange", ["", "no-such-question", "c1/secret", "<script>", "a b", "x" * 5000])
    def test_what_the_bank_does_not_have_is_passed_over(self, own: Client, strange: str) -> None:
        answer = own.get(START, {"question": strange})
        assert (answer.status_code, answer.context["named"]) == (200, [])

    def test_starting_asks_these_and_no_others(self, own: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        made: list[PracticeChoice] = []
        monkeypatch.setattr(
            views, "_create", lambda user, choice: made.append(choice) or type("Session", (), {"pk": 1})
        )
        assert own.post(START, {"questions": f"{ONE} c1/secret {OTHER} {ONE}"}).status_code == 302
        assert own.post(START, {}).status_code == 302
        assert [choice.questions for choice in made] == [(ONE, OTHER), ()]


async def test_the_named_questions_are_the_plan() -> None:
    choice = PracticeChoice("", "technical", "easy", 30, "python", Mode.PRACTICE, questions=(OTHER, ONE))
    bank = load_bank().by_id
    assert await plan_questions(choice, asked=Asked((ONE,))) == (bank[OTHER], bank[ONE])
