"""A whole interview by a real engine that talks nonsense: it completes, and all that is stored holds together."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator

import pytest

from tests.ai.engines.llm.asking import ANSWER, QUESTION
from tests.live.rooms import ANSWER as SPOKEN
from tests.room_client import Person, Room
from tests.server import Server, serving
from tests.soak.llama import llama_server
from viva.ai.engines.base import PlanRequest
from viva.ai.engines.embedded import EmbeddedEngine
from viva.ai.engines.llm.config import ModelConfig, Seconds
from viva.ai.engines.llm.engine import LanguageModelEngine
from viva.ai.engines.llm.spending import CallRecord, MemoryLedger
from viva.ai.engines.llm.verdict import FARTHEST
from viva.ai.types import Difficulty, EvaluationRequest, Kind

pytestmark = [pytest.mark.soak, pytest.mark.timeout(1800)]

SEED = random.randrange(2**31)
MOST_TURNS, PATIENCE = 60, 180.0
ASIDE = ("Could you repeat the question, please?", "Hello, thank you!", "May I have a hint?", "I don't know.")
NO_LETTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@pytest.fixture(scope="module")
def model() -> Iterator[str]:
    print(f"seed {SEED}")
    with llama_server(SEED, leaning=1.5) as url:
        yield url


@pytest.fixture(scope="module")
def server(model: str) -> Iterator[Server]:
    settings = {
        "VIVA_LLM_BASE_URL": model,
        "VIVA_LLM_MODEL": "nonsense",
        "VIVA_LLM_CONCURRENCY": "1",  # a second request ends the first there
        "VIVA_LLM_SAY_SECONDS": "15",
        "VIVA_LLM_JUDGE_SECONDS": "40",
        "VIVA_LLM_PLAN_SECONDS": "40",
        "VIVA_LLM_CONCLUDE_SECONDS": "40",
        "VIVA_ENGINE_SECONDS": "70",
    }
    with serving(**settings) as running:
        yield running


async def held(room: Room) -> int:
    """Answers and asides until the interviewer says goodbye; how many turns that took."""
    for turn in range(MOST_TURNS):
        if room.state["phase"] != "open":
            return turn
        await room.talk(ASIDE[turn // 3 % len(ASIDE)] if turn % 3 == 2 else SPOKEN, timeout=PATIENCE)
    raise AssertionError("the interview does not come to its end")


async def test_an_interview_by_a_model_that_talks_nonsense_completes(server: Server) -> None:
    async with Person(server.url) as person:
        await person.sign_in()
        room = await person.room(await person.start_interview(kind="technical", minutes="15")).open()
        await room.until(lambda: bool(room.state["question"]) and not room.state["busy"], timeout=PATIENCE)
        turns = await held(room)
        await room.close()
        assert (await person.complete(room.session_id)).status_code == 302
    calls = server.rows(
        "select kind, failure, count(*), sum(completion_tokens) from live_enginecall group by 1, 2 order by 1, 2"
    )
    print(f"{turns} turns; calls by kind, failure, count and tokens said:", *calls, sep="\n  ")
    [(status, score)] = server.rows(
        "select status, overall_score from interviews_interview order by id desc limit 1"
    )
    assert status == "completed"
    assert 0 <= score <= 100
    assert {kind for kind, *_ in calls} == {"probe", "plan", "say", "judge", "conclude"}
    assert sum(tokens for *_, tokens in calls) > 0, "the model has said nothing at all"
    lines = [text for (text,) in server.rows("select text from live_chatmessage where speaker = 'interviewer'")]
    assert [line for line in lines if NO_LETTERS.search(line)] == []
    asked = server.rows(
        "select q.question_text, m.text from live_chatmessage m"
        " join interviews_interviewquestion q on q.id = m.question_id"
        " where m.kind = 'question' and q.question_type <> 'coding'"  # which is asked by its title
    )
    assert asked
    assert [text for text, line in asked if text not in line] == []
    complaints = [line for line in server.log.read_text().splitlines() if "ERROR" in line or "Traceback" in line]
    assert complaints == []


async def test_every_judgement_of_that_interview_holds_together(server: Server) -> None:
    """A number within bounds, made by whom it says, and no quote that was not said."""
    rows = server.rows(
        "select e.engine, e.fallback, e.score, e.result, r.text_response, r.code_response"
        " from interviews_responseevaluation e join interviews_interviewresponse r on r.id = e.response_id"
        " where r.interview_id = (select max(id) from interviews_interview)"
    )
    assert rows
    print("judgements:", *((engine, fallback, score) for engine, fallback, score, *_ in rows), sep="\n  ")
    for engine, fallback, score, result, *said in rows:
        assert (engine == "llm" and not fallback) or (engine in {"embedded", "rule"})
        assert score is None or 0 <= score <= 10
        points = [*json.loads(result)["covered"], *json.loads(result)["missing"]]
        quotes = [point["quote"] for point in points if point["quote"]]
        assert [quote for quote in quotes if not any(quote in text for text in said if text)] == []


@pytest.mark.parametrize("leaning", [1.0, 3.0])
async def test_the_schema_holds_whatever_it_says(leaning: float) -> None:
    """Questions and judgements straight from the engine, beside the embedded one as shipped."""
    with llama_server(SEED, leaning=leaning) as model:
        records = await asked_directly(model)
    assert any(record.completion_tokens for record in records)
    if leaning == 3.0:
        assert {str(record.failure) for record in records if record.kind == "judge"} <= {"", "unfit"}


async def asked_directly(model: str) -> list[CallRecord]:
    seconds = Seconds(plan=90.0, judge=60.0, probe=60.0)
    ledger = MemoryLedger()
    config = ModelConfig(base_url=model, model="nonsense", seconds=seconds, concurrency=1)
    engine = LanguageModelEngine(config, embedded=EmbeddedEngine(), ledger=ledger)
    await engine.start()
    try:
        found = await engine.look()
        print(f"JSON: {engine.asker.dialect.json}, failure: {found.failure or 'none'}")
        plan = PlanRequest("Engineer", Kind.TECHNICAL, Difficulty.MEDIUM, 30, count=3)
        assert len(await engine.plan(plan)) == 3
        beside = await engine.embedded.evaluate(EvaluationRequest(QUESTION, (ANSWER,)), deadline=60)
        for number in range(3):
            answer = f"{ANSWER} {number}"
            judged = await engine.evaluate(EvaluationRequest(QUESTION, (answer,)), deadline=90)
            assert judged.score is not None
            assert beside.score is not None
            assert 0 <= judged.score <= 10
            assert abs(judged.score - beside.score) <= FARTHEST + 1.0
            quotes = [point.quote for point in (*judged.covered, *judged.missing) if point.quote]
            assert [quote for quote in quotes if quote not in answer] == []
    finally:
        await engine.stop()
    told = [(record.kind, str(record.failure), record.completion_tokens) for record in ledger.records]
    print("calls:", *told, sep="\n  ")
    return ledger.records
