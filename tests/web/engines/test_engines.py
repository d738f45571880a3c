"""The engines' page: what holds interviews, what it costs, what went wrong; for staff alone, without a key."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from tests.factories.accounts import AdminFactory, RecruiterFactory, UserFactory
from tests.live.language_model import engine_on
from tests.model_server import KEY, ModelServer, Says, Status, model_server
from viva.ai.engines.llm.config import Caps
from viva.ai.engines.llm.spending import CallRecord
from viva.ai.engines.scripted import ScriptedEngine
from viva.core.realtime.database import close_database_threads
from viva.live.providers import use
from viva.live.services.spending import keep_call

pytestmark = [pytest.mark.unit, pytest.mark.django_db(transaction=True)]
PATH = "/admin/engines/"


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(AdminFactory())
    return client


@pytest.fixture
def model() -> Iterator[ModelServer]:
    with model_server() as server:
        use(engine=engine_on(server, caps=Caps(day_tokens=50_000)))
        yield server
    use()
    close_database_threads()


def page(client: Client, *, method: str = "get") -> str:
    answer = getattr(client, method)(PATH)
    assert answer.status_code == 200
    said = answer.content.decode()
    assert KEY not in said
    return said


@pytest.mark.parametrize("make", [None, UserFactory, RecruiterFactory])
@pytest.mark.parametrize("method", ["get", "post"])
def test_for_others_than_staff_it_is_not_there(client: Client, model: ModelServer, make, method: str) -> None:  # type: ignore[no-untyped-def]
    if make:
        client.force_login(make())
    assert getattr(client, method)(PATH).status_code == 404
    assert model.asked == []


def test_without_a_language_model_it_says_what_holds_interviews(staff: Client) -> None:
    use(engine=ScriptedEngine())
    said = page(staff, method="post")
    assert "The embedded engine holds the interviews" in said
    assert "Try it" not in said
    use()


def test_looking_asks_nothing(staff: Client, model: ModelServer) -> None:
    said = page(staff)
    assert "is being looked at" in said
    assert model.asked == []


def test_trying_shows_what_it_said_and_can_do(staff: Client, model: ModelServer) -> None:
    said = page(staff, method="post")
    assert "The language model answers" in said
    assert "Thank you for telling me about that." in said
    assert "scripted-model-1" in said and "by a schema" in said
    assert "240 of 50,000" in said


def test_trying_one_that_refuses_the_key_says_so(staff: Client, model: ModelServer) -> None:
    model.always["*"] = Status(401)
    said = page(staff, method="post")
    assert "does not answer" in said
    assert "It failed: The key is refused." in said
    assert "A look at the server" in said and "(401)" in said


def test_what_may_not_be_said_is_not_shown(staff: Client, model: ModelServer) -> None:
    model.script("say", Says("<script>alert(1)</script> 10/10"))
    said = page(staff, method="post")
    assert "said nothing that may be said" in said
    assert "alert(1)" not in said


def test_the_last_failures_are_told_in_words(staff: Client, model: ModelServer) -> None:
    for number in range(12):
        keep_call(CallRecord("judge", failure="wrong_schema" if number else "over_budget"))
    said = page(staff)
    assert said.count("The reply had another form") == 10
    assert "Over a limit" not in said
