"""The description in OpenAPI 3.1: without a warning, complete, with an example for each call."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from drf_spectacular.validation import validate_schema
from jsonschema import Draft202012Validator

from tests.api.matrix import calls_of_the_url_configuration
from viva.api.v1.common.schema import EXAMPLES
from viva.api.views import description

pytestmark = pytest.mark.unit
SCHEMA: dict[str, Any] = json.loads(description())
OPERATIONS = {
    f"{method.upper()} {path.removeprefix('/api/v1/')}": operation
    for path, methods in SCHEMA["paths"].items()
    for method, operation in methods.items()
}
ERRORS_ALWAYS = {"429", "503"}
each_operation = pytest.mark.parametrize("name", OPERATIONS)


def test_the_description_is_made_without_a_warning() -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=io.StringIO())


def test_the_description_is_openapi_3_1() -> None:
    assert SCHEMA["openapi"].startswith("3.1.")
    validate_schema(SCHEMA)


def test_it_is_served_as_json_and_kept_by_its_etag() -> None:
    client = Client()
    answer = client.get("/api/schema/")
    assert (answer.status_code, answer["Content-Type"], answer.json()) == (200, "application/json", SCHEMA)
    assert client.get("/api/schema/", headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_its_page_asks_no_other_server() -> None:
    page = Client().get("/api/docs/").content.decode()
    assert ("http://" in page, "https://" in page, "/static/drf_spectacular_sidecar/" in page) == (
        False,
        False,
        True,
    )


def test_every_call_of_the_url_configuration_is_described() -> None:
    described = sorted(re.sub(r"{\w+}", "<>", name) for name in OPERATIONS)
    configured = sorted(re.sub(r"<\w+:\w+>", "<>", name) for name in calls_of_the_url_configuration())
    assert described == configured


def test_every_call_has_a_name_of_its_own() -> None:
    names = [operation["operationId"] for operation in OPERATIONS.values()]
    assert (len(names), [name for name in names if not name.isidentifier()]) == (len(set(names)), [])


@each_operation
def test_a_call_says_what_it_does_and_which_errors_it_gives(name: str) -> None:
    operation = OPERATIONS[name]
    assert operation.get("summary"), "no summary"
    expected = set(ERRORS_ALWAYS)
    if operation["security"] == [{"bearer": []}]:
        expected.add("401")
    if "{" in name:
        expected.add("404")
    if "requestBody" in operation:
        expected |= {"400", "413", "415"}
    assert expected - set(operation["responses"]) == set()


@each_operation
def test_a_call_has_an_example_of_what_is_sent_and_of_what_is_answered(name: str) -> None:
    operation = OPERATIONS[name]
    contents = [operation["requestBody"]["content"]] if "requestBody" in operation else []
    contents += [
        answer["content"]
        for status, answer in operation["responses"].items()
        if status.startswith("2") and "content" in answer
    ]
    assert [sorted(content) for content in contents if not content["application/json"].get("examples")] == []


@each_operation
def test_every_example_is_what_the_description_says(name: str) -> None:
    operation = OPERATIONS[name]
    bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
    wrong = []
    for content in (body["content"]["application/json"] for body in bodies if "content" in body):
        schema = content["schema"] | {"components": SCHEMA["components"]}
        checker = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
        for example in content.get("examples", {}).values():
            wrong += [error.message for error in checker.iter_errors(example["value"])]
    assert wrong == []


def test_every_recorded_example_belongs_to_a_call() -> None:
    recorded = {path.stem for path in EXAMPLES.glob("*.json")}
    assert recorded - {operation["operationId"] for operation in OPERATIONS.values()} == set()


@each_operation
def test_a_post_that_creates_takes_an_idempotency_key(name: str) -> None:
    operation = OPERATIONS[name]
    creates = name.startswith("POST ") and "201" in operation["responses"]
    taken = {parameter["name"] for parameter in operation.get("parameters", [])}
    assert ("Idempotency-Key" in taken) == creates
