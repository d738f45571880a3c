"""`manage.py check`: a wrong setting is named, with the way to mend it; a right one passes without a word."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core import checks as django_checks

from viva.config import checks

pytestmark = pytest.mark.unit
A_WHOLE_SOCKET_PATH = "/" + 106 * "s"


def found() -> list[tuple[str, str]]:
    """(id, the first word of the message) of all that is wrong."""
    return [(str(message.id), message.msg.split()[0].rstrip(":")) for message in checks.check_settings()]


def hint_of(number: str) -> str:
    return next(message.hint or "" for message in checks.check_settings() if message.id == number)


@pytest.fixture(autouse=True)
def as_they_come(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the test runner's own host, and whatever the machine's environment calls VIVA_…"""
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
    for name in [name for name in os.environ if name.startswith("VIVA_")]:
        monkeypatch.delenv(name)


def test_the_settings_as_they_come_have_nothing_wrong() -> None:
    assert found() == []


def test_the_checks_are_registered_by_the_app() -> None:
    assert apps.get_app_config("config").name == "viva.config"
    assert checks.check_settings in django_checks.registry.registry.get_checks()


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("PORT", 0, "viva.E001"),
        ("PORT", 65536, "viva.E001"),
        ("VIVA_BASE_URL", "viva.example.org", "viva.E002"),
        ("VIVA_BASE_URL", "ftp://viva.example.org", "viva.E002"),
        ("VIVA_BASE_URL", "https://", "viva.E002"),
        ("VIVA_BASE_URL", "https://viva.example.org:port", "viva.E002"),
        ("VIVA_DISPLAY_TIME_ZONE", "IST", "viva.E004"),
        ("VIVA_DISPLAY_TIME_ZONE", "", "viva.E004"),
        ("VIVA_ROOM_THREADS", 0, "viva.E006"),
        ("VIVA_PAGE_THREADS", 0, "viva.E006"),
        ("VIVA_MAX_BODY_BYTES", 1023, "viva.E006"),
        ("VIVA_BODY_SECONDS", 0, "viva.E006"),
        ("VIVA_ENGINE_SECONDS", 0.0, "viva.E006"),
        ("VIVA_ACCESS_MINUTES", 0, "viva.E006"),
        ("VIVA_REFRESH_DAYS", 0, "viva.E006"),
        ("VIVA_API_CALLS_PER_MINUTE", 0, "viva.E006"),
        ("VIVA_API_WRITES_PER_MINUTE", 0, "viva.E006"),
        ("INTERVIEW_GRACE_MINUTES", -0.5, "viva.E006"),
        ("INTERVIEW_GRACE_MINUTES", 1440.5, "viva.E006"),
        ("VIVA_MAIL_RETENTION_DAYS", -1, "viva.E006"),
        ("VIVA_MAIL_RETENTION_DAYS", 36_501, "viva.E006"),
        ("VIVA_LINK_SECRET", "x" * 31, "viva.E012"),
        ("VIVA_OLD_LINK_SECRETS", ["y" * 40, "x" * 31], "viva.E012"),
        ("VIVA_ENGINE", "viva.ai.engines.nothing.Engine", "viva.E007"),
        ("EMAIL_BACKEND", "smtp", "viva.E007"),
        ("VIVA_RUNNER_SOCKET", A_WHOLE_SOCKET_PATH + "s", "viva.E008"),
        ("REDIS_URL", "localhost:6379", "viva.E009"),
    ],
)
def test_a_wrong_value_is_told_by_the_name_of_its_variable(
    settings: Any, name: str, value: object, expected: str
) -> None:
    setattr(settings, name, value)
    assert found() == [(expected, name)]
    assert hint_of(expected)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", 1),
        ("PORT", 65535),
        ("VIVA_BASE_URL", "https://viva.example.org:8443"),
        ("VIVA_DISPLAY_TIME_ZONE", "Europe/Berlin"),
        ("VIVA_MAX_BODY_BYTES", 1024),
        ("VIVA_RUNNER_SOCKET", A_WHOLE_SOCKET_PATH),
        ("REDIS_URL", "redis://localhost:6379/0"),
        ("ALLOWED_HOSTS", ["viva.example.org", ".example.org", "[::1]", "*"]),
    ],
)
def test_a_value_at_the_edge_of_the_right_ones_passes(settings: Any, name: str, value: object) -> None:
    setattr(settings, name, value)
    assert found() == []


@pytest.mark.parametrize("host", ["https://viva.example.org", "viva.example.org:443", "viva.example.org/"])
def test_an_allowed_host_is_a_bare_name(settings: Any, host: str) -> None:
    settings.ALLOWED_HOSTS = [host]
    assert found() == [("viva.E003", "VIVA_ALLOWED_HOSTS")]


def test_a_misspelt_time_zone_gets_the_nearest_name(settings: Any) -> None:
    settings.VIVA_DISPLAY_TIME_ZONE = "Asia/Kolkatta"
    assert hint_of("viva.E004").endswith("Did you mean Asia/Kolkata?")


def test_the_time_to_reset_a_password_is_a_minute_at_least(settings: Any) -> None:
    settings.PASSWORD_RESET_TIMEOUT = 59
    assert found() == [("viva.E006", "VIVA_PASSWORD_RESET_SECONDS")]


def test_a_data_folder_that_is_a_file_is_told(settings: Any, tmp_path: Path) -> None:
    settings.VIVA_DATA_DIR = tmp_path / "file"
    settings.VIVA_DATA_DIR.write_text("")
    assert found() == [("viva.E005", "VIVA_DATA_DIR")]


def test_a_data_folder_below_a_file_is_told(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings.VIVA_DATA_DIR = tmp_path / "file" / "data"
    assert found() == [("viva.E005", "VIVA_DATA_DIR")]


def test_a_data_folder_that_may_not_be_written_is_told(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.VIVA_DATA_DIR = tmp_path
    monkeypatch.setattr(checks.os, "access", lambda place, mode: Path(place) != tmp_path)
    assert found() == [("viva.E005", "VIVA_DATA_DIR")]


def test_a_data_folder_that_is_not_there_yet_passes(settings: Any, tmp_path: Path) -> None:
    settings.VIVA_DATA_DIR = tmp_path / "new" / "data"
    assert found() == []


def test_a_folder_for_the_database_that_is_not_there_is_told_as_the_database_url(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = settings.DATABASES["default"]
    monkeypatch.setitem(database, "ENGINE", "django.db.backends.sqlite3")
    monkeypatch.setitem(database, "NAME", tmp_path / "new" / "viva.sqlite3")
    assert found() == [("viva.E005", "DATABASE_URL")]


def test_the_demo_on_this_machine_alone_passes(settings: Any) -> None:
    settings.VIVA_DEMO = True
    assert found() == []


@pytest.mark.parametrize(("name", "value"), [("HOST", "0.0.0.0"), ("ALLOWED_HOSTS", ["viva.example.org"])])
def test_the_demo_where_others_reach_it_is_warned_of(
    settings: Any, monkeypatch: pytest.MonkeyPatch, name: str, value: object
) -> None:
    monkeypatch.setenv("VIVA_DEMO", "1")
    setattr(settings, name, value)
    assert found() == [("viva.W001", "VIVA_DEMO")]


def test_a_reachable_host_without_the_demo_passes(settings: Any) -> None:
    settings.HOST = "0.0.0.0"
    assert found() == []


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000", "http://viva.example.org", "https://localhost"])
def test_behind_tls_links_in_mail_must_lead_to_the_site(settings: Any, address: str) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.VIVA_BASE_URL = address
    assert found() == [("viva.W002", "VIVA_BASE_URL")]


def test_behind_tls_the_site_must_be_an_allowed_host(settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.VIVA_BASE_URL = "https://viva.example.org"
    assert found() == [("viva.W003", "VIVA_ALLOWED_HOSTS")]
    settings.ALLOWED_HOSTS = [".example.org"]
    assert found() == []


def test_a_misspelt_name_is_warned_of_with_the_nearest_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIVA_BASEURL", "https://viva.example.org")
    assert found() == [("viva.W004", "VIVA_BASEURL")]
    assert hint_of("viva.W004") == "Remove it. Did you mean VIVA_BASE_URL?"


@pytest.mark.parametrize(
    "origin", ["app.example.org", "*", "https://", "https://app.example.org/", "https://a.b/c?d"]
)
def test_what_is_no_origin_is_named(settings: Any, origin: str) -> None:
    settings.CORS_ALLOWED_ORIGINS = ["https://app.example.org", origin]
    assert found() == [("viva.E010", "VIVA_CORS_ORIGINS")]


def test_origins_may_have_a_port(settings: Any) -> None:
    settings.CORS_ALLOWED_ORIGINS = ["https://app.example.org", "http://10.0.0.5:3000"]
    assert found() == []
