"""Error pages, and what is told when the database is behind the code, full or locked."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import DatabaseError, OperationalError, ProgrammingError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from tests.factories.accounts import UserFactory
from viva.core.database_trouble import explain
from viva.core.errors import TooManyAttempts

pytestmark = pytest.mark.unit

raised: list[Exception] = []


def trouble(request: HttpRequest) -> HttpResponse:
    raise raised[-1]


urlpatterns = [path("trouble/", trouble), path("", include("viva.config.urls"))]
handler400 = "viva.web.public.errors.bad_request"
handler403 = "viva.web.public.errors.forbidden"
handler404 = "viva.web.public.errors.not_found"
handler500 = "viva.web.public.errors.server_error"


@pytest.fixture
def quiet() -> Client:
    """A client that gets the answer that people would get, instead of the exception."""
    return Client(raise_request_exception=False)


def _caused(kind: type[DatabaseError], cause: Exception) -> DatabaseError:
    error = kind(str(cause))
    error.__cause__ = cause
    return error


class Refused(Exception):
    """What psycopg raises, as far as it matters here."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__("told in any language")
        self.sqlstate = sqlstate


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("error", "status", "template"),
    [
        (BadRequest(), 400, "400.html"),
        (PermissionDenied(), 403, "403.html"),
        (RuntimeError(), 500, "500.html"),
        (TooManyAttempts("Wait a minute.", retry_after=60), 429, "429.html"),
        (_caused(ProgrammingError, Refused("42P01")), 503, "errors/database.html"),
        (_caused(OperationalError, Refused("28000")), 500, "500.html"),
    ],
)
def test_each_error_has_its_page_without_database_or_session(
    quiet: Client, error: Exception, status: int, template: str
) -> None:
    raised.append(error)
    response = quiet.get("/trouble/")
    assert (response.status_code, response.templates[0].name) == (status, template)
    assert response["Content-Security-Policy"]
    assert response["Cache-Control"] == "no-store"
    assert response.get("Retry-After") == ("60" if status == 429 else None)


@pytest.mark.urls(__name__)
def test_too_many_tries_say_how_long_to_wait(quiet: Client) -> None:
    raised.append(TooManyAttempts("Please try again in 7 minutes.", retry_after=420))
    assert "Please try again in 7 minutes." in quiet.get("/trouble/").content.decode()


def test_a_page_that_is_none_is_404_and_a_form_without_token_says_so() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.get("/no/such/page/").templates[0].name == "404.html"
    refused = strict.post("/accounts/login/", {"username": "ann"})
    assert (refused.status_code, refused.templates[0].name) == (403, "errors/csrf.html")


@pytest.mark.parametrize(
    ("state", "cause"),
    [
        ("42P01", "behind"),
        ("42703", "behind"),
        ("53100", "full"),
        ("55P03", "locked"),
        ("40P01", "locked"),
        ("3D000", None),
        ("42601", None),
    ],
)
def test_postgresql_is_understood_by_its_codes(state: str, cause: str | None) -> None:
    assert explain(_caused(OperationalError, Refused(state))) == cause


def _sqlite_error(tmp_path: Path, *statements: str) -> DatabaseError:
    """What SQLite itself raises for the last statement, in a file that another connection holds for writing."""
    holder = sqlite3.connect(tmp_path / "real.sqlite3", isolation_level=None)
    holder.execute("CREATE TABLE thing (name TEXT)")
    other = sqlite3.connect(tmp_path / "real.sqlite3", isolation_level=None, timeout=0.01)
    try:
        for statement in statements[:-1]:
            (holder if statement == "BEGIN IMMEDIATE" else other).execute(statement)
        with pytest.raises(sqlite3.Error) as failed:
            other.execute(statements[-1])
    finally:
        holder.close()
        other.close()
    return _caused(OperationalError, failed.value)


@pytest.mark.parametrize(
    ("statements", "cause"),
    [
        (["SELECT * FROM missing"], "behind"),
        (["SELECT missing FROM thing"], "behind"),
        (["INSERT INTO thing (missing) VALUES (1)"], "behind"),
        (["PRAGMA max_page_count=3", "INSERT INTO thing VALUES (zeroblob(100000))"], "full"),
        (["BEGIN IMMEDIATE", "INSERT INTO thing VALUES ('x')"], "locked"),
        (["SELEC 1"], None),
    ],
)
def test_sqlite_is_understood_by_what_it_really_raises(
    tmp_path: Path, statements: list[str], cause: str | None
) -> None:
    assert explain(_sqlite_error(tmp_path, *statements)) == cause


def _needs_sqlite() -> None:
    assert connection.vendor == "sqlite", "these break the test's own database in SQLite's ways"


@pytest.mark.django_db
def test_a_view_on_a_database_behind_the_code_names_migrate(client: Client) -> None:
    _needs_sqlite()
    client.force_login(UserFactory(profile=None))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_profile RENAME TO elsewhere")
    response = client.get("/profile/edit/")
    assert response.status_code == 503
    assert "migrate" in response.content.decode()
    assert response.templates[0].name == "errors/database.html"


@pytest.mark.django_db
def test_a_session_that_cannot_be_read_or_saved_names_migrate_too(quiet: Client) -> None:
    """Other middleware raises this: no process_exception ever sees it."""
    _needs_sqlite()
    quiet.force_login(UserFactory())
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE django_session RENAME TO elsewhere")
    for response in (quiet.get("/"), quiet.get("/accounts/login/")):
        assert (response.status_code, response.templates[0].name) == (503, "errors/database.html")
        assert response["Content-Security-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "cause"),
    [
        ("PRAGMA max_page_count=3;INSERT INTO thing VALUES (zeroblob(100000))", "full"),
        ("BEGIN IMMEDIATE;INSERT INTO thing VALUES ('x')", "locked"),
    ],
)
def test_a_session_that_cannot_be_saved_tells_why(
    quiet: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, statement: str, cause: str
) -> None:
    error = _sqlite_error(tmp_path, *statement.split(";"))

    def save(self: SessionStore, *args: Any, **kwargs: Any) -> None:
        raise error

    quiet.force_login(UserFactory(email=""))
    monkeypatch.setattr(SessionStore, "save", save)
    response = quiet.post("/profile/edit/", {"level": "mid", "coding_language": "python", "locale": "en"})
    assert (response.status_code, response.templates[0].name) == (503, "errors/database.html")
    assert response.context["cause"] == cause
    assert response.get("Retry-After") == ("30" if cause == "locked" else None)
