"""Every call by every kind of caller: the right answer, and nothing changed by those who were refused."""

from __future__ import annotations

import json

import pytest

from tests.api.clients import client_of
from tests.api.matrix import CALLERS, Call, calls_of_the_url_configuration, make_world, tables
from tests.api.stored import everything_stored

pytestmark = [pytest.mark.integration, pytest.mark.tables, pytest.mark.django_db]
TABLES = tables()


def test_every_call_of_the_url_configuration_stands_once_in_a_table_and_no_other() -> None:
    assert sorted(call.name for call in TABLES) == calls_of_the_url_configuration()


def test_every_entry_has_an_answer_for_every_caller() -> None:
    assert [call.name for call in TABLES if set(call.answers) != set(CALLERS)] == []


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize("call", TABLES, ids=lambda call: call.name)
def test_a_call_is_answered_by_who_makes_it(call: Call, caller: str) -> None:
    world = make_world()
    asked = call.prepare(world)
    client = client_of(world.caller(caller))
    before = everything_stored()
    response = client.generic(call.method, call.path(asked), *_sent(asked.body))
    assert (response.status_code, response.get("Content-Type", "application/json")) == (
        call.answers[caller],
        "application/json",
    ), response.content
    if response.status_code >= 400:
        assert everything_stored() == before


@pytest.mark.parametrize("call", TABLES, ids=lambda call: call.name)
def test_a_call_answers_under_the_older_path_too(call: Call) -> None:
    world = make_world()
    asked = call.prepare(world)
    path = call.path(asked).replace("/api/v1/", "/api/")
    response = client_of(world.owner).generic(call.method, path, *_sent(asked.body))
    assert response.status_code == call.answers["owner"], response.content


@pytest.mark.parametrize("call", [call for call in TABLES if "<" in call.route], ids=lambda call: call.name)
def test_an_id_that_nothing_has_is_not_found(call: Call) -> None:
    world = make_world()
    asked = call.prepare(world)
    client = client_of(world.owner)
    for number in (0, 2**63 - 1, 2**63, 2**70):
        path = call.path(type(asked)(kwargs=dict.fromkeys(asked.kwargs, number), query=asked.query))
        response = client.generic(call.method, path, *_sent(asked.body))
        assert (response.status_code, list(response.json())) == (404, ["detail"]), (number, response.content)


def _sent(body: object) -> tuple[str, str]:
    return (json.dumps(body) if body is not None else "", "application/json")
