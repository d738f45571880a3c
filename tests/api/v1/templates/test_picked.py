"""Questions of the company, and of the bank, in a company's template."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.clients import client_of
from tests.factories.companies import make_company, make_member
from tests.factories.own_questions import KETTLE, make_own_question
from viva.accounts.models import Company
from viva.ai.codec import from_json
from viva.ai.types import Question
from viva.interviews.models import Interview, InterviewTemplate, OwnQuestion

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db]

PATH = "/api/v1/templates/"


def made(whose: Company, bank_id: str, **body: Any) -> Any:
    questions = [{"question": "In my words", "bank_id": bank_id}, {"question": "Why us?", "type": "general"}]
    return client_of(make_member(whose)).post(PATH, {"title": "Kettles", "questions": questions, **body})


def test_a_picked_one_is_kept_in_its_own_words() -> None:
    own = make_own_question()
    [picked, typed] = made(own.company, own.bank_id).json()["questions"]
    assert picked == {
        "question": KETTLE["text"],
        "type": "technical",
        "difficulty": "medium",
        "expected_answer": KETTLE["expected_answer"],
        "bank_id": own.bank_id,
    }
    assert "bank_id" not in typed


def test_the_banks_expected_answer_stays_on_the_server() -> None:
    [picked, _typed] = made(make_company(), "recent-cache").json()["questions"]
    assert (picked["type"], picked["expected_answer"]) == ("coding", "")


def test_an_interview_made_from_it_asks_the_whole_question() -> None:
    own = make_own_question()
    template = InterviewTemplate.objects.get(pk=made(own.company, own.bank_id).json()["id"])
    OwnQuestion.objects.filter(pk=own.pk).update(text="How is it done today?")
    client = client_of(make_member(own.company))
    assert client.post(f"{PATH}{template.pk}/use_template/", {"job_role": "E"}).status_code == 201
    first, second = Interview.objects.get().questions.order_by("order")
    asked = from_json(Question, first.spec)
    assert (asked.id, asked.text, asked.key_points) == (
        own.bank_id,
        "How is it done today?",
        own.as_question().key_points,
    )
    assert (second.bank_id, second.question_text, second.question_type) == ("", "Why us?", "general")


@pytest.mark.parametrize("whose", ["another company's", "nobody's", "the bank's without a company"])
def test_what_cannot_be_picked_is_refused(whose: str) -> None:
    company, foreign = make_company(), make_own_question(make_company("Elsewhere"))
    ids = {"another company's": foreign.bank_id, "nobody's": f"c{company.pk}/nothing"}
    body = {"company": None} if whose not in ids else {}
    response = made(company, ids.get(whose, "recent-cache"), **body)
    assert (response.status_code, list(response.json())) == (400, ["questions"])
    assert not InterviewTemplate.objects.exists()


def test_a_template_is_changed_without_losing_what_it_picked() -> None:
    own = make_own_question()
    template_id = made(own.company, own.bank_id).json()["id"]
    client = client_of(make_member(own.company))
    assert client.patch(f"{PATH}{template_id}/", {"title": "Tea"}).status_code == 200
    assert InterviewTemplate.objects.get().questions[0]["bank_id"] == own.bank_id
