"""Whatever is sent to the forms, it is answered, and never with a server error."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.integration, pytest.mark.tables, pytest.mark.django_db]

FORMS = {
    "login": ["username", "password", "next"],
    "signup": ["name", "username", "email", "password", "next"],
    "password_reset": ["email"],
    "password_change": ["old_password", "new_password"],
    "profile_edit": [
        "name",
        "email",
        "current_password",
        "target_role",
        "skills",
        "level",
        "coding_language",
        "locale",
        "time_zone",
    ],
}
FIELDS = [(page, field) for page, fields in FORMS.items() for field in fields]
NASTY = {
    "nul": b"a%00b",
    "invalid UTF-8": b"%ff%fe%80",
    "surrogate": b"%ed%a0%80",
    "long": b"a" * 200_000,
    "overridden direction": b"%e2%80%ae%e2%80%8b",
    "line breaks": b"a%0d%0aSet-Cookie:x=y",
    "markup": b"%3Cscript%3Ealert(1)%3C/script%3E%22%27",
    "template": b"%7B%7B7*7%7D%7D%25s%25(x)s",
}


def _answer(client: Client, page: str, body: bytes) -> Any:
    return client.post(reverse(f"accounts:{page}"), data=body, content_type="application/x-www-form-urlencoded")


@pytest.mark.parametrize("nasty", NASTY)
@pytest.mark.parametrize(("page", "field"), FIELDS)
def test_nothing_in_a_field_is_a_server_error(page: str, field: str, nasty: str) -> None:
    client = Client(raise_request_exception=True)
    if page in {"password_change", "profile_edit"}:
        client.force_login(UserFactory())
    rest = b"&".join(f"{name}=x".encode() for name in FORMS[page] if name != field)
    response = _answer(client, page, field.encode() + b"=" + NASTY[nasty] + b"&" + rest)
    assert response.status_code in {200, 302}
    assert b"<script>alert(1)" not in response.content


@pytest.mark.parametrize("page", FORMS)
@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
        (b"{", "application/json"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"", "multipart/form-data; boundary="),
        (b"username=a", "application/x-www-form-urlencoded; charset=made-up"),
        (b"&".join(b"f%d=1" % n for n in range(2000)), "application/x-www-form-urlencoded"),
        (b"username=" + b"a" * 3_000_000, "application/x-www-form-urlencoded"),
    ],
)
def test_a_broken_body_is_the_senders_mistake(page: str, body: bytes, content_type: str) -> None:
    client = Client(raise_request_exception=True)
    client.force_login(UserFactory())
    response = client.generic("POST", reverse(f"accounts:{page}"), body, content_type=content_type)
    assert response.status_code in {200, 302, 400, 413}


@pytest.mark.parametrize("query", ["next=%00", "next=%ff", "next=" + "a" * 10_000, "next=//[", "next=http://[::1"])
def test_nothing_in_the_query_is_a_server_error(client: Client, query: str) -> None:
    assert client.get(f"/accounts/login/?{query}").status_code == 200
    client.force_login(UserFactory())
    assert client.get(f"/accounts/login/?{query}")["Location"] == "/profile/"


@pytest.mark.parametrize("cookie", ["\0", "a" * 5000, "ÿ", "../../x"])
def test_a_made_up_session_is_nobodys(client: Client, cookie: str) -> None:
    client.cookies["sessionid"] = cookie
    assert client.get("/profile/edit/").status_code == 302
