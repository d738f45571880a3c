"""*Run* beside the conversation: what cannot be judged or stored now is told of, and waits for its next time."""

from __future__ import annotations

import asyncio

import pytest
from django.db import OperationalError

from tests.factories.rooms import CODE, TALK, answer, make_session, submit
from viva.ai.engines.scripted import ScriptedEngine
from viva.live import runs
from viva.live.models import ChatMessage, InterviewSession
from viva.live.runs import RUN_TROUBLE, RunRunner

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def session(engine: ScriptedEngine) -> InterviewSession:
    session = make_session(questions=(CODE, *TALK))
    answer(session)
    submit(session, kind="run")
    return session


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    told: list[str] = []

    async def tell(session_id: int, detail: str) -> None:
        told.append(detail)

    monkeypatch.setattr(runs, "publish_trouble", tell)
    return told


def judge(session: InterviewSession, times: int = 1) -> None:
    async def work() -> None:
        runner = RunRunner()
        for _ in range(times):
            runner.wake(session.pk)
        await runner.drain(session.pk, timeout=10)

    asyncio.run(work())


def verdicts(session: InterviewSession) -> list[str]:
    return [each.payload["verdict"] for each in ChatMessage.objects.filter(session=session, kind="verdict")]


@pytest.mark.parametrize("error", [OperationalError("database is locked"), ValueError("something else")])
def test_a_run_that_could_not_be_stored_is_told_of_and_taken_up_again(
    session: InterviewSession, told: list[str], monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def refuse(*_: object) -> None:
        raise error

    with monkeypatch.context() as broken:
        broken.setattr(runs, "store_run", refuse)
        judge(session)
    assert (told, verdicts(session)) == ([RUN_TROUBLE], [])
    judge(session)
    assert verdicts(session) == ["AC"]


def test_however_often_it_is_woken_a_run_is_judged_once(session: InterviewSession, told: list[str]) -> None:
    judge(session, times=5)
    judge(session)
    assert (verdicts(session), told) == (["AC"], [])
