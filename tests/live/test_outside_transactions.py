"""No engine, no sandbox and no mail is called while a transaction is open, on whatever thread it was opened."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.test import Client

from tests.factories.accounts import UserFactory
from tests.factories.rooms import CODE, TALK, make_session, say, submit
from viva.ai.engines.scripted import METHODS, ScriptedEngine
from viva.core.realtime.database import close_database_threads
from viva.live.completion import complete_session
from viva.live.models import InterviewSession
from viva.live.providers import use
from viva.live.runs import run_runner
from viva.live.turns import runner
from viva.sandbox.scripted import ScriptedJudge
from viva.sandbox.types import Judgement, Submission

pytestmark = [pytest.mark.unit, pytest.mark.django_db(transaction=True)]


class Watch:
    """Counts the open transactions of all threads; `calls` is what was called, `inside` what inside one."""

    def __init__(self) -> None:
        self.open = 0
        self.calls: list[str] = []
        self.inside: list[str] = []
        self.mailed = threading.Event()
        self._lock = threading.Lock()

    def count(self, change: int) -> None:
        with self._lock:
            self.open += change

    def called(self, what: str) -> None:
        self.calls.append(what)
        if self.open:
            self.inside.append(what)

    def sent(self) -> None:
        self.called("mail")
        self.mailed.set()


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    watch = Watch()
    enter, leave = transaction.Atomic.__enter__, transaction.Atomic.__exit__

    def entering(self: transaction.Atomic) -> None:
        enter(self)
        watch.count(1)

    def leaving(self: transaction.Atomic, *error: Any) -> None:
        try:
            leave(self, *error)
        finally:
            watch.count(-1)

    monkeypatch.setattr(transaction.Atomic, "__enter__", entering)
    monkeypatch.setattr(transaction.Atomic, "__exit__", leaving)
    monkeypatch.setattr(EmailBackend, "send_messages", lambda self, messages: watch.sent() or len(list(messages)))
    use(engine=WatchedEngine(watch), judge=WatchedJudge(watch))
    yield watch
    use()
    close_database_threads()


class WatchedEngine(ScriptedEngine):
    def __init__(self, watch: Watch) -> None:
        super().__init__()
        self.watch = watch

    async def _reply(self, method: str, request: Any, default: Any) -> Any:
        self.watch.called(method)
        return await super()._reply(method, request, default)


class WatchedJudge(ScriptedJudge):
    def __init__(self, watch: Watch) -> None:
        super().__init__()
        self.watch = watch

    async def judge(self, submission: Submission) -> Judgement:
        self.watch.called("judge")
        return await super().judge(submission)


def turn(session: InterviewSession) -> None:
    """One after the other: what runs beside it may well have a transaction open."""

    async def work() -> None:
        runner.wake(session.pk)
        await runner.drain(session.pk, timeout=10)
        run_runner.wake(session.pk)
        await run_runner.drain(session.pk, timeout=10)

    asyncio.run(work())


def test_a_whole_interview_calls_them_outside_transactions_only(watch: Watch) -> None:
    session = make_session(questions=(CODE, *TALK))
    turn(session)
    submit(session, kind="run")
    submit(session)
    turn(session)
    say(session)
    turn(session)
    asyncio.run(complete_session(session.pk))
    assert set(watch.calls) == METHODS - {"plan"} | {"judge"}
    assert watch.inside == []


def test_the_pages_call_them_outside_transactions_only(watch: Watch) -> None:
    user = UserFactory()
    browser = Client()
    browser.post("/accounts/password-reset/", {"email": user.email})
    assert watch.mailed.wait(20)  # by a thread of its own; the watch cannot tell threads apart
    browser.force_login(user)
    started = browser.post("/ai-interview/start/")
    session_id = int(started.headers["location"].rstrip("/").rsplit("/", 1)[1])
    completed = browser.post(f"/ai-interview/complete/{session_id}/")
    assert completed.headers["location"] == "/profile/"
    assert {"mail", "plan", "conclude"} <= set(watch.calls)
    assert watch.inside == []


def test_a_call_inside_one_is_seen_even_from_another_thread(watch: Watch) -> None:
    """The control: the transaction is open on this thread, the engine runs on another."""
    engine = WatchedEngine(watch)
    thread = threading.Thread(target=lambda: asyncio.run(engine.conclude(None)))  # type: ignore[arg-type]
    with transaction.atomic():
        thread.start()
        thread.join()
    assert watch.inside == ["conclude"]
