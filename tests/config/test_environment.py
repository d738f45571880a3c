"""Reading the environment: what is of the wrong form is refused by name, what is right is read as it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from viva.config.settings import environment
from viva.config.settings.environment import Environment, keep_secret

pytestmark = pytest.mark.unit


@pytest.fixture
def env() -> Environment:
    return Environment()


@pytest.mark.parametrize(
    ("method", "default", "value", "form"),
    [
        ("int", 4, "many", "a whole number, for example 10"),
        ("int", 4, "2.5", "a whole number, for example 10"),
        ("int", 4, "", "a whole number, for example 10"),
        ("float", 8.0, "8s", "a number, for example 2.5"),
        ("float", 8.0, "nan", "a number, for example 2.5"),
        ("bool", False, "perhaps", "1 or 0 (also true or false)"),
    ],
)
def test_a_value_of_the_wrong_form_is_refused_by_name_with_the_remedy(
    env: Environment, monkeypatch: pytest.MonkeyPatch, method: str, default: Any, value: str, form: str
) -> None:
    monkeypatch.setenv("THIS_ONE", value)
    with pytest.raises(ImproperlyConfigured) as refusal:
        getattr(env, method)("THIS_ONE", default=default)
    assert str(refusal.value) == (
        f"THIS_ONE must be {form}; it is {value!r}. Mend it, or remove it to have the default ({default})."
    )


@pytest.mark.parametrize(
    ("method", "value", "expected"),
    [("int", " 12 ", 12), ("float", "2.5", 2.5), ("float", "3", 3.0), ("bool", "1", True), ("bool", "No", False)],
)
def test_a_value_of_the_right_form_is_read(
    env: Environment, monkeypatch: pytest.MonkeyPatch, method: str, value: str, expected: Any
) -> None:
    monkeypatch.setenv("THIS_ONE", value)
    assert getattr(env, method)("THIS_ONE", default=None) == expected


def test_a_choice_is_read_in_capitals_and_nothing_else_is_taken(
    env: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THIS_ONE", "info")
    assert env.one_of("THIS_ONE", ["INFO", "ERROR"], default="ERROR") == "INFO"
    monkeypatch.setenv("THIS_ONE", "loud")
    with pytest.raises(ImproperlyConfigured, match=r"^THIS_ONE must be one of INFO, ERROR; it is 'LOUD'\.$"):
        env.one_of("THIS_ONE", ["INFO", "ERROR"], default="ERROR")


@pytest.mark.parametrize(
    "address",
    ["garbage", "mysql://viva:s3cret@host/viva", "postgres://viva:s3cret@host:port/viva", "sqlite", ""],
)
def test_a_database_that_is_not_known_is_refused_without_its_password(
    env: Environment, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", address)
    with pytest.raises(ImproperlyConfigured) as refusal:
        env.db_url("DATABASE_URL")
    assert str(refusal.value).startswith("DATABASE_URL names no database that Viva knows.")
    assert "s3cret" not in str(refusal.value)


def test_both_databases_are_read(env: Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://viva:p%40ss@host:5433/rooms")
    found = env.db_url("DATABASE_URL")
    assert (found["ENGINE"], found["PASSWORD"], found["PORT"]) == ("django.db.backends.postgresql", "p@ss", 5433)
    monkeypatch.setenv("DATABASE_URL", "sqlite:////srv/viva.sqlite3")
    assert env.db_url("DATABASE_URL")["NAME"] == "/srv/viva.sqlite3"


def test_every_name_asked_for_is_remembered(env: Environment) -> None:
    env.str("THIS_ONE", default="")
    env.db_url("THAT_ONE", default="sqlite:////srv/viva.sqlite3")
    assert env.read == {"THIS_ONE", "THAT_ONE"}


def test_a_secret_is_made_once_and_seen_by_nobody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "DATA_DIR", tmp_path / "data")
    first = keep_secret("A_SECRET_OF_TESTS")
    kept = tmp_path / "data" / "a_secret_of_tests"
    assert keep_secret("A_SECRET_OF_TESTS") == first == kept.read_text()
    assert (kept.stat().st_mode & 0o777, kept.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert list(kept.parent.iterdir()) == [kept]


def test_a_data_folder_that_cannot_be_used_is_told_by_its_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(environment, "DATA_DIR", tmp_path / "file" / "data")
    with pytest.raises(ImproperlyConfigured, match=r"^VIVA_DATA_DIR: .* cannot be used \(Not a directory\)"):
        keep_secret("A_SECRET_OF_TESTS")
