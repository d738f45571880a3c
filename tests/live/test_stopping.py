"""The queue and *Stop*: where code stands is told, and what is given up counts as if it had not been sent."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from tests.factories.rooms import CODE, TALK, answer, make_session, submit
from viva.ai.engines.scripted import ScriptedEngine
from viva.insights.result import result_of
from viva.live import judge_calls as calls
from viva.live.judge_calls import JudgeCalls, call_judge
from viva.live.models import ChatMessage, CodeSubmission, InterviewSession
from viva.live.providers import use
from viva.live.runs import RunRunner
from viva.live.services.closing import read_closing
from viva.live.stopping import stop_code
from viva.live.turns import TurnRunner
from viva.sandbox.scripted import accept
from viva.sandbox.types import Judgement, Submission, Waiting

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db(transaction=True)]


class SlowJudge:
    """Says that two come before, then one, then none, and waits to be let go; keeps who hung up."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.go = asyncio.Event()
        self.hung_up = 0

    async def judge(self, submission: Submission, *, waiting: Waiting | None = None) -> Judgement:
        for before in (2, 1, 0):
            if waiting:
                waiting(before)
        self.begun.set()
        try:
            await self.go.wait()
        except asyncio.CancelledError:
            self.hung_up += 1
            raise
        return accept(submission)


@pytest.fixture
def judge(engine: ScriptedEngine) -> SlowJudge:
    slow = SlowJudge()
    use(engine=engine, judge=slow)
    return slow


@pytest.fixture
def engine() -> Iterator[ScriptedEngine]:
    from viva.core.realtime.database import close_database_threads

    yield ScriptedEngine()
    use()
    close_database_threads()


@pytest.fixture
def session(engine: ScriptedEngine) -> InterviewSession:
    from viva.sandbox.scripted import ScriptedJudge

    use(engine=engine, judge=ScriptedJudge())
    session = make_session(questions=(CODE, *TALK))
    answer(session)
    return session


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    told: list[tuple[int, int]] = []

    async def tell(session_id: int, *, number: int, before: int) -> None:
        told.append((number, before))

    monkeypatch.setattr(calls, "publish_queue", tell)
    return told


def verdicts(session: InterviewSession) -> list[str]:
    said = ChatMessage.objects.filter(session=session, kind="verdict").order_by("number")
    return [each.payload["verdict"] for each in said]


def run(session: InterviewSession, runner: RunRunner | TurnRunner, judge: SlowJudge, *, stop: bool) -> int:
    async def work() -> int:
        runner.wake(session.pk)
        await asyncio.wait_for(judge.begun.wait(), 10)
        stopped = await stop_code(session.pk) if stop else 0
        if not stop:
            judge.go.set()
        await runner.drain(session.pk, timeout=10)
        return stopped

    return asyncio.run(work())


def test_every_move_in_the_queue_is_told(session: InterviewSession, judge: SlowJudge, told: list[Any]) -> None:
    number = submit(session, kind="run").number
    run(session, RunRunner(), judge, stop=False)
    assert told == [(number, 2), (number, 1), (number, 0)]
    assert verdicts(session) == ["AC"]


def test_a_run_that_is_stopped_hangs_up_on_the_judge_and_is_recorded(
    session: InterviewSession, judge: SlowJudge, told: list[Any]
) -> None:
    submit(session, kind="run")
    assert run(session, RunRunner(), judge, stop=True) == 1
    assert (judge.hung_up, verdicts(session)) == (1, ["STOPPED"])
    [stored] = CodeSubmission.objects.filter(session=session)
    assert (stored.verdict, stored.passed, stored.total, stored.results) == ("STOPPED", 0, 0, [])


def test_a_submission_that_is_stopped_leaves_the_interview_where_it_was(
    session: InterviewSession, judge: SlowJudge, told: list[Any]
) -> None:
    before = InterviewSession.objects.get(pk=session.pk)
    submit(session)
    assert run(session, TurnRunner(), judge, stop=True) == 1
    after = InterviewSession.objects.get(pk=session.pk)
    assert (judge.hung_up, verdicts(session)) == (1, ["STOPPED"])
    assert (after.current_question_id, after.conductor["index"]) == (before.current_question_id, 0)
    assert result_of(session.interview, after)[0].code is None
    closing = read_closing(session.pk)
    assert closing is not None
    assert [waiting.submission for waiting in closing.waiting] == []


def test_the_control_a_submission_that_is_not_stopped_counts(
    session: InterviewSession, judge: SlowJudge, told: list[Any]
) -> None:
    submit(session)
    run(session, TurnRunner(), judge, stop=False)
    assert verdicts(session) == ["AC"]
    code = result_of(session.interview, session)[0].code
    assert code is not None
    assert code.verdict == "AC"


def test_an_earlier_solution_counts_on_when_a_later_one_is_stopped(
    session: InterviewSession, judge: SlowJudge, told: list[Any]
) -> None:
    judge.go.set()
    submit(session, "first")
    run(session, TurnRunner(), judge, stop=False)
    CodeSubmission.objects.create(
        session=session,
        question_id=session.interview.questions.get(order=1).pk,
        number=1000,
        mode="submit",
        source="second",
        verdict="STOPPED",
        created_at=session.begun_at,
    )
    code = result_of(session.interview, session)[0].code
    assert code is not None
    assert code.text == "first"


def test_what_has_not_begun_is_stopped_before_it_does(
    session: InterviewSession, judge: SlowJudge, told: list[Any]
) -> None:
    submit(session, kind="run")
    submit(session, kind="run")
    assert run(session, RunRunner(), judge, stop=True) == 2
    assert (judge.hung_up, verdicts(session)) == (1, ["STOPPED", "STOPPED"])


def test_another_rooms_code_is_not_stopped(session: InterviewSession, judge: SlowJudge, told: list[Any]) -> None:
    submit(session, kind="run")

    async def work() -> None:
        runner = RunRunner()
        runner.wake(session.pk)
        await asyncio.wait_for(judge.begun.wait(), 10)
        assert await stop_code(session.pk + 1) == 0
        judge.go.set()
        await runner.drain(session.pk, timeout=10)

    asyncio.run(work())
    assert verdicts(session) == ["AC"]


def test_a_server_that_ends_has_not_been_told_to_stop(
    session: InterviewSession, judge: SlowJudge, told: list[Any]
) -> None:
    """What it was judging stays waiting, for its successor."""
    submit(session, kind="run")

    async def work() -> None:
        runner = RunRunner()
        runner.wake(session.pk)
        await asyncio.wait_for(judge.begun.wait(), 10)
        await runner.stop()

    asyncio.run(work())
    assert verdicts(session) == []
    assert CodeSubmission.objects.get(session=session).verdict == ""


def test_what_was_stopped_stays_stopped_and_is_forgotten_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "MOST_REMEMBERED", 2)
    known = JudgeCalls()
    known.stop(1, [1, 2, 3])

    async def judged() -> Judgement:
        return Judgement(verdict=None)  # type: ignore[arg-type]

    async def work() -> list[bool]:
        return [await known.carry_out(1, number, judged()) is None for number in (1, 2, 3)]

    assert asyncio.run(work()) == [False, True, True]


def test_a_judge_that_hangs_is_given_up_but_a_queue_that_moves_is_not(
    session: InterviewSession, engine: ScriptedEngine, told: list[Any]
) -> None:
    class Moving:
        async def judge(self, submission: Submission, *, waiting: Waiting | None = None) -> Judgement:
            for before in range(4, -1, -1):
                await asyncio.sleep(0.3)
                assert waiting
                waiting(before)
            return accept(submission)

    class Hanging:
        async def judge(self, submission: Submission) -> Judgement:
            await asyncio.Event().wait()
            raise AssertionError

    wanted = Submission("x", "f", ())
    use(engine=engine, judge=Moving())
    asyncio.run(call_judge(1, 1, wanted, seconds=1.0))
    use(engine=engine, judge=Hanging())
    with pytest.raises(TimeoutError):
        asyncio.run(call_judge(1, 1, wanted, seconds=0.1))
