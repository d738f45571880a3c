"""Signing in by name or e-mail address: tokens that work, one error for all that is wrong, limits."""

from __future__ import annotations

import pytest
from rest_framework.test import APIClient

from tests.factories.accounts import PASSWORD, UserFactory
from viva.accounts import limits
from viva.accounts.models import Company, MemberRole, Membership, TokenFamily

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db]
URL = "/api/v1/auth/login/"


@pytest.fixture
def client() -> APIClient:
    return APIClient()


@pytest.mark.parametrize("typed", ["ann", "ANN", "ann@people.example", "Ann@People.Example"])
def test_the_name_and_the_address_sign_in_whatever_the_case(client: APIClient, typed: str) -> None:
    user = UserFactory(username="ann", name="Ann Lee")
    answer = client.post(URL, {"username": typed, "password": PASSWORD})
    assert answer.status_code == 200
    assert sorted(answer.json()) == ["access", "refresh", "user"]
    assert answer.json()["user"] == {
        "id": user.pk,
        "username": "ann",
        "email": "ann@people.example",
        "name": "Ann Lee",
        "role": "candidate",
        "companies": [],
    }


def test_the_access_token_names_its_user(client: APIClient) -> None:
    user = UserFactory()
    access = client.post(URL, {"username": user.username, "password": PASSWORD}).json()["access"]
    answer = client.get("/api/v1/auth/me/", HTTP_AUTHORIZATION=f"Bearer {access}")
    assert (answer.status_code, answer.json()["id"]) == (200, user.pk)


def test_a_recruiters_companies_are_told(client: APIClient) -> None:
    user, company = UserFactory(), Company.objects.create(name="Acme")
    Membership.objects.create(user=user, company=company, role=MemberRole.REVIEWER)
    told = client.post(URL, {"username": user.username, "password": PASSWORD}).json()["user"]["companies"]
    assert told == [{"id": company.pk, "name": "Acme", "role": "reviewer"}]


@pytest.mark.parametrize(
    ("name", "password", "active"),
    [("ann", "wrong", True), ("nobody", PASSWORD, True), ("ann", PASSWORD, False), ("ann@", PASSWORD, True)],
)
def test_all_that_is_wrong_gets_one_answer_and_no_sign_in(
    client: APIClient, name: str, password: str, active: bool
) -> None:
    UserFactory(username="ann", is_active=active)
    answer = client.post(URL, {"username": name, "password": password})
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="api"')
    assert answer.json() == {
        "detail": "That is not the right username and password. Check both; capitals count in the password."
    }
    assert TokenFamily.objects.count() == 0


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"password": PASSWORD}, "username"),
        ({"username": "ann"}, "password"),
        ({"username": "", "password": PASSWORD}, "username"),
        ({"username": "a" * 255, "password": PASSWORD}, "username"),
        ({"username": "ann", "password": "x" * 1_001}, "password"),
        ({"username": ["ann"], "password": PASSWORD}, "username"),
        ({"username": {"a": 1}, "password": PASSWORD}, "username"),
        ({"username": True, "password": PASSWORD}, "username"),
        ({"username": "ann", "password": None}, "password"),
        ({"username": "an\0n", "password": PASSWORD}, "username"),
        ({"username": "ann", "password": "x\0y"}, "password"),
    ],
)
def test_a_wrong_field_is_named(client: APIClient, body: dict[str, object], field: str) -> None:
    answer = client.post(URL, body)
    assert (answer.status_code, list(answer.json())) == (400, [field])


def test_after_the_cap_even_the_right_password_waits(client: APIClient) -> None:
    user = UserFactory()
    cap = limits.SIGN_IN_NAME_AND_ADDRESS.cap
    wrong = [client.post(URL, {"username": user.username, "password": "wrong"}).status_code for _ in range(cap)]
    assert wrong == [401] * cap
    answer = client.post(URL, {"username": user.username, "password": PASSWORD})
    assert (answer.status_code, list(answer.json())) == (429, ["detail"])
    assert 1 <= int(answer["Retry-After"]) <= 900


def test_a_password_with_spaces_around_it_is_taken_as_typed(client: APIClient) -> None:
    user = UserFactory(password="  spaces around  ")
    assert client.post(URL, {"username": user.username, "password": "  spaces around  "}).status_code == 200
    assert client.post(URL, {"username": user.username, "password": "spaces around"}).status_code == 401


def test_an_access_token_that_has_expired_does_not_stand_in_the_way(client: APIClient) -> None:
    user = UserFactory()
    client.credentials(HTTP_AUTHORIZATION="Bearer expired")
    assert client.post(URL, {"username": user.username, "password": PASSWORD}).status_code == 200
