"""Signing in and out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import PASSWORD, AdminFactory, UserFactory
from viva.core import time

pytestmark = [pytest.mark.unit, pytest.mark.django_db]

LOGIN = "/accounts/login/"


def _sign_in(client: Client, username: str = "ann", password: str = PASSWORD, **more: Any) -> Any:
    return client.post(LOGIN, {"username": username, "password": password, **more})


def test_the_addresses_are_those_of_the_contract() -> None:
    names = ("login", "logout", "signup", "password_reset", "password_change", "profile_edit")
    assert [reverse(f"accounts:{name}") for name in names] == [
        "/accounts/login/",
        "/accounts/logout/",
        "/accounts/signup/",
        "/accounts/password-reset/",
        "/accounts/password-change/",
        "/profile/edit/",
    ]


def test_the_fields_have_the_names_that_people_look_for(client: Client) -> None:
    form = client.get(LOGIN).context["form"]
    assert [str(field.label) for field in form] == ["Username or e-mail", "Password"]


@pytest.mark.parametrize("typed", ["ann", "ANN", "ann@x.org"])
def test_signing_in_leads_to_the_profile(client: Client, typed: str) -> None:
    user = UserFactory(username="ann", email="ann@x.org")
    response = _sign_in(client, typed)
    assert (response.status_code, response["Location"]) == (302, "/profile/")
    assert client.session["_auth_user_id"] == str(user.pk)


def test_the_session_key_changes_and_the_session_knows_the_viewers_preferences(client: Client) -> None:
    UserFactory(username="ann", profile__time_zone="Asia/Kolkata")
    client.get("/")
    session = client.session
    session["before"] = True
    session.save()
    client.cookies["sessionid"] = session.session_key
    _sign_in(client)
    assert client.session.session_key != session.session_key
    assert (client.session["time_zone"], client.session["language"]) == ("Asia/Kolkata", "en")


@pytest.mark.parametrize(
    "target", ["/profile/edit/", "/interviews/?status=completed", "http://testserver/profile/edit/"]
)
def test_one_goes_on_to_the_page_one_wanted(client: Client, target: str) -> None:
    UserFactory(username="ann")
    assert _sign_in(client, next=target)["Location"] == target


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "\x00//evil.example",
        " //evil.example",
        "public:landing",
        "profile",
        "/" + "a" * 3000,
    ],
)
def test_nobody_is_sent_to_another_site(client: Client, target: str) -> None:
    UserFactory(username="ann")
    assert _sign_in(client, next=target)["Location"] == "/profile/"
    assert client.get(LOGIN, {"next": target})["Location"] == "/profile/"


def test_the_signed_in_are_sent_on(client: Client) -> None:
    client.force_login(UserFactory())
    assert client.get(LOGIN)["Location"] == "/profile/"
    assert client.get(LOGIN, {"next": "/profile/edit/"})["Location"] == "/profile/edit/"
    assert client.get("/accounts/signup/")["Location"] == "/profile/"


def test_unknown_wrong_and_switched_off_are_told_the_same(client: Client) -> None:
    UserFactory(username="ann")
    UserFactory(username="off", is_active=False)
    answers = [
        _sign_in(client, "ann", "wrong"),
        _sign_in(client, "nobody", "wrong"),
        _sign_in(client, "off", PASSWORD),
    ]
    told = {str(answer.context["form"].non_field_errors()[0]) for answer in answers}
    assert told == {"That is not the right username and password. Check both; capitals count in the password."}
    assert {answer.status_code for answer in answers} == {200}
    assert "_auth_user_id" not in client.session


def test_what_was_typed_is_kept_but_the_password(client: Client) -> None:
    page = _sign_in(client, "nobody", "a secret word").content.decode()
    assert 'value="nobody"' in page
    assert "a secret word" not in page


@pytest.mark.parametrize("name", ["ann", "nobody"])
def test_the_eleventh_try_waits_whether_the_account_exists_or_not(client: Client, name: str) -> None:
    UserFactory(username="ann")
    tries = [_sign_in(client, name, "wrong") for _ in range(11)]
    assert [answer.status_code for answer in tries] == [200] * 10 + [429]
    assert tries[-1]["Retry-After"] in {"899", "900"}
    told = str(tries[-1].context["form"].non_field_errors()[0])
    assert told == "Too many attempts. Please try again in 15 minutes."


def test_the_right_password_waits_too_then_signs_in(client: Client) -> None:
    UserFactory(username="ann")
    for _ in range(10):
        _sign_in(client, password="wrong")
    assert _sign_in(client).status_code == 429
    later = time.now() + timedelta(minutes=15)
    with time.clock(lambda: later):
        assert _sign_in(client).status_code == 302


def test_a_success_clears_the_count(client: Client) -> None:
    UserFactory(username="ann", email="ann@x.org")
    for _ in range(9):
        _sign_in(client, password="wrong")
    assert _sign_in(client, "ANN@x.org").status_code == 302
    client.post("/accounts/logout/")
    assert [_sign_in(client, password="wrong").status_code for _ in range(11)] == [200] * 10 + [429]


def test_another_forwarded_address_does_not_help(client: Client) -> None:
    for number in range(10):
        client.post(LOGIN, {"username": "ann", "password": "x"}, headers={"x-forwarded-for": f"192.0.2.{number}"})
    response = client.post(LOGIN, {"username": "ann", "password": "x"}, headers={"x-forwarded-for": "192.0.2.99"})
    assert response.status_code == 429


def test_signing_out_ends_the_session_and_takes_a_post(client: Client) -> None:
    client.force_login(UserFactory())
    assert client.get("/accounts/logout/").status_code == 405
    assert "_auth_user_id" in client.session
    assert client.post("/accounts/logout/")["Location"] == "/"
    assert "_auth_user_id" not in client.session


def test_forms_want_their_csrf_token() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory())
    pages = ["login", "logout", "signup", "password_reset", "password_change", "profile_edit"]
    assert {client.post(reverse(f"accounts:{page}")).status_code for page in pages} == {403}


def test_the_administration_signs_in_where_tries_are_counted(client: Client) -> None:
    assert client.get("/admin/", follow=True).redirect_chain == [
        ("/admin/login/?next=/admin/", 302),
        ("/accounts/login/?next=%2Fadmin%2F", 302),
    ]
    assert client.post("/admin/login/", {"username": "a", "password": "b"}).status_code == 405


def test_who_is_no_administrator_is_told_so_without_going_round(client: Client) -> None:
    client.force_login(UserFactory())
    assert client.get("/admin/", follow=True).status_code == 403


@pytest.mark.parametrize("model", ["user", "profile", "attemptcount"])
def test_the_administration_lists_and_shows_people(client: Client, model: str) -> None:
    admin = AdminFactory()
    client.force_login(admin)
    assert client.get(f"/admin/accounts/{model}/").status_code == 200
    assert client.get("/admin/accounts/user/add/").status_code == 200
    assert client.get(f"/admin/accounts/user/{admin.pk}/change/").status_code == 200


def test_the_administration_adds_a_person(client: Client) -> None:
    client.force_login(AdminFactory())
    response = client.post(
        "/admin/accounts/user/add/",
        {
            "username": "beth",
            "email": "beth@x.org",
            "name": "Beth",
            "role": "recruiter",
            "usable_password": "true",
            "password1": PASSWORD,
            "password2": PASSWORD,
            "profile-TOTAL_FORMS": "0",
            "profile-INITIAL_FORMS": "0",
        },
    )
    assert response.status_code == 302
    client.logout()
    assert _sign_in(client, "beth").status_code == 302


def test_the_page_has_one_form_to_sign_in_by_name_and_password(client: Client) -> None:
    page = client.get(LOGIN, {"next": "/profile/edit/"}).content.decode()
    assert '<label class="field-label" for="id_username">Username or e-mail' in page
    assert '<label class="field-label" for="id_password">Password' in page
    assert '<input type="hidden" name="next" value="/profile/edit/">' in page
