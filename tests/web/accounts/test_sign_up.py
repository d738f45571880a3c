"""Signing up."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.factories.accounts import PASSWORD, RecruiterFactory, UserFactory
from viva.accounts.models import Company, User

pytestmark = [pytest.mark.unit, pytest.mark.django_db]

GIVEN = {"name": "Ann Lee", "username": "ann", "email": "ann@x.org", "password": PASSWORD}


def _sign_up(client: Client, **changes: Any) -> Any:
    return client.post("/accounts/signup/", {**GIVEN, **changes})


def test_one_who_signs_up_is_signed_in_and_welcomed_on_the_profile(client: Client) -> None:
    response = _sign_up(client)
    assert (response.status_code, response["Location"]) == (302, "/profile/")
    assert client.session["_auth_user_id"] == str(User.objects.get(username="ann").pk)
    messages = list(client.get("/").wsgi_request._messages)
    assert [str(message) for message in messages] == ["Welcome, Ann. Your account is ready."]


def test_the_passwords_rules_are_told_beforehand(client: Client) -> None:
    form = client.get("/accounts/signup/").context["form"]
    labels = ["What brings you here?", "Company", "Name", "Username", "E-mail", "Password"]
    assert [str(field.label) for field in form] == labels
    assert "at least 10 characters" in str(form["password"].help_text)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"username": "ANN.taken"}, "username"),
        ({"email": "TAKEN@x.org"}, "email"),
        ({"email": "not an address"}, "email"),
        ({"email": ""}, "email"),
        ({"username": "ann@x.org"}, "username"),
        ({"username": "a\0"}, "username"),
        ({"username": "a" * 151}, "username"),
        ({"name": ""}, "name"),
        ({"name": "n" * 201}, "name"),
        ({"name": "\u200b"}, "name"),
        ({"password": "short"}, "password"),
        ({"password": "password12"}, "password"),
        ({"password": "8362916402"}, "password"),
        ({"password": "ann.lee@x.org", "email": "ann.lee@x.org"}, "password"),
        ({"password": "p" * 1001}, "password"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_the_rest_is_kept(
    client: Client, changes: dict[str, str], field: str
) -> None:
    UserFactory(username="ann.taken", email="taken@x.org")
    form = _sign_up(client, **changes).context["form"]
    assert list(form.errors) == [field]
    assert len(form.errors[field]) >= 1
    assert form["name"].value() == {**GIVEN, **changes}["name"]
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ann   Lee\n", "Ann Lee"),
        ("Ann\u202eLee", "Ann Lee"),
        ("علی\u200cرضا", "علی\u200cرضا"),
        ("<b>Ann</b>", "<b>Ann</b>"),
    ],
)
def test_a_name_is_kept_as_it_is_written_but_for_what_hides_in_it(client: Client, typed: str, kept: str) -> None:
    _sign_up(client, name=typed)
    assert User.objects.get(username="ann").name == kept


def test_nobody_signs_up_as_staff(client: Client) -> None:
    _sign_up(client, is_staff="on", is_superuser="on")
    user = User.objects.get(username="ann")
    assert (user.is_staff, user.is_superuser, user.role) == (False, False, "candidate")


def test_a_recruiter_names_a_company_owns_it_and_goes_to_its_desk(client: Client) -> None:
    response = _sign_up(client, role="recruiter", company_name="  Brightwater  Labs ")
    assert (response.status_code, response["Location"]) == (302, "/dashboard/recruiter/")
    [membership] = User.objects.get(username="ann").memberships.select_related("company")
    assert (membership.company.name, membership.role) == ("Brightwater Labs", "owner")
    assert client.get("/dashboard/recruiter/").status_code == 200


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "n" * 201])
def test_a_recruiter_without_a_company_is_asked_for_it(client: Client, name: str) -> None:
    form = _sign_up(client, role="recruiter", company_name=name).context["form"]
    assert list(form.errors) == ["company_name"]
    assert (User.objects.count(), Company.objects.count()) == (0, 0)


def test_a_candidate_who_names_a_company_makes_none(client: Client) -> None:
    _sign_up(client, role="candidate", company_name="Brightwater Labs")
    assert (User.objects.get().role, Company.objects.count()) == ("candidate", 0)


def test_whoever_signs_in_goes_home(client: Client) -> None:
    for user, home in ((UserFactory(), "/profile/"), (RecruiterFactory(), "/dashboard/recruiter/")):
        answer = client.post("/accounts/login/", {"username": user.username, "password": PASSWORD})
        assert answer["Location"] == home
        client.logout()


def test_sign_ups_from_one_address_are_limited(client: Client) -> None:
    answers = [_sign_up(client, password="short").status_code for _ in range(31)]
    assert answers == [200] * 30 + [429]
    assert _sign_up(client).status_code == 429
    assert User.objects.count() == 0
