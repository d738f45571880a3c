"""Signing up over the API: a candidate, or a recruiter with a company of their own."""

from __future__ import annotations

import pytest
from rest_framework.test import APIClient

from tests.api.stored import everything_stored
from tests.factories.accounts import UserFactory
from viva.accounts import limits
from viva.accounts.models import Company, Profile, User

pytestmark = [pytest.mark.unit, pytest.mark.django_db, pytest.mark.services]
URL = "/api/v1/auth/register/"
ANN = {"username": "ann", "email": "ann@people.example", "password": "a long word of tests"}
RITA = ANN | {"username": "rita", "email": "rita@hiring.example", "role": "recruiter", "company_name": "Acme"}


@pytest.fixture
def client() -> APIClient:
    return APIClient()


def test_a_candidate_signs_up_and_is_signed_in(client: APIClient) -> None:
    answer = client.post(URL, ANN | {"role": "candidate", "company_name": "ignored"})
    assert (answer.status_code, sorted(answer.json())) == (201, ["access", "refresh", "user"])
    user = User.objects.get()
    assert answer.json()["user"] == {
        "id": user.pk,
        "username": "ann",
        "email": "ann@people.example",
        "name": "",
        "role": "candidate",
        "companies": [],
    }
    assert (user.check_password(ANN["password"]), Profile.objects.get().user, Company.objects.count()) == (
        True,
        user,
        0,
    )
    me = client.get("/api/v1/auth/me/", HTTP_AUTHORIZATION=f"Bearer {answer.json()['access']}")
    assert me.json()["username"] == "ann"


def test_a_role_that_is_not_given_is_the_candidates(client: APIClient) -> None:
    assert client.post(URL, ANN).json()["user"]["role"] == "candidate"


def test_a_recruiter_owns_a_new_company(client: APIClient) -> None:
    Company.objects.create(name="Acme")  # a name is no key: nobody walks into another's company by it
    told = client.post(URL, RITA).json()["user"]
    company = Company.objects.order_by("-pk").first()
    assert company
    assert (told["role"], told["companies"]) == (
        "recruiter",
        [{"id": company.pk, "name": "Acme", "role": "owner"}],
    )
    assert Company.objects.count() == 2


def test_what_a_newcomer_must_not_write_is_not_written(client: APIClient) -> None:
    client.post(URL, ANN | {"is_staff": True, "is_superuser": True, "id": 99, "is_active": False})
    user = User.objects.get()
    assert (user.is_staff, user.is_superuser, user.is_active, user.pk == 99) == (False, False, True, False)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"username": "tom"}, "username"),
        ({"username": "TOM"}, "username"),
        ({"username": "an n"}, "username"),
        ({"username": "ann@x"}, "username"),
        ({"username": ""}, "username"),
        ({"username": "a" * 151}, "username"),
        ({"username": None}, "username"),
        ({"username": 12}, "username"),
        ({"username": "an\0n"}, "username"),
        ({"email": "TOM@people.example"}, "email"),
        ({"email": "nobody"}, "email"),
        ({"email": f"{'a' * 250}@people.example"}, "email"),
        ({"password": "short"}, "password"),
        ({"password": "1234567890123"}, "password"),
        ({"password": "ann@people.example"}, "password"),
        ({"password": "x" * 1_001}, "password"),
        ({"role": "admin"}, "role"),
        ({"role": ["candidate"]}, "role"),
        ({"role": "recruiter"}, "company_name"),
        ({"role": "recruiter", "company_name": "  "}, "company_name"),
        ({"role": "recruiter", "company_name": "x" * 201}, "company_name"),
        ({"name": "x" * 201}, "name"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_stored(
    client: APIClient, change: dict[str, object], field: str
) -> None:
    UserFactory(username="tom")
    before = everything_stored()
    answer = client.post(URL, ANN | change)
    assert (answer.status_code, list(answer.json())) == (400, [field]), answer.json()
    assert everything_stored() == before


def test_several_wrong_fields_are_all_named(client: APIClient) -> None:
    assert client.post(URL, {"role": "x"}).json() == {
        "username": ["This field is required."],
        "email": ["This field is required."],
        "password": ["This field is required."],
        "role": ['"x" is not a valid choice.'],
    }


def test_sign_ups_from_one_address_have_a_cap(client: APIClient) -> None:
    cap = limits.SIGN_UP_ADDRESS.cap
    assert {client.post(URL, {}).status_code for _ in range(cap)} == {400}
    assert client.post(URL, ANN).status_code == 429
    assert User.objects.count() == 0
