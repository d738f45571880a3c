"""Whatever is sent as a body or a path: an error that says what is wrong, in JSON, and never a 500."""

from __future__ import annotations

import pytest
from rest_framework.test import APIClient

from tests.api.clients import client_of
from tests.factories.accounts import PASSWORD, UserFactory
from viva.api.v1.common.parsing import LARGEST_BODY

pytestmark = [pytest.mark.unit, pytest.mark.django_db]
URL = "/api/v1/auth/login/"


def posted(body: bytes, content_type: str = "application/json", **headers: str) -> tuple[int, dict[str, object]]:
    answer = APIClient().generic("POST", URL, body, content_type, **headers)
    assert answer["Content-Type"] == "application/json"
    return answer.status_code, answer.json()


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"nothing",
        b'{"username": NaN}',
        b'{"username": Infinity}',
        b'{"username": ' + 5_000 * b"9" + b"}",
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b'"text"',
        b"[]",
        b"null",
        b"12",
        b'{"username": "\xff\xfe"}',
        b'{"username": "\xed\xa0\x80"}',
        b'{"username": "a\x00b"}',
        b'{"username": "a", "username": }',
        b"\x00",
        "{}".encode("utf-16"),
        b"   ",
    ],
    ids=repr,
)
def test_what_is_no_json_object_is_400_with_a_reason(body: bytes) -> None:
    status, told = posted(body)
    assert (status, list(told)) == (400, ["detail"])


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b'{"username": "a\\u0000b", "password": "x"}', "username"),
        (b'{"username": "a", "password": "\\ud800"}', "password"),
        (b'{"username": "a", "password": "x", "more": {"in": ["\\uDFFF"]}}', "more"),
        (b'{"username": "a", "password": "x", "k\\u0000y": 1}', "k?y"),
    ],
)
def test_text_that_no_database_holds_is_400_naming_its_field(body: bytes, field: str) -> None:
    status, told = posted(body)
    assert (status, list(told)) == (400, [field])


def test_a_whole_surrogate_pair_is_text_like_any_other() -> None:
    user = UserFactory()
    answer = client_of(user).generic(
        "PATCH", "/api/v1/auth/me/", b'{"name": "Ann \\ud83d\\ude00"}', "application/json"
    )
    assert answer.json()["name"] == "Ann 😀"


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/jsonx",
        "x",
        "application/xml",
    ],
)
def test_another_content_type_is_415(content_type: str) -> None:
    status, told = posted(b'{"username": "a", "password": "b"}', content_type)
    assert (status, list(told)) == (415, ["detail"])


@pytest.mark.parametrize(
    "content_type", ["application/json; charset=utf-8", "Application/JSON", "application/json;"]
)
def test_json_may_be_announced_as_people_announce_it(content_type: str) -> None:
    user = UserFactory()
    body = f'\ufeff{{"username": "{user.username}", "password": "{PASSWORD}"}}'.encode()
    assert posted(body, content_type)[0] == 200


def test_a_body_over_the_limit_is_413_and_one_at_it_is_read() -> None:
    frame = b'{"username": "a", "password": ""}'
    fits = frame[:-2] + (LARGEST_BODY - len(frame)) * b"x" + frame[-2:]
    assert posted(fits) == (400, {"password": ["Ensure this field has no more than 1000 characters."]})
    assert posted(fits[:-2] + b'x"}') == (413, {"detail": f"A request may have {LARGEST_BODY} bytes."})


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "*/*", "nonsense", ""])
def test_the_answer_is_json_whatever_is_accepted(accept: str) -> None:
    assert posted(b"{}", HTTP_ACCEPT=accept)[0] == 400


@pytest.mark.parametrize(
    "path", ["/api/v1/nothing/", "/api/nothing/", "/api/v2/", "/api/v1/auth/", "/api/%ff/", "/api/"]
)
def test_a_path_that_leads_nowhere_is_404_in_json(path: str) -> None:
    answer = APIClient().get(path)
    assert (answer.status_code, answer.json()) == (404, {"detail": "Not found."})


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "FANTASY"])
def test_a_method_that_a_call_does_not_have_is_405(method: str) -> None:
    answer = APIClient().generic(method, URL)
    assert (answer.status_code, list(answer.json())) == (405, ["detail"])


def test_a_host_that_is_not_allowed_is_400_in_json() -> None:
    answer = APIClient().get("/api/v1/auth/me/", HTTP_HOST="evil.example")
    assert (answer.status_code, answer.json()) == (400, {"detail": "Bad request."})
