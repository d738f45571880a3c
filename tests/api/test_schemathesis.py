"""Schemathesis against the running server: whatever a client of each role sends, no 5xx and no answer outside
the description."""

from __future__ import annotations

import random
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.server import PASSWORD, Server, serving

ROLES = ("nobody", "candidate", "recruiter", "admin")
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "unsupported_method",
    "ignored_auth",
    "missing_required_header",
    "use_after_free",
)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """With a cheap password hash, and without the limit on calls in a minute."""
    with serving(
        DJANGO_SETTINGS_MODULE="tests.e2e.settings",
        VIVA_API_CALLS_PER_MINUTE="1000000",
        VIVA_API_WRITES_PER_MINUTE="1000000",
    ) as running:
        yield running


@pytest.mark.integration
@pytest.mark.parametrize("role", ROLES)
def test_no_call_of_a_role_is_answered_outside_the_description(server: Server, role: str, tmp_path: Path) -> None:
    attack(server, role, tmp_path, examples=2, seconds=240)


@pytest.mark.soak
@pytest.mark.parametrize("role", ROLES)
def test_no_call_of_a_role_is_answered_outside_the_description_in_the_long_run(
    server: Server, role: str, tmp_path: Path
) -> None:
    attack(server, role, tmp_path, examples=150, seconds=1_800)


def attack(server: Server, role: str, folder: Path, *, examples: int, seconds: int) -> None:
    """All phases of schemathesis; afterwards the server serves and has logged no failure of its own."""
    seed = str(random.randrange(2**32))
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "run", f"{server.url}/api/schema/", "--seed", seed),
        *("--phases", "examples,coverage,fuzzing,stateful", "--max-examples", str(examples)),
        *("--checks", ",".join(CHECKS), "--continue-on-failure", "--no-shrink"),
        *(
            "--suppress-health-check",
            "all",
            "--report",
            "junit",
            "--report-junit-path",
            str(folder / "report.xml"),
        ),
        *authorization(server, role),
    ]
    print(f"seed {seed}")
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=seconds)
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2_000:]
    assert called(folder / "report.xml") >= len(described(server))
    assert server.healthy()
    assert "Traceback" not in server.log.read_text()


def authorization(server: Server, role: str) -> list[str]:
    if role == "nobody":
        return []
    body = {"username": role, "password": PASSWORD}
    token = httpx.post(f"{server.url}/api/v1/auth/login/", json=body).json()["access"]
    return ["--header", f"Authorization: Bearer {token}"]


def described(server: Server) -> list[str]:
    paths = httpx.get(f"{server.url}/api/schema/").json()["paths"]
    return [f"{method} {path}" for path, methods in paths.items() for method in methods]


def called(report: Path) -> int:
    """How many calls the report has."""
    return len(ElementTree.parse(report).getroot().findall(".//testcase"))
