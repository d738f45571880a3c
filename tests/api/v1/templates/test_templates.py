"""Templates over the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.clients import client_of
from tests.api.stored import everything_stored
from tests.factories.accounts import UserFactory
from tests.factories.companies import make_company, make_member
from tests.factories.templates import QUESTIONS, make_template
from viva.accounts.models import MemberRole
from viva.api.v1.interviews.described import InterviewAnswer
from viva.interviews.models import Interview, InterviewTemplate

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db]

PATH = "/api/v1/templates/"
BODY: dict[str, Any] = {"title": "Databases", "questions": QUESTIONS}


def test_the_list_is_a_plain_array_in_the_shape_of_the_product() -> None:
    template = make_template(is_shared=True)
    [row] = client_of(UserFactory()).get(PATH).json()
    assert row.pop("created_at").endswith("Z")
    assert row == {
        "id": template.pk,
        "title": "Databases",
        "description": "Indexes and reasons.",
        "interview_type": "technical",
        "difficulty": "medium",
        "duration_minutes": 20,
        "questions": QUESTIONS,
        "times_used": 0,
        "average_score": 0.0,
        "is_active": True,
        "is_premium": False,
        "created_by": template.created_by_id,
        "company": None,
    }


def test_the_list_is_narrowed_by_type_and_difficulty() -> None:
    make_template(is_shared=True, title="A", interview_type="hr", difficulty="easy")
    make_template(is_shared=True, title="B", interview_type="hr", difficulty="hard")
    make_template(is_shared=True, title="C", interview_type="coding", difficulty="hard")
    client = client_of(UserFactory())

    def titles(query: str) -> list[str]:
        return [row["title"] for row in client.get(PATH + query).json()]

    assert titles("?type=hr") == ["A", "B"]
    assert titles("?difficulty=hard") == ["B", "C"]
    assert titles("?type=hr&difficulty=hard") == ["B"]
    assert client.get(PATH + "?type=dance").json().keys() == {"type"}


@pytest.mark.parametrize("path", [PATH, "{}/"])
def test_the_number_of_queries_does_not_grow(path: str) -> None:
    user = UserFactory()
    client = client_of(user)
    counts = []
    for more in (1, 9, 90):
        made = [make_template(user) for _ in range(more)]
        with CaptureQueriesContext(connection) as caught:
            assert client.get(path.format(f"{PATH}{made[0].pk}")).status_code == 200
        counts.append(len(caught))
    assert len(set(counts)) == 1


def test_a_candidate_makes_their_own() -> None:
    user = UserFactory()
    response = client_of(user).post(PATH, BODY)
    assert (response.status_code, response.json()["created_by"]) == (201, user.pk)
    template = InterviewTemplate.objects.get()
    assert (template.company, template.is_shared, template.is_active) == (None, False, True)


def test_a_recruiter_makes_their_companys_unless_they_want_their_own() -> None:
    company = make_company()
    client = client_of(make_member(company))
    assert client.post(PATH, BODY).json()["company"] == company.pk
    assert client.post(PATH, BODY | {"company": None}).json()["company"] is None
    assert client.post(PATH, BODY | {"company": company.pk}).json()["company"] == company.pk


def test_nobody_makes_a_template_of_a_company_that_they_do_not_act_for() -> None:
    company = make_company()
    for user in (UserFactory(), make_member(make_company()), make_member(company, MemberRole.REVIEWER)):
        response = client_of(user).post(PATH, BODY | {"company": company.pk})
        assert (response.status_code, list(response.json())) == (400, ["company"])
    assert InterviewTemplate.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"interview_type": "dance"}, "interview_type"),
        ({"difficulty": 7}, "difficulty"),
        ({"duration_minutes": 0}, "duration_minutes"),
        ({"duration_minutes": 2**70}, "duration_minutes"),
        ({"questions": []}, "questions"),
        ({"questions": "many"}, "questions"),
        ({"questions": [{}]}, "questions.0.question"),
        ({"questions": [{"question": "Q?", "type": "dance"}]}, "questions.0.type"),
        ({"questions": [QUESTIONS[0]] * 51}, "questions"),
        ({"company": "Acme"}, "company"),
        ({"company": 2**70}, "company"),
    ],
)
def test_a_wrong_field_is_named(change: dict[str, object], field: str) -> None:
    user = UserFactory()
    template = make_template(user)
    before = everything_stored()
    calls = [client_of(user).post(PATH, BODY | change)]
    if field != "company":
        calls.append(client_of(user).patch(f"{PATH}{template.pk}/", change))
    for response in calls:
        assert (response.status_code, list(response.json())) == (400, [field])
    assert everything_stored() == before


def test_the_servers_own_fields_are_not_written() -> None:
    user, other = UserFactory(), UserFactory()
    own = {"times_used": 9, "average_score": 99.0, "created_by": other.pk, "is_shared": True, "id": 1}
    made = client_of(user).post(PATH, BODY | own).json()
    client_of(user).patch(f"{PATH}{made['id']}/", own | {"company": 5, "title": "New"})
    template = InterviewTemplate.objects.get()
    assert (template.times_used, template.average_score, template.created_by) == (0, 0.0, user)
    assert (template.is_shared, template.company, template.title) == (False, None, "New")


def test_a_change_leaves_what_it_does_not_name() -> None:
    user = UserFactory()
    template = make_template(user, is_premium=True)
    told = client_of(user).patch(f"{PATH}{template.pk}/", {"difficulty": "hard"}).json()
    assert (told["difficulty"], told["title"], told["is_premium"]) == ("hard", "Databases", True)
    assert told["questions"] == QUESTIONS


def test_who_may_only_read_may_not_change() -> None:
    company = make_company()
    template = make_template(make_member(company), company=company)
    shared = make_template(is_shared=True)
    reviewer = client_of(make_member(company, MemberRole.REVIEWER))
    for pk in (template.pk, shared.pk):
        assert reviewer.get(f"{PATH}{pk}/").status_code == 200
        assert reviewer.patch(f"{PATH}{pk}/", {"title": "X"}).status_code == 403
        assert reviewer.delete(f"{PATH}{pk}/").status_code == 403
    assert reviewer.post(f"{PATH}{template.pk}/use_template/", {"job_role": "E"}).status_code == 403


def test_using_one_makes_an_interview_with_its_title() -> None:
    user = UserFactory()
    template = make_template(is_shared=True)
    body = {"job_role": "Backend Engineer", "company_name": "Acme", "status": "completed", "percentage": 100}
    response = client_of(user).post(f"{PATH}{template.pk}/use_template/", body)
    assert sorted(response.json()["interview"]) == sorted(InterviewAnswer().fields)
    told = response.json()
    assert (response.status_code, list(told)) == (201, ["message", "interview"])
    assert told["message"] == "Interview created from template"
    interview = told["interview"]
    assert (interview["title"], interview["job_role"], interview["company_name"]) == (
        "Databases",
        "Backend Engineer",
        "Acme",
    )
    assert (interview["status"], interview["percentage"], interview["user"]) == ("scheduled", 0.0, user.pk)
    assert [question["question_text"] for question in interview["questions"]] == [
        "What does an index cost?",
        "Why do you want to work here?",
    ]
    assert "slower writes" not in response.content.decode()
    template.refresh_from_db()
    assert template.times_used == 1


def test_using_one_needs_a_job_role() -> None:
    template = make_template(is_shared=True)
    response = client_of(UserFactory()).post(f"{PATH}{template.pk}/use_template/", {})
    assert (response.status_code, list(response.json())) == (400, ["job_role"])


def test_ones_own_that_is_switched_off_is_409() -> None:
    user = UserFactory()
    template = make_template(user, is_active=False)
    response = client_of(user).post(f"{PATH}{template.pk}/use_template/", {"job_role": "E"})
    assert (response.status_code, Interview.objects.count()) == (409, 0)


def test_the_same_key_uses_it_once() -> None:
    user = UserFactory()
    template = make_template(user)
    answers = [
        client_of(user)
        .post(f"{PATH}{template.pk}/use_template/", {"job_role": "E"}, headers={"Idempotency-Key": "one"})
        .json()
        for _ in range(2)
    ]
    assert answers[0] == answers[1]
    assert Interview.objects.count() == 1
