"""A typed Python client generated from the description goes through an interview and understands every answer."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.server import PASSWORD, Server, serving
from viva.api.views import description

pytestmark = pytest.mark.integration
PACKAGE = "viva_generated_client"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of the generated package, which can be imported meanwhile. A warning fails the generation."""
    folder = tmp_path_factory.mktemp("client")
    (folder / "schema.json").write_bytes(description())
    (folder / "config.yaml").write_text("post_hooks: []\n")
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--fail-on-warning", "--meta", "none"]
    command += ["--path", "schema.json", "--config", "config.yaml", "--output-path", PACKAGE]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    sys.path.insert(0, str(folder))
    yield folder / PACKAGE
    sys.path.remove(str(folder))


def part(name: str) -> ModuleType:
    return importlib.import_module(f"{PACKAGE}.{name}")


def model(name: str) -> Any:
    return getattr(part("models"), name)


def call(name: str, *args: object, status: int = 200, **kwargs: object) -> Any:
    """The answer as the client reads it, of the type that the description gives for that status."""
    answer = part(f"api.{name}").sync_detailed(*args, **kwargs)
    assert answer.status_code == status, answer.content
    return answer.parsed


def test_every_call_of_the_description_has_a_function(package: Path) -> None:
    functions = [path for path in (package / "api").glob("*/*.py") if path.stem != "__init__"]
    operations = [one for methods in json.loads(description())["paths"].values() for one in methods]
    assert len(functions) == len(operations)


def test_the_client_goes_through_an_interview(package: Path, server: Server) -> None:
    client = signed_in(server)
    wanted = model("InterviewInputRequest").from_dict(
        {"title": "Through the client", "job_role": "Backend engineer", "total_questions": 2}
    )
    made = call("interviews.interviews_create", client=client, body=wanted, idempotency_key="one", status=201)
    again = call("interviews.interviews_create", client=client, body=wanted, idempotency_key="one", status=201)
    assert (made.message, made.interview.total_questions) == ("Interview created successfully", 2)
    assert again.interview.id == made.interview.id
    number = made.interview.id
    assert call("interviews.interviews_start", number, client=client).interview.status == "in_progress"
    questions = call("interviews.interviews_questions", number, client=client)
    assert [question.order for question in questions] == [1, 2]
    for question in questions:
        body = model("AnswerInputRequest")(question_id=question.id, text_response="It keeps what was asked.")
        told = call("interviews.interviews_submit_response", number, client=client, body=body)
        assert isinstance(told, model("ResponseTold"))
        assert (told.response.question, told.response.is_evaluated) == (question.id, True)
    done = call("interviews.interviews_complete", number, client=client)
    results = call("interviews.interviews_results", number, client=client)
    assert isinstance(results, model("ResultsAnswer"))
    assert (done.interview.status, done.interview.max_score) == ("completed", 20.0)
    listed = call("interviews.interviews_list", client=client)
    assert number in [row.id for row in listed.results]


def test_the_client_understands_what_goes_wrong(package: Path, server: Server) -> None:
    client = signed_in(server)
    problem = call("interviews.interviews_read", 2**62, client=client, status=404)
    assert (type(problem), problem.detail) == (model("Problem"), "Not found.")
    nobody = part("client").AuthenticatedClient(base_url=server.url, token="forged")
    assert isinstance(call("auth.me", client=nobody, status=401), model("Problem"))
    wrong = model("PatchedAccountRequest").from_dict({"time_zone": "Mars/Olympus"})
    errors = call("auth.change_me", client=client, body=wrong, status=400)
    assert errors.to_dict() == {"time_zone": ["There is no time zone of this name."]}


def signed_in(server: Server) -> Any:
    client = part("client")
    body = model("LoginRequest")(username="candidate", password=PASSWORD)
    session = call("auth.login", client=client.Client(base_url=server.url), body=body)
    assert isinstance(session, model("Session"))
    return client.AuthenticatedClient(base_url=server.url, token=session.access, timeout=60)
