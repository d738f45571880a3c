"""Whatever the server does, the call ends in time with what the embedded engine gives, and the record says why."""

from __future__ import annotations

import asyncio
import time

import pytest

from tests.ai.engines.llm.asking import EMBEDDED_LINE, Clock, answered, ask, concluded, failing, records_of
from tests.ai.engines.llm.conftest import Make
from tests.model_server import Behaviour, Cut, Hang, ModelServer, Raw, Refuses, Says, Status
from tests.waiting import wait_until
from viva.ai.engines.base import EngineError, PlanRequest
from viva.ai.engines.llm.breaker import FAILURES, OPEN_SECONDS, Breaker
from viva.ai.engines.llm.config import Seconds
from viva.ai.engines.scripted import ScriptedEngine
from viva.ai.types import Difficulty, Kind

pytestmark = pytest.mark.unit

QUICK = Seconds(say=1.0, judge=1.0, plan=1.0, conclude=1.0)
DEADLINE = 4.0

ON_THE_WIRE: dict[str, tuple[Behaviour, str]] = {
    "401": (Status(401), "unauthorized"),
    "404, no such model": (Status(404, "The model does not exist"), "no_model"),
    "429 with a long Retry-After": (Status(429, headers=(("retry-after", "30"),)), "rate_limited"),
    "429 until the end of all days": (
        Status(429, headers=(("retry-after", "Mon, 01 Jan 99999999999999 00:00:00 GMT"),)),
        "rate_limited",
    ),
    "500": (Status(500), "server_error"),
    "503": (Status(503), "server_error"),
    "400": (Status(400, "bad"), "bad_request"),
    "hang": (Hang(), "timeout"),
    "cut": (Cut(), "cut_off"),
    "ends without an end": (Says("Thank you.", finish=None), "cut_off"),
    "refusal": (Refuses(), "refused"),
    "filtered": (Says("Thank", finish="content_filter"), "refused"),
    "empty": (Says(""), "empty"),
    "100 KB": (Says("x" * 100_000, pieces=("x" * 1_000,) * 100), "too_long"),
    "an error amid the stream": (Raw(b'data: {"error": {"message": "boom"}}\n\n'), "server_error"),
    "no events": (Raw(b"<html>Bad gateway</html>"), "cut_off"),
    "broken events": (Raw(b"data: {broken\n\n"), "malformed"),
    "events nested without an end": (Raw(b"data: " + b"[" * 100_000 + b"\n\n"), "malformed"),
    "events of another form": (Raw(b'data: {"choices": 5, "model": [], "usage": 1}\n\n'), "cut_off"),
}
IN_JSON: dict[str, tuple[Behaviour, str]] = {
    "prose": (Says("The answer is very good, I would say."), "malformed"),
    "broken JSON": (Says('{"criteria": [{"id": "sorted", "met"'), "malformed"),
    "wrong schema": (Says('{"score": 10, "verdict": "hire"}'), "wrong_schema"),
    "a list": (Says("[1, 2, 3]"), "malformed"),
    "wrong types": (
        Says('{"criteria": "all", "clarity": 9, "relevance": 9, "feedback": null}'),
        "wrong_schema",
    ),
}


def cases(table: dict[str, tuple[Behaviour, str]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("behaviour", "cause"), table.values(), ids=table.keys())


@cases(ON_THE_WIRE)
async def test_a_line_is_said_by_the_embedded_engine(
    make: Make, model: ModelServer, behaviour: Behaviour, cause: str
) -> None:
    model.always["say"] = behaviour
    engine, started = make(seconds=QUICK), time.monotonic()
    assert await asyncio.wait_for(engine.say(ask()), DEADLINE) == EMBEDDED_LINE
    assert time.monotonic() - started < DEADLINE
    assert [record.failure for record in records_of(engine)] == [cause]


@cases(ON_THE_WIRE | IN_JSON)
async def test_a_judgement_is_the_embedded_engines_and_says_so(
    make: Make, model: ModelServer, behaviour: Behaviour, cause: str
) -> None:
    model.always["judge"] = behaviour
    engine = make(seconds=QUICK)
    evaluation = await asyncio.wait_for(engine.evaluate(answered(), deadline=DEADLINE), DEADLINE)
    assert (evaluation.score, evaluation.engine) == (7.0, "scripted")
    assert evaluation.made is not None
    assert evaluation.made.fallback == cause
    assert records_of(engine)[0].failure == cause


@cases({**ON_THE_WIRE, **IN_JSON})
async def test_no_score_is_invented_where_neither_can_judge(
    make: Make, model: ModelServer, embedded: ScriptedEngine, behaviour: Behaviour, cause: str
) -> None:
    model.always["judge"] = behaviour
    embedded.script("evaluate", EngineError("down"))
    with pytest.raises(EngineError):
        await asyncio.wait_for(make(seconds=QUICK).evaluate(answered(), deadline=DEADLINE), DEADLINE)


@pytest.mark.parametrize("behaviour", [Status(500), Hang(), Cut(), Says("no JSON"), Refuses(), Says("{}")])
async def test_questions_and_feedback_are_the_embedded_engines(
    make: Make, model: ModelServer, embedded: ScriptedEngine, behaviour: Behaviour
) -> None:
    model.always["*"] = behaviour
    engine = make(seconds=QUICK)
    wanted = PlanRequest(role="Engineer", kind=Kind.TECHNICAL, difficulty=Difficulty.EASY, minutes=30, count=3)
    assert await engine.plan(wanted) == embedded.questions
    conclusion = await engine.conclude(concluded())
    assert conclusion.overall_feedback == "Scripted feedback."
    assert conclusion.engine == "scripted"


async def test_nobody_listens_at_the_address(make: Make) -> None:
    engine = make(base_url="http://127.0.0.1:9/v1", seconds=QUICK)
    assert await engine.say(ask()) == EMBEDDED_LINE
    assert records_of(engine)[0].failure == "unreachable"


async def test_what_may_pass_is_tried_again_after_as_long_as_the_server_wishes(
    make: Make, model: ModelServer
) -> None:
    model.script("say", Status(429, headers=(("retry-after", "0.4"),)), Status(503), Says("Thank you."))
    engine, started = make(), time.monotonic()
    assert (await engine.say(ask())).startswith("Thank you.")
    assert time.monotonic() - started >= 0.4
    assert (records_of(engine)[0].requests, records_of(engine)[0].failure) == (3, "")


async def test_a_retry_after_beyond_the_turns_time_is_not_waited_for(make: Make, model: ModelServer) -> None:
    model.always["say"] = Status(429, headers=(("retry-after", "30"),))
    engine = make()
    assert await engine.say(ask(seconds=5.0)) == EMBEDDED_LINE
    assert len(model.asked) == 1


async def test_a_retry_after_may_be_a_date(make: Make, model: ModelServer) -> None:
    model.always["say"] = Status(429, headers=(("retry-after", "Wed, 21 Oct 2065 07:28:00 GMT"),))
    assert await make().say(ask(seconds=5.0)) == EMBEDDED_LINE
    assert len(model.asked) == 1


async def test_words_already_heard_are_not_asked_for_again(make: Make, model: ModelServer) -> None:
    model.always["say"] = Cut("Thank you, that")
    heard: list[str] = []

    async def hear(piece: str) -> None:
        heard.append(piece)

    assert await make().say(ask(), heard=hear) == EMBEDDED_LINE
    assert (heard, len(model.asked)) == (["Thank you, that"], 1)


async def test_a_server_that_fails_again_and_again_is_left_alone_for_a_while(
    make: Make, model: ModelServer
) -> None:
    model.always["say"] = Hang()
    engine = make(seconds=Seconds(say=0.4))
    for _ in range(5):
        await engine.say(ask())
    assert len(model.asked) == 5
    for _ in range(3):
        assert await engine.say(ask()) == EMBEDDED_LINE
    assert len(model.asked) == 5
    assert records_of(engine)[-1].failure == "circuit_open"


async def test_a_try_that_its_caller_gives_up_says_nothing_of_a_server_left_alone(
    make: Make, model: ModelServer
) -> None:
    engine, clock = make(), Clock()
    engine.asker.breaker = Breaker(clock=clock)
    failing(engine.asker.breaker, FAILURES)
    clock.now += OPEN_SECONDS + 1
    model.always["say"] = Hang()
    trying = asyncio.create_task(engine.say(ask()))
    await asyncio.to_thread(wait_until, lambda: model.asked, seconds=30)
    trying.cancel()
    await asyncio.gather(trying, return_exceptions=True)
    failing(engine.asker.breaker, 1)
    assert engine.asker.breaker.is_open


async def test_a_key_that_is_refused_is_not_shown_again_at_once(make: Make, model: ModelServer) -> None:
    model.script("say", Status(401))
    engine = make()
    await engine.say(ask())
    await engine.say(ask())
    assert len(model.asked) == 1


async def test_one_more_at_once_than_there_are_places_waits_and_is_not_sent(
    make: Make, model: ModelServer
) -> None:
    model.always["say"] = Hang()
    engine = make(concurrency=2, seconds=Seconds(say=0.8))
    await asyncio.gather(*(engine.say(ask()) for _ in range(3)))
    assert sorted(record.failure for record in records_of(engine)) == ["busy", "timeout", "timeout"]
    assert len(model.asked) == 2


async def test_places_come_free_again(make: Make, model: ModelServer) -> None:
    engine = make(concurrency=2)
    lines = await asyncio.gather(*(engine.say(ask()) for _ in range(10)))
    assert EMBEDDED_LINE not in lines
    assert model.most_open <= 2
