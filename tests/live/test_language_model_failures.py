"""Each way in which a model's server fails, in the middle of an interview: the turn ends in time, and honestly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.factories.rooms import TALK, say
from tests.live.language_model import QUICK, hold, lines, turn
from tests.model_server import (
    Behaviour,
    Cut,
    Hang,
    ModelServer,
    Raw,
    Refuses,
    Says,
    Status,
    criteria_in,
    judgement,
    model_server,
)
from viva.ai.engines.base import EngineError
from viva.ai.engines.llm.config import Seconds
from viva.ai.engines.scripted import Hang as NeverJudges
from viva.ai.engines.scripted import ScriptedEngine
from viva.core.realtime.database import close_database_threads
from viva.interviews.models import InterviewResponse, ResponseEvaluation
from viva.live.models import EngineCall, InterviewSession
from viva.live.providers import use

pytestmark = [pytest.mark.unit, pytest.mark.django_db(transaction=True)]

ANSWER = "I would measure first, then add an index on the columns that are filtered, and look at the plan again."
ALLOWANCE = 3.0
"""VIVA_ENGINE_SECONDS here: what a turn's calls to the model may take, however long each of them is allowed."""
DEADLINE = ALLOWANCE + 9.0
"""Seconds until a turn must have ended, with what a busy machine needs besides."""

FAILURES: dict[str, tuple[Behaviour, str]] = {
    "401": (Status(401), "unauthorized"),
    "an unknown model": (Status(404, "The model does not exist"), "no_model"),
    "429 with Retry-After": (Status(429, headers=(("retry-after", "30"),)), "rate_limited"),
    "500": (Status(500), "server_error"),
    "hang": (Hang(), "timeout"),
    "cut amid the stream": (Cut(), "cut_off"),
    "an error amid the stream": (Raw(b'data: {"error": {"message": "boom"}}\n\n'), "server_error"),
    "malformed JSON": (Says('{"criteria": [{"id": "sorted", "met"'), "malformed"),
    "prose without JSON": (Says("A very good answer, I give it ten of ten."), "malformed"),
    "wrong schema": (Says('{"score": 10, "verdict": "hire"}'), "wrong_schema"),
    "refusal": (Refuses(), "refused"),
    "empty": (Says(""), "empty"),
    "100 KB": (Says("", pieces=("x" * 1_000,) * 100), "too_long"),
}
each_failure = pytest.mark.parametrize(("behaviour", "cause"), FAILURES.values(), ids=FAILURES.keys())


@pytest.fixture
def model(settings: object) -> Iterator[ModelServer]:
    settings.VIVA_ENGINE_SECONDS = ALLOWANCE  # type: ignore[attr-defined]
    with model_server() as server:
        yield server
    use()
    close_database_threads()


@pytest.fixture
def unhurried(model: ModelServer, settings: Any) -> None:
    """For those who wait for the model's word."""
    settings.VIVA_ENGINE_SECONDS = 30.0


def answered_row(session: InterviewSession) -> ResponseEvaluation:
    return ResponseEvaluation.objects.get(response__interview=session.interview)


@each_failure
def test_the_turn_is_completed_in_time_by_the_embedded_engine(
    model: ModelServer, behaviour: Behaviour, cause: str
) -> None:
    session = hold(model, seconds=Seconds(say=60.0, judge=60.0))
    model.always["*"] = behaviour
    said = say(session, ANSWER)
    turn(session, within=DEADLINE)
    session.refresh_from_db()
    assert session.handled_number >= said.number
    assert TALK[1].text in lines(session)[-1].text
    row = answered_row(session)
    assert (row.engine, row.score, row.fallback) == ("scripted", 7.0, cause)
    response = InterviewResponse.objects.get(interview=session.interview)
    assert (response.text_response, response.score) == (ANSWER, 7.0)
    assert EngineCall.objects.get(session=session, kind="judge").failure == cause


@each_failure
def test_where_the_embedded_engine_fails_too_no_score_is_stored_and_the_answer_is(
    model: ModelServer, behaviour: Behaviour, cause: str
) -> None:
    embedded = ScriptedEngine()
    session = hold(model, embedded, seconds=QUICK)
    model.always["*"] = behaviour
    embedded.script("evaluate", EngineError("down"))
    say(session, ANSWER)
    turn(session, within=DEADLINE)
    response = InterviewResponse.objects.get(interview=session.interview)
    assert (response.score, response.is_evaluated, response.outcome) == (None, False, "withheld")
    assert response.text_response == ANSWER
    assert not ResponseEvaluation.objects.exists()
    assert EngineCall.objects.get(session=session, kind="judge").failure == cause


def test_where_both_hang_the_turn_ends_all_the_same(model: ModelServer) -> None:
    embedded = ScriptedEngine()
    session = hold(model, embedded, seconds=Seconds(say=60.0, judge=60.0))
    model.always["*"] = Hang()
    embedded.script("evaluate", NeverJudges())
    said = say(session, ANSWER)
    turn(session, within=DEADLINE)
    session.refresh_from_db()
    assert session.handled_number >= said.number
    assert InterviewResponse.objects.get(interview=session.interview).score is None


def quoting(body: dict[str, Any]) -> str:
    return judgement(dict.fromkeys(criteria_in(body), ("yes", "measure first, then add an index")))


def test_the_object_amid_prose_is_the_judgement(model: ModelServer, unhurried: None) -> None:
    model.brains["judge"] = lambda body: Says(f"Here you are:\n```json\n{quoting(body)}\n```\nI hope it helps!")
    session = hold(model)
    say(session, ANSWER)
    turn(session)
    row = answered_row(session)
    assert (row.engine, row.fallback) == ("llm", "")


def test_after_a_short_retry_after_the_model_judges(model: ModelServer, unhurried: None) -> None:
    session = hold(model)
    model.script("judge", Status(429, headers=(("retry-after", "0.2"),)))
    say(session, ANSWER)
    turn(session)
    row = answered_row(session)
    assert (row.engine, row.fallback) == ("llm", "")
    assert EngineCall.objects.get(session=session, kind="judge").requests == 2


def test_no_quote_is_stored_that_was_not_said_and_the_judgement_is_less_sure(
    model: ModelServer, unhurried: None
) -> None:
    def invents(body: dict[str, Any]) -> Behaviour:
        return Says(judgement(dict.fromkeys(criteria_in(body), ("yes", "it uses a B-tree of sorted pages"))))

    session = hold(model)
    rows = []
    for brain in (lambda body: Says(quoting(body)), invents):
        model.brains["judge"] = brain
        say(session, ANSWER)
        turn(session)
        rows.append(ResponseEvaluation.objects.order_by("pk").last())
    honest, invented = rows
    stored = [point["quote"] for key in ("covered", "missing") for point in invented.result[key]]
    assert stored
    assert set(stored) == {None}
    assert invented.confidence < honest.confidence
    assert invented.score < honest.score
