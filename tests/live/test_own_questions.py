"""Generated questions: a company's own come first, for this company alone; the embedded grader judges them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from tests.api.clients import client_of
from tests.factories.accounts import UserFactory
from tests.factories.companies import make_company, make_member
from tests.factories.own_questions import make_own_question
from viva.accounts.models import Company
from viva.ai.engines.base import PlanRequest
from viva.ai.engines.embedded import EmbeddedEngine
from viva.ai.grading import grade
from viva.ai.types import EvaluationRequest
from viva.interviews.models import Interview, OwnQuestion
from viva.interviews.services.own_questions import archive_own_question
from viva.interviews.services.question_sets import AskedQuestions
from viva.live.inviting import invite_candidate
from viva.live.services.inviting import Invitee, Occasion, When

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db]

OCCASION: dict[str, Any] = {
    "title": "Backend Engineer",
    "job_role": "Backend engineer",
    "asked": AskedQuestions("technical", "medium", 3),
    "minutes": 20,
}


def invited(company: Company, **asked: Any) -> list[str]:
    """The ids of what an interview of this company asks, chosen by the embedded engine."""
    occasion = Occasion(company=company, **{**OCCASION, "asked": replace(OCCASION["asked"], **asked)})
    made = invite_candidate(
        make_member(company), occasion=occasion, invitee=Invitee("Ann", "ann@x.org"), when=When(), uuid=uuid4()
    )
    return list(made.interview.questions.values_list("bank_id", flat=True))


class TestGenerated:
    @pytest.fixture(autouse=True)
    def _chosen_by_the_embedded_engine(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for place in ("planning", "own_models"):
            monkeypatch.setattr(f"viva.live.{place}.get_engine", EmbeddedEngine)

    def test_they_are_asked_by_their_company_beside_the_banks(self) -> None:
        own = make_own_question()
        ids = invited(own.company)
        assert (own.bank_id in ids, len(ids)) == (True, 3)

    def test_another_company_and_practice_never_get_them(self) -> None:
        make_own_question()
        assert not any("/" in name for name in invited(make_company("Elsewhere")))
        candidate = UserFactory()
        body = {"title": "P", "job_role": "Backend engineer", "total_questions": 5}
        assert client_of(candidate).post("/api/v1/interviews/", body).status_code == 201
        ids = Interview.objects.get(user=candidate).questions.values_list("bank_id", flat=True)
        assert len(ids) == 5
        assert not any("/" in name for name in ids)

    def test_a_recruiters_own_practice_never_gets_them_either(self) -> None:
        own = make_own_question()
        recruiter = make_member(own.company)
        body = {"title": "P", "job_role": "Backend engineer", "total_questions": 5}
        assert client_of(recruiter).post("/api/v1/interviews/", body).status_code == 201
        interview = Interview.objects.get(user=recruiter)
        ids = interview.questions.values_list("bank_id", flat=True)
        assert (interview.company, any("/" in name for name in ids)) == (None, False)

    def test_over_the_api_they_come_for_the_company_it_is_made_for(self) -> None:
        own = make_own_question()
        body = {
            "title": "H",
            "job_role": "Backend engineer",
            "candidate_email": "a@x.org",
            "candidate_name": "A",
            "total_questions": 3,
        }
        assert client_of(make_member(own.company)).post("/api/v1/interviews/", body).status_code == 201
        assert own.bank_id in Interview.objects.get().questions.values_list("bank_id", flat=True)

    def test_archived_ones_and_those_of_another_kind_are_left_out(self) -> None:
        company = make_company()
        archived = make_own_question(company)
        archive_own_question(archived, by=make_member(company))
        make_own_question(company, text="Why us, of all places?", kind="hr")
        assert not any("/" in name for name in invited(company))


def test_the_choice_of_another_company_is_not_even_given_to_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    own, foreign = make_own_question(), make_own_question(make_company("Elsewhere"))
    given: list[PlanRequest] = []

    class Asked(EmbeddedEngine):
        async def plan(self, request: PlanRequest) -> Any:
            given.append(request)
            return await super().plan(request)

    monkeypatch.setattr("viva.live.own_models.get_engine", Asked)
    invited(own.company)
    assert [question.id for question in given[0].own] == [own.bank_id]
    assert foreign.bank_id != own.bank_id


def test_the_embedded_grader_judges_by_its_key_points() -> None:
    question = make_own_question().as_question()
    good = "The hot steam is led through a channel to a bimetal sensor, which bends and interrupts the current."
    bad = "A timer counts three minutes, and after that the kettle plays a little tune for everybody."
    right, wrong = (grade(EvaluationRequest(question, (answer,))) for answer in (good, bad))
    assert right.score is not None
    assert wrong.score is not None
    assert right.score > wrong.score + 3
    assert {each.key_point for each in right.covered} == {"vapour", "circuit"}
    assert {each.key_point for each in wrong.missing} == {"vapour", "circuit"}


def test_one_with_only_an_expected_answer_or_only_key_points_is_judged_too() -> None:
    good = "Steam reaches a bimetal strip, it bends and opens a switch, and so the current is interrupted."
    for changes in ({"key_points": [], "follow_ups": []}, {"expected_answer": ""}):
        question = make_own_question(**changes).as_question()
        evaluation = grade(EvaluationRequest(question, (good,)))
        assert evaluation.score is not None
        assert evaluation.score >= 6
    assert OwnQuestion.objects.count() == 2
