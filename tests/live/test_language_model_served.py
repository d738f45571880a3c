"""A real server with a language model behind it, from the environment to the room and the page at the end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.live.rooms import ANSWER, begun
from tests.model_server import KEY, ModelServer, Status, model_server
from tests.room_client import Person
from tests.server import Server, serving

pytestmark = [pytest.mark.integration, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def model() -> Iterator[ModelServer]:
    with model_server() as server:
        yield server


@pytest.fixture(scope="module")
def server(model: ModelServer) -> Iterator[Server]:
    settings = {"VIVA_LLM_BASE_URL": model.url, "VIVA_LLM_MODEL": "wanted", "VIVA_LLM_API_KEY": KEY}
    with serving(**settings, VIVA_LOG_LEVEL="DEBUG") as running:
        yield running


@pytest.fixture(autouse=True)
def _as_new(model: ModelServer) -> Iterator[None]:
    yield
    model.always.clear()


async def test_an_interview_is_planned_held_judged_and_concluded_by_the_model(
    server: Server, candidate: Person, model: ModelServer
) -> None:
    room = await begun(candidate, kind="technical", minutes="15")
    first = next(frame for frame in room.messages.values() if frame["kind"] == "question")
    assert "in a system that grows quickly?" in first["text"]
    await room.talk(ANSWER)
    told = [frame for frame in room.others if frame["type"] == "saying"]
    assert told, "no words were heard before the line was stored"
    await candidate.complete(room.session_id)
    engines = server.rows(
        "select engine, model, prompt_version from interviews_responseevaluation order by id desc limit 1"
    )
    assert engines == [("llm", "scripted-model-1", "judge-1")]
    assert server.rows("select feedback_engine from interviews_interview order by id desc limit 1") == [("llm",)]
    kinds = {kind for (kind,) in server.rows("select kind from live_enginecall where failure = ''")}
    assert kinds == {"probe", "plan", "say", "judge", "conclude"}
    assert model.requests("say")[0].headers["authorization"] == f"Bearer {KEY}"
    await room.close()


async def test_when_the_model_goes_away_the_interview_goes_on(
    server: Server, candidate: Person, model: ModelServer
) -> None:
    room = await begun(candidate, kind="technical", minutes="15")
    model.always["*"] = Status(503)
    replies = await room.talk(ANSWER)
    assert replies
    answer = await candidate.complete(room.session_id)
    assert answer.status_code == 302
    [(engine, fallback, score)] = server.rows(
        "select engine, fallback, score from interviews_responseevaluation order by id desc limit 1"
    )
    assert (engine, fallback) == ("embedded", "server_error")
    assert score is not None
    await room.close()


async def test_neither_log_nor_database_has_the_key_and_no_log_an_answer(
    server: Server, candidate: Person, model: ModelServer
) -> None:
    model.always["*"] = Status(401)
    room = await begun(candidate, kind="technical", minutes="15")
    await room.talk(ANSWER)
    await room.close()
    log = server.log.read_text()
    assert "the language model gave nothing" in log
    assert KEY not in log
    assert ANSWER[:40] not in log
    for path in server.folder.glob("viva.sqlite3*"):
        assert KEY.encode() not in path.read_bytes()
