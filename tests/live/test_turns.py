"""Turns of this process: one at a time, worked out anew where more was said, tried again if not stored."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from django.db import OperationalError

from tests.factories.rooms import make_session, say
from viva.ai.engines.scripted import Delay, Hang, ScriptedEngine
from viva.ai.types import Intent, Understanding
from viva.core.realtime.database import in_database
from viva.live import turns
from viva.live.models import ChatMessage, InterviewSession
from viva.live.turns import TurnRunner

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def session(engine: ScriptedEngine) -> InterviewSession:
    session = make_session()
    run(session)
    engine.calls.clear()
    return session


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    told: list[str] = []

    async def tell(session_id: int) -> None:
        told.append("trouble")

    monkeypatch.setattr(turns, "publish_trouble", tell)
    return told


def run(session: InterviewSession, meanwhile: Callable[[], object] | None = None, *, after: float = 0.1) -> None:
    """A turn from its wake to its end; `meanwhile` happens in a database thread `after` so many seconds."""

    async def work() -> None:
        runner = TurnRunner()
        runner.wake(session.pk)
        if meanwhile:
            await asyncio.sleep(after)
            await in_database(meanwhile)
            runner.wake(session.pk)
        await runner.drain(session.pk, timeout=20)
        assert not runner.is_busy(session.pk)

    asyncio.run(work())


def lines(session: InterviewSession) -> list[str]:
    rows = ChatMessage.objects.filter(session=session, speaker="interviewer").order_by("number")
    return [row.text.split(":")[0] for row in rows]


def test_what_is_said_while_the_turn_is_worked_out_belongs_to_the_same_answer(
    engine: ScriptedEngine, session: InterviewSession
) -> None:
    engine.script("understand", Delay(0.4, Understanding(Intent.ANSWER)))
    say(session, "First part.")
    run(session, lambda: say(session, "Second part."))
    assert engine.requests("evaluate")[-1].answers == ("First part.\nSecond part.",)
    assert lines(session) == ["greet", "ask", "acknowledge", "ask"]


def test_someone_who_never_stops_talking_is_answered_all_the_same(
    engine: ScriptedEngine, session: InterviewSession
) -> None:
    async def talk_on() -> None:
        runner = TurnRunner()
        engine.script("understand", *[Delay(0.15, Understanding(Intent.ANSWER)) for _ in range(20)])
        for _ in range(12):
            await in_database(say, session)
            runner.wake(session.pk)
            await asyncio.sleep(0.1)
        await runner.drain(session.pk, timeout=20)

    asyncio.run(talk_on())
    session.refresh_from_db()
    assert session.handled_number >= 14
    numbers = ChatMessage.objects.filter(session=session).values_list("number", flat=True)
    assert list(numbers) == list(range(1, len(numbers) + 1))


def test_however_often_it_is_woken_it_answers_once(engine: ScriptedEngine, session: InterviewSession) -> None:
    say(session)

    async def wake_and_wake() -> None:
        runner = TurnRunner()
        for _ in range(20):
            runner.wake(session.pk)
        await runner.drain(session.pk, timeout=20)

    asyncio.run(wake_and_wake())
    assert lines(session) == ["greet", "ask", "acknowledge", "ask"]
    assert len(engine.requests("evaluate")) == 1


def test_a_reply_that_cannot_be_stored_is_told_of_at_once_and_stored_when_it_can_be(
    engine: ScriptedEngine, session: InterviewSession, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    say(session)
    real, failures = turns.apply_turn, [OperationalError("database is locked")] * 3

    def apply(*arguments, **fields):
        if failures:
            raise failures.pop()
        return real(*arguments, **fields)

    monkeypatch.setattr(turns, "apply_turn", apply)
    monkeypatch.setattr(turns, "RETRY_PAUSES", (0.0, 0.0, 0.0))
    run(session)
    assert (told, lines(session)) == (["trouble"], ["greet", "ask", "acknowledge", "ask"])


def test_a_reply_that_cannot_be_stored_at_all_waits_in_the_database(
    session: InterviewSession, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    say(session)

    def refuse(*_: object, **__: object) -> None:
        raise OperationalError("database or disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(turns, "apply_turn", refuse)
        broken.setattr(turns, "RETRY_PAUSES", (0.0, 0.0))
        run(session)
    assert (told, lines(session)) == (["trouble"], ["greet", "ask"])
    run(session)
    assert lines(session) == ["greet", "ask", "acknowledge", "ask"]


def test_a_turn_that_is_ended_in_the_middle_leaves_all_to_the_next(
    engine: ScriptedEngine, session: InterviewSession
) -> None:
    engine.script("evaluate", Hang())
    say(session)

    async def killed() -> None:
        runner = TurnRunner()
        runner.wake(session.pk)
        await asyncio.sleep(0.2)
        await runner.stop()

    asyncio.run(killed())
    assert lines(session) == ["greet", "ask"]
    run(session)
    assert lines(session) == ["greet", "ask", "acknowledge", "ask"]


def test_an_engine_that_fails_at_everything_still_lets_the_interview_go_on(
    engine: ScriptedEngine, session: InterviewSession
) -> None:
    """Not understood is taken for an answer, not judged is withheld, not worded is said plainly."""
    for method in ("understand", "evaluate", "say", "say"):
        engine.script(method, RuntimeError("down"))
    say(session)
    run(session)
    session.refresh_from_db()
    assert session.current_question.order == 2
    [row] = session.interview.responses.all()
    assert (row.outcome, row.score) == ("withheld", None)
    assert "Scripted question 2?" in ChatMessage.objects.filter(session=session).last().text


def test_an_engine_that_hangs_costs_its_deadline(
    engine: ScriptedEngine, session: InterviewSession, settings
) -> None:
    settings.VIVA_ENGINE_SECONDS = 0.1
    engine.script("understand", Hang())
    engine.script("say", Hang())
    say(session)
    run(session)
    assert ChatMessage.objects.filter(session=session, kind="question").count() == 2
