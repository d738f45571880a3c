"""One shape for every error, and the status that says what kind it is."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.http import Http404
from rest_framework import exceptions
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.test import APIClient

from viva.accounts.models import User
from viva.api.v1.auth import views
from viva.api.v1.common.exceptions import answer_for, told
from viva.core.errors import StateForbids, TooManyAttempts, VivaError

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("error", "status", "data"),
    [
        (StateForbids("It has begun."), 409, {"detail": "It has begun."}),
        (TooManyAttempts("Wait.", retry_after=7), 429, {"detail": "Wait."}),
        (VivaError("Not so."), 400, {"detail": "Not so."}),
        (User.DoesNotExist("a query"), 404, {"detail": "Not found."}),
        (Http404("secret"), 404, {"detail": "secret"}),
        (exceptions.NotAuthenticated(), 401, {"detail": "Authentication credentials were not provided."}),
        (ValidationError("No."), 400, {"detail": "No."}),
        (ValidationError({"a": "No."}), 400, {"a": ["No."]}),
    ],
)
def test_an_error_has_its_status_and_its_words(error: Exception, status: int, data: object) -> None:
    answer = answer_for(error, {})
    assert answer is not None
    assert (answer.status_code, answer.data) == (status, data)


def test_a_limit_says_when_to_come_back() -> None:
    answer = answer_for(TooManyAttempts(retry_after=7), {})
    assert answer is not None
    assert answer.headers["Retry-After"] == "7"


def test_an_error_of_our_own_is_not_dressed_up() -> None:
    assert answer_for(RuntimeError("ours"), {}) is None
    assert answer_for(OperationalError("something else"), {}) is None


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"a": ["No."]}, {"a": ["No."]}),
        ({"a": [{}, {"b": ["No.", "Never."]}]}, {"a.1.b": ["No.", "Never."]}),
        ({"a": {0: ["No."], 2: ["Never."]}}, {"a.0": ["No."], "a.2": ["Never."]}),
        ({"non_field_errors": ["No."]}, {"detail": "No."}),
        ({"a": {"non_field_errors": ["No."]}}, {"a": ["No."]}),
        ({"non_field_errors": ["No."], "a": ["Never."]}, {"a": ["Never."], "non_field_errors": ["No."]}),
        (["No.", "Never."], {"detail": "No. Never."}),
        ({"detail": ErrorDetail("No."), "code": "x"}, {"detail": "No."}),
        ({"detail": ["No."]}, {"detail": ["No."]}),
        ([], {"detail": "Invalid input."}),
    ],
)
def test_nested_messages_get_dotted_names(said: Any, expected: object) -> None:
    assert told(said) == expected


def _raises(error: Exception) -> Any:
    def post(self: object, request: object) -> None:
        raise error

    return post


def _database(code: int, name: str) -> OperationalError:
    cause = sqlite3.OperationalError(name)
    cause.sqlite_errorcode, cause.sqlite_errorname = code, name
    error = OperationalError(name)
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("code", "words"),
    [(sqlite3.SQLITE_FULL, "The database is full."), (sqlite3.SQLITE_BUSY, "The database is busy.")],
)
def test_a_database_in_trouble_is_503_in_json(monkeypatch: pytest.MonkeyPatch, code: int, words: str) -> None:
    monkeypatch.setattr(views.LoginView, "post", _raises(_database(code, "x")))
    answer = APIClient().post("/api/v1/auth/login/", {})
    assert (answer.status_code, answer.json()["detail"].startswith(words)) == (503, True)


def test_what_went_wrong_on_our_side_is_500_in_json_and_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views.LoginView, "post", _raises(RuntimeError("a secret")))
    answer = APIClient(raise_request_exception=False).post("/api/v1/auth/login/", {})
    assert (answer.status_code, answer.json()) == (500, {"detail": "Something went wrong on our side."})


@pytest.mark.django_db
def test_a_database_behind_the_code_is_503_in_json() -> None:
    with connection.cursor() as cursor:
        cursor.execute('ALTER TABLE "accounts_attemptcount" RENAME TO "elsewhere"')
    answer = APIClient().post("/api/v1/auth/login/", {"username": "ann", "password": "x"})
    assert (answer.status_code, "manage.py migrate" in answer.json()["detail"]) == (503, True)
