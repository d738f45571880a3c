"""Money and tokens: reserved before a request, settled by the server's counts, and never above a cap."""

from __future__ import annotations

import asyncio

import pytest

from tests.ai.engines.llm.asking import EMBEDDED_LINE, ask, records_of
from tests.ai.engines.llm.conftest import Make
from tests.model_server import Hang, ModelServer, Says, Status
from viva.ai.engines.llm.config import Caps, Prices, Seconds
from viva.ai.engines.llm.spending import Amount, MemoryLedger

pytestmark = pytest.mark.unit


async def test_what_was_reserved_is_settled_by_the_servers_counts(make: Make, model: ModelServer) -> None:
    model.script("say", Says("Thank you.", usage=(1_000, 10)))
    ledger = MemoryLedger()
    engine = make(ledger=ledger, prices=Prices(prompt=2.0, completion=10.0))
    await engine.say(ask())
    assert ledger.spent[7] == ledger.day == Amount(1_010, 1_000 * 2 + 10 * 10)
    assert records_of(engine)[0].cost == 2_100


@pytest.mark.parametrize("usage", [None, (10**30, 1), (1, 10**30)])
async def test_a_server_that_reports_nothing_to_be_believed_is_counted_by_an_estimate(
    make: Make, model: ModelServer, usage: tuple[int, int] | None
) -> None:
    model.script("say", Says("Thank you for that.", usage=usage))
    ledger = MemoryLedger()
    await make(ledger=ledger).say(ask())
    assert 300 < ledger.day.tokens < 3_000


@pytest.mark.parametrize("behaviour", [Status(500), Hang()])
async def test_a_request_without_a_reply_counts_with_its_prompt(
    make: Make, model: ModelServer, behaviour: Status | Hang
) -> None:
    ledger = MemoryLedger()
    engine = make(ledger=ledger, seconds=Seconds(say=0.8))
    model.always["say"] = behaviour
    await engine.say(ask())
    assert ledger.day.tokens == records_of(engine)[0].prompt_tokens > 300


@pytest.mark.parametrize(
    "caps",
    [
        Caps(interview_tokens=100),
        Caps(day_tokens=100),
        Caps(interview_money=0.000_1),
        Caps(day_money=0.000_1),
    ],
)
async def test_over_a_cap_nothing_is_sent(make: Make, model: ModelServer, caps: Caps) -> None:
    engine = make(caps=caps, prices=Prices(1.0, 1.0))
    assert await engine.say(ask()) == EMBEDDED_LINE
    assert model.asked == []
    assert records_of(engine)[0].failure == "over_budget"


async def test_one_interview_over_its_cap_does_not_stop_another(make: Make, model: ModelServer) -> None:
    model.always["say"] = Says("Thank you.", usage=(4_000, 900))
    engine = make(caps=Caps(interview_tokens=5_000))
    await engine.say(ask(session=1))
    assert await engine.say(ask(session=1)) == EMBEDDED_LINE
    assert (await engine.say(ask(session=2))).startswith("Thank you.")


async def test_calls_that_come_together_stay_within_the_cap(make: Make, model: ModelServer) -> None:
    model.always["say"] = Says("Thank you.", usage=(300, 50), pause=0.05)
    ledger = MemoryLedger(caps=Caps(day_tokens=4_000))
    engine = make(ledger=ledger)
    await asyncio.gather(*(engine.say(ask(session=number)) for number in range(1, 20)))
    assert ledger.day.tokens <= 4_000
    assert {record.failure for record in records_of(engine)} == {"", "over_budget"}


async def test_a_call_that_its_caller_gives_up_is_settled(make: Make, model: ModelServer) -> None:
    model.always["say"] = Hang()
    ledger = MemoryLedger()
    engine = make(ledger=ledger)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(engine.say(ask()), 0.5)
    assert records_of(engine)[0].failure == "cancelled"
    assert ledger.day.tokens == records_of(engine)[0].prompt_tokens
