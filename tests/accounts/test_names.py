"""When two names are the same."""

from __future__ import annotations

import pytest

from viva.accounts.names import email_key, username_key

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("typed", "key"), [("Ann", "ann"), ("ÄNN", "änn"), ("Straße", "strasse"), ("Ａnn", "ann"), (" ann ", "ann")]
)
def test_user_names_are_the_same_whatever_their_case(typed: str, key: str) -> None:
    assert username_key(typed) == key


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Ann@X.Org", "ann@x.org"),
        ("ann@BÜCHER.example", "ann@xn--bcher-kva.example"),
        ("", ""),
        ("a@b@" + "c" * 300, "a@b@" + "c" * 300),
    ],
)
def test_addresses_are_the_same_whatever_their_case_and_spelling_of_the_domain(typed: str, key: str) -> None:
    assert email_key(typed) == key
