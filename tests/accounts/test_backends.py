"""Signing in by user name or e-mail."""

from __future__ import annotations

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import MD5PasswordHasher

from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db]


@pytest.mark.parametrize("typed", ["Änn", "äNN", " änn ", "ann@x.org", "ANN@X.ORG"])
def test_user_name_or_address_in_any_case_signs_in(typed: str) -> None:
    user = UserFactory(username="Änn", email="Ann@x.org")
    assert authenticate(None, username=typed, password=PASSWORD) == user


@pytest.mark.parametrize("typed", ["", "\0", "ann\0", "beth", "@", "ann@", "a" * 10_000])
def test_an_unknown_name_is_nobody(typed: str) -> None:
    UserFactory(username="ann", email="")
    assert authenticate(None, username=typed, password=PASSWORD) is None


def test_a_wrong_password_and_a_switched_off_account_are_refused() -> None:
    UserFactory(username="ann")
    UserFactory(username="beth", is_active=False)
    assert authenticate(None, username="ann", password="wrong") is None
    assert authenticate(None, username="beth", password=PASSWORD) is None


@pytest.mark.parametrize("typed", ["ann", "nobody", "nobody@x.org", "off"])
def test_known_and_unknown_names_cost_one_hash(typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    UserFactory(username="ann")
    UserFactory(username="off", is_active=False)
    hashed: list[str] = []
    plain = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return plain(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    authenticate(None, username=typed, password="wrong")
    assert hashed == ["wrong"]
