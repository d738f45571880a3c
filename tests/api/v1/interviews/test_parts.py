"""Who may do what: owner, company's people, its candidate, outsiders; and what a candidate does not see yet."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from tests.api.clients import client_of
from tests.api.v1.interviews.asking import get, post, submit, url
from tests.factories.accounts import RecruiterFactory, UserFactory
from tests.factories.interviews import answer_by_service, make_hiring
from viva.accounts.models import MemberRole, Membership, User
from viva.ai.engines.scripted import ScriptedEngine
from viva.interviews.models import Interview, InterviewResponse

pytestmark = [pytest.mark.unit, pytest.mark.django_db(transaction=True)]

QUESTION = {"question_text": "What is a lock?"}
SCORE = {"score": 5, "reason": "So."}


def calls(interview: Interview, user: User) -> dict[str, int]:
    """The status of each call on the running interview; those that end it come last."""
    client, response = client_of(user), answer_by_service(interview)
    found = {
        "read": client.get(url(interview)),
        "questions": client.get(url(interview, "questions/")),
        "transcript": client.get(url(interview, "transcript/")),
        "recordings": client.get(url(interview, "recordings/")),
        "change": client.patch(url(interview), {"title": "x"}),
        "add": client.post(url(interview, "questions/"), QUESTION),
        "start": client.post(url(interview, "start/")),
        "submit": submit(interview, by=user, text_response="Mine."),
        "score": client.patch(url(interview, f"responses/{response}/"), SCORE),
        "complete": client.post(url(interview, "complete/")),
        "results": client.get(url(interview, "results/")),
        "cancel": client.post(url(interview, "cancel/")),
        "delete": client.delete(url(interview)),
    }
    return {name: answer.status_code for name, answer in found.items()}


READ = dict.fromkeys(("read", "questions", "transcript", "recordings"), 200)
RUN = {"start": 409, "submit": 200, "complete": 200}


def running(**people: Any) -> tuple[Interview, User, User]:
    interview, recruiter, candidate = make_hiring(**people)
    assert post(interview, "start/", by=recruiter).status_code == 200
    return interview, recruiter, candidate


def test_a_recruiter_of_the_company_does_everything(engine: ScriptedEngine) -> None:
    interview, recruiter, _candidate = running()
    ended = {"change": 409, "add": 409, "score": 200, "results": 200, "cancel": 409, "delete": 409}
    assert calls(interview, recruiter) == READ | RUN | ended


def test_a_reviewer_reads_and_judges(engine: ScriptedEngine) -> None:
    interview, _recruiter, _candidate = running()
    reviewer = RecruiterFactory()
    Membership.objects.create(company=interview.company, user=reviewer, role=MemberRole.REVIEWER)
    refused = dict.fromkeys(("change", "add", "start", "submit", "complete", "cancel", "delete"), 403)
    assert calls(interview, reviewer) == READ | refused | {"score": 200, "results": 409}


def test_a_candidate_sits_it(engine: ScriptedEngine) -> None:
    interview, _recruiter, candidate = running()
    refused = dict.fromkeys(("change", "add", "score", "cancel", "delete"), 403)
    assert calls(interview, candidate) == READ | RUN | refused | {"results": 409}


@pytest.mark.parametrize("factory", [UserFactory, RecruiterFactory])
def test_an_outsider_finds_nothing(engine: ScriptedEngine, factory: Any) -> None:
    interview, _recruiter, _candidate = running()
    assert set(calls(interview, factory()).values()) == {404}


def test_who_left_the_company_finds_nothing(engine: ScriptedEngine) -> None:
    interview, recruiter, _candidate = running()
    Membership.objects.all().delete()
    assert set(calls(interview, recruiter).values()) == {404}


def test_a_candidate_sees_no_score_before_it_is_released(engine: ScriptedEngine) -> None:
    interview, recruiter, candidate = running()
    submitted = submit(interview, by=candidate).json()["response"]
    hidden = ("score", "ai_feedback", "evaluation_metrics", "confidence", "is_evaluated")
    assert [submitted[name] for name in hidden] == [None, "", {}, None, True]
    told = post(interview, "complete/", by=candidate).json()["interview"]
    listed = client_of(candidate).get("/api/v1/interviews/").json()["results"][0]
    [mine] = client_of(candidate).get("/api/v1/interviews/my_interviews/").json()
    read = get(interview, by=candidate).json()
    for shown in (told, listed, mine, read):
        totals = ("total_score", "max_score", "percentage", "overall_score", "assessed")
        assert [shown[name] for name in totals] == [0.0, 0.0, 0.0, None, False]
    assert (read["overall_feedback"], read["communication_score"]) == ("", None)
    answer = get(interview, "results/", by=candidate)
    assert (answer.status_code, answer.json()) == (
        409,
        {"detail": "The company has not released the results yet."},
    )
    assert client_of(candidate).get("/api/v1/insights/").json()["interviews"] == 0
    assert get(interview, by=recruiter).json()["total_score"] == 7.0


def test_once_it_is_released_a_candidate_sees_it_all_but_what_was_expected(engine: ScriptedEngine) -> None:
    interview, recruiter, candidate = running()
    submit(interview, by=candidate)
    post(interview, "complete/", by=candidate)
    Interview.objects.update(released_at=timezone.now())
    own, theirs = (get(interview, "results/", by=user).json() for user in (candidate, recruiter))
    assert {each["expected_answer"] for each in own["questions"]} == {""}
    assert {each["model_answer"] for each in own["questions"]} == {""}
    assert [bool(item["questions"]) for item in own["practise"]] == [True] * 3  # stored when it was completed
    assert theirs["questions"][0]["expected_answer"] == "Scripted answer 1."
    own["questions"], theirs["questions"] = [], []
    assert (own.pop("strictness"), theirs.pop("strictness")["level"]) == (None, "standard")
    assert (own, own["total_score"]) == (theirs, 7.0)
    assert client_of(candidate).get("/api/v1/insights/").json()["interviews"] == 1


def test_who_sits_it_does_not_judge_it_even_in_their_own_company(engine: ScriptedEngine) -> None:
    interview, _recruiter, candidate = running()
    Membership.objects.create(company=interview.company, user=candidate, role=MemberRole.OWNER)
    response = answer_by_service(interview)
    answer = client_of(candidate).patch(url(interview, f"responses/{response}/"), SCORE)
    assert (answer.status_code, InterviewResponse.objects.get().score) == (403, None)


def test_a_recruiter_does_not_see_practice(engine: ScriptedEngine) -> None:
    interview, recruiter, candidate = running()
    Interview.objects.filter(pk=interview.pk).update(company=None, user=candidate, candidate=None)
    assert get(interview, by=recruiter).status_code == 404
    assert get(interview, by=candidate).status_code == 200
