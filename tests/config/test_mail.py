"""The e-mail settings: TLS by the port, and what is missing by the name of its variable."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from viva.config import checks_mail
from viva.config.security import Security, secure

pytestmark = pytest.mark.unit
ROOT = Path(__file__).resolve().parents[2]
NONE, STARTTLS, IMPLICIT = (False, False), (True, False), (False, True)


@pytest.mark.parametrize(
    ("port", "tls", "ssl", "used", "is_warned"),
    [
        (587, None, None, STARTTLS, False),
        (587, True, None, STARTTLS, False),
        (587, True, False, STARTTLS, False),
        (587, None, False, STARTTLS, False),
        (587, False, None, NONE, False),
        (587, False, False, NONE, False),
        (587, None, True, STARTTLS, True),
        (587, False, True, STARTTLS, True),
        (587, True, True, STARTTLS, True),
        (465, None, None, IMPLICIT, False),
        (465, None, True, IMPLICIT, False),
        (465, False, True, IMPLICIT, False),
        (465, False, None, IMPLICIT, False),
        (465, True, None, IMPLICIT, True),
        (465, True, False, IMPLICIT, True),
        (465, True, True, IMPLICIT, True),
        (465, None, False, IMPLICIT, True),
        (465, False, False, IMPLICIT, True),
        (25, None, None, NONE, False),
        (25, True, None, STARTTLS, False),
        (25, None, True, IMPLICIT, False),
        (25, True, True, STARTTLS, True),
        (2525, True, True, STARTTLS, True),
        (2525, False, False, NONE, False),
    ],
)
def test_the_port_decides_where_the_switches_contradict(
    port: int, tls: bool | None, ssl: bool | None, used: tuple[bool, bool], is_warned: bool
) -> None:
    found = secure(port, tls=tls, ssl=ssl)
    assert ((found.tls, found.ssl), bool(found.warning)) == (used, is_warned)
    assert not found.warning or f"EMAIL_PORT {port}" in found.warning


def found() -> list[tuple[str, str]]:
    """(id, the first word of the message)."""
    return [(str(message.id), message.msg.split()[0]) for check in checks_mail.MAIL_CHECKS for message in check()]


WHOLE = {
    "EMAIL_HOST": "smtp.example.org",
    "EMAIL_PORT": 587,
    "EMAIL_HOST_USER": "viva",
    "EMAIL_HOST_PASSWORD": "secret",
    "EMAIL_USE_TLS": True,
    "EMAIL_USE_SSL": False,
    "EMAIL_SECURITY": Security(True, False),
    "DEFAULT_FROM_EMAIL": "Viva <interviews@example.org>",
    "EMAIL_SENDER_IS_SAID": True,
    "EMAIL_SAID": (),
}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"EMAIL_HOST": "", "EMAIL_SAID": ("EMAIL_HOST_USER",)}, [("viva.E020", "EMAIL_HOST")]),
        ({"EMAIL_HOST": "", "EMAIL_SAID": ("EMAIL_PORT",)}, [("viva.E020", "EMAIL_HOST")]),
        ({"EMAIL_HOST": "smtp://smtp.example.org"}, [("viva.E021", "EMAIL_HOST")]),
        ({"EMAIL_HOST": "smtp.example.org:587"}, [("viva.E021", "EMAIL_HOST")]),
        ({"EMAIL_PORT": 0}, [("viva.E022", "EMAIL_PORT")]),
        ({"EMAIL_PORT": 65536}, [("viva.E022", "EMAIL_PORT")]),
        ({"EMAIL_HOST_PASSWORD": ""}, [("viva.E023", "EMAIL_HOST_PASSWORD")]),
        ({"EMAIL_HOST_USER": ""}, [("viva.E023", "EMAIL_HOST_USER")]),
        ({"EMAIL_HOST_USER": "", "EMAIL_HOST_PASSWORD": ""}, []),
        ({"EMAIL_USE_TLS": False}, [("viva.W020", "EMAIL_HOST_PASSWORD")]),
        ({"EMAIL_USE_TLS": False, "EMAIL_HOST": "localhost"}, []),
        ({"DEFAULT_FROM_EMAIL": "Viva"}, [("viva.E024", "DEFAULT_FROM_EMAIL")]),
        ({"EMAIL_SENDER_IS_SAID": False}, [("viva.E025", "DEFAULT_FROM_EMAIL")]),
        ({"EMAIL_SENDER_IS_SAID": False, "EMAIL_HOST": "127.0.0.1"}, []),
        ({"EMAIL_SECURITY": secure(587, tls=True, ssl=True)}, [("viva.W021", "EMAIL_USE_TLS")]),
    ],
)
def test_what_is_missing_or_wrong_is_named(
    settings: Any, changes: dict[str, object], expected: list[tuple[str, str]]
) -> None:
    for name, value in (WHOLE | changes).items():
        setattr(settings, name, value)
    assert found() == expected


def checked(folder: Path, **environment: str) -> str:
    """What `manage.py check` says in that environment."""
    surroundings = {"PATH": os.environ["PATH"], "VIVA_ENV_FILE": os.devnull, "VIVA_DATA_DIR": str(folder)}
    command = [sys.executable, "manage.py", "check"]
    done = subprocess.run(
        command, cwd=ROOT, env=surroundings | environment, capture_output=True, text=True, timeout=60
    )
    return done.stdout + done.stderr


def test_the_environment_is_read_so(tmp_path: Path) -> None:
    said = checked(tmp_path, EMAIL_HOST_USER="viva", EMAIL_PORT="465", EMAIL_USE_TLS="1")
    assert "EMAIL_HOST is not set, but EMAIL_PORT is" in said
    assert "EMAIL_PORT 465: TLS from the first byte (EMAIL_USE_SSL) is used." in said


def test_a_whole_configuration_passes_in_silence(tmp_path: Path) -> None:
    said = checked(
        tmp_path,
        EMAIL_HOST="smtp.example.org",
        EMAIL_HOST_USER="viva",
        EMAIL_HOST_PASSWORD="secret",
        DEFAULT_FROM_EMAIL="Viva <interviews@example.org>",
    )
    assert said.strip() == "System check identified no issues (0 silenced)."
