"""Reads the environment and the `.env` file; a value of the wrong form names its variable and the remedy."""

from __future__ import annotations

import contextlib
import ipaddress
import os
import re
import secrets
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[3]

_FORMS: dict[Any, tuple[re.Pattern[str], str]] = {
    int: (re.compile(r"[+-]?\d+"), "a whole number, for example 10"),
    float: (re.compile(r"[+-]?(\d+\.?\d*|\.\d+)"), "a number, for example 2.5"),
    bool: (
        re.compile(r"true|false|on|off|ok|yes|no|y|n|[01]", re.IGNORECASE),
        "1 or 0 (also true or false)",
    ),
}
_ENGINES = ("django.db.backends.sqlite3", "django.db.backends.postgresql")


class Environment(environ.Env):  # type: ignore[misc]
    """`environ.Env` that refuses what it would guess at, and remembers in `read` which names were asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.read: set[str] = set()

    def get_value(self, var: str, cast: Any = None, default: Any = environ.Env.NOTSET, *rest: Any) -> Any:
        """Raises ImproperlyConfigured where a number or a switch is neither."""
        self.read.add(var)
        raw = str(self.ENVIRON.get(var, "")).strip()
        if var in self.ENVIRON and cast in _FORMS and not raw.startswith("$"):
            pattern, form = _FORMS[cast]
            if not pattern.fullmatch(raw):
                raise ImproperlyConfigured(
                    f"{var} must be {form}; it is {raw!r}. Mend it, or remove it to have the default ({default})."
                )
        return super().get_value(var, cast, default, *rest)

    def one_of(self, var: str, choices: Sequence[str], *, default: str) -> str:
        """The value in capitals. Raises ImproperlyConfigured where it is none of `choices`."""
        value = str(self.str(var, default=default)).strip().upper()
        if value not in choices:
            raise ImproperlyConfigured(f"{var} must be one of {', '.join(choices)}; it is {value!r}.")
        return value

    def db_url(self, var: str, default: Any = environ.Env.NOTSET, engine: str | None = None) -> dict[str, Any]:
        """Raises ImproperlyConfigured for what is no address of SQLite or PostgreSQL, without repeating it: it
        may hold a password."""
        found: dict[str, Any] = {}
        with contextlib.suppress(ValueError), warnings.catch_warnings(action="ignore"):
            found = super().db_url(var, default, engine)
        if found.get("ENGINE") not in _ENGINES:
            raise ImproperlyConfigured(
                f"{var} names no database that Viva knows. Write sqlite:////folder/viva.sqlite3 or "
                "postgres://USER:PASSWORD@HOST:5432/NAME (other signs than letters and digits in the password "
                "percent-encoded), or remove it to have SQLite in VIVA_DATA_DIR."
            )
        return found


env = Environment()
environ.Env.read_env(os.environ.get("VIVA_ENV_FILE", ROOT / ".env"))

DATA_DIR = Path(env.str("VIVA_DATA_DIR", default=str(ROOT / "var"))).resolve()


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def keep_secret(name: str) -> str:
    """The secret `name` from the environment, else one made once and kept (mode 0600) in the data folder.

    Two processes that start together agree: the first file linked into place wins.
    """
    if value := str(env.str(name, default="")):
        return value
    try:
        return _kept(DATA_DIR / name.lower())
    except OSError as error:
        raise ImproperlyConfigured(
            f"VIVA_DATA_DIR: the folder {DATA_DIR} cannot be used ({error.strerror}). Let the user that runs Viva "
            "own it and write in it, or name another folder."
        ) from error


def _kept(path: Path) -> str:
    if not path.exists():
        DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)  # answers and sign-ins lie in it
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip()
