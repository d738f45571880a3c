"""The growth of a solution's time in the room: what the interviewer says of it and what the score makes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.factories.growth import LINEAR, SQUARE, compared
from tests.factories.rooms import TALK, answer, make_session, say, submit
from viva.ai.bank import load_bank
from viva.ai.codec import from_json
from viva.ai.engines.scripted import ScriptedEngine
from viva.ai.types import CodeGrowth
from viva.interviews.enums import Mode
from viva.interviews.models import ResponseEvaluation
from viva.live import growing
from viva.live.completion import complete_session
from viva.live.growing import growth_runner
from viva.live.models import ChatMessage, CodeSubmission, InterviewSession
from viva.live.providers import use
from viva.live.services.remarks import Solution, read_growth, store_growth, store_remark
from viva.live.services.turns import load_turn
from viva.sandbox.scripted import ScriptedJudge
from viva.sandbox.types import Judgement, Verdict

TWO_SUM = next(each for each in load_bank() if each.id == "gift-card-pair")


class Clocked(ScriptedJudge):
    """Right on every test; quadratic where the source says so. `hangs`: its measurements never come to an end."""

    def __init__(self, *, hangs: bool = False) -> None:
        super().__init__()
        self.hangs = hangs
        self.measured: list[str] = []

    async def judge(self, submission, *, waiting=None):
        if submission.owner != "growth":
            return await super().judge(submission)
        self.measured.append(submission.source)
        if self.hangs:
            await asyncio.Event().wait()
        if "breaks" in submission.source:
            raise ConnectionError
        return Judgement(Verdict.AC, tuple(SQUARE if "slow" in submission.source else LINEAR))


@pytest.fixture
def engine() -> Iterator[ScriptedEngine]:
    from viva.core.realtime.database import close_database_threads

    scripted = ScriptedEngine()
    use(engine=scripted, judge=Clocked())
    yield scripted
    use()
    close_database_threads()


def solved(source: str, *, mode: Mode = Mode.PRACTICE) -> InterviewSession:
    from viva.live.driver import work_out
    from viva.live.services.turns import apply_turn

    session = make_session(questions=(TWO_SUM, *TALK), mode=mode)
    answer(session)
    submit(session, source)
    turn = load_turn(session.pk)
    assert turn

    async def work() -> None:
        outcome = await work_out(turn)
        await asyncio.to_thread(apply_turn, turn, outcome)
        growth_runner.consider(turn, outcome)
        await growth_runner.drain()

    asyncio.run(work())
    return session


def remarks(session: InterviewSession) -> tuple[list[str], str]:
    """What was said in the room, and what is kept with the submission."""
    said = ChatMessage.objects.filter(session=session, kind="remark")
    return [each.text for each in said], CodeSubmission.objects.get(session=session).remark


pytest_database = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db(transaction=True)]


class TestInTheRoom:
    pytestmark = pytest_database

    def test_in_practice_it_is_said_and_kept(self, engine: ScriptedEngine) -> None:
        said, kept = remarks(solved("slow"))
        assert said == [kept]
        assert "about n²" in kept

    def test_of_a_quick_solution_nothing_is_said(self, engine: ScriptedEngine) -> None:
        assert remarks(solved("quick")) == ([], "")

    def test_in_real_mode_it_is_kept_for_the_end(self, engine: ScriptedEngine) -> None:
        said, kept = remarks(solved("slow", mode=Mode.REAL))
        assert said == []
        assert "about n²" in kept

    def test_it_is_said_once_and_not_after_the_end(self, engine: ScriptedEngine) -> None:
        session = solved("slow")
        number = CodeSubmission.objects.get(session=session).number
        assert store_remark(session.pk, number=number, text="again", aloud=True) == []
        assert store_remark(session.pk, number=10**6, text="of nothing", aloud=True) == []
        CodeSubmission.objects.update(remark="")
        InterviewSession.objects.update(status="completed")
        assert store_remark(session.pk, number=number, text="late", aloud=True) == []
        assert remarks(session)[1] == "late"


def weighed(engine: ScriptedEngine) -> CodeGrowth | None:
    """The growth in what the engine judged last."""
    code = engine.requests("evaluate")[-1].code
    assert code is not None
    growth: CodeGrowth | None = code.growth
    return growth


QUIET = replace(TWO_SUM, follow_ups=())  # judged as soon as its code is right


class TestInTheScore:
    pytestmark = pytest_database

    def test_the_judging_waits_for_it_and_it_is_kept(self, engine: ScriptedEngine) -> None:
        session = make_session(questions=(QUIET, *TALK))
        answer(session)
        submit(session, "slow")
        answer(session)
        growth = weighed(engine)
        assert growth == compared(SQUARE)
        assert from_json(CodeGrowth, CodeSubmission.objects.get(session=session).growth) == growth

    @pytest.mark.parametrize("source", ["slow", "breaks"])
    def test_one_that_fails_or_is_too_slow_is_judged_without(
        self, engine: ScriptedEngine, source: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(growing, "WAIT_SECONDS", 0.1)
        use(engine=engine, judge=Clocked(hangs=source == "slow"))
        session = make_session(questions=(QUIET, *TALK))
        answer(session)
        submit(session, source)
        answer(session)
        assert (weighed(engine), CodeSubmission.objects.get(session=session).growth) == (None, None)
        assert ResponseEvaluation.objects.filter(response__interview=session.interview).count() == 1

    def test_what_was_lost_with_a_server_is_measured_again(self, engine: ScriptedEngine) -> None:
        use(engine=engine, judge=Clocked(hangs=True))
        session = make_session(questions=(TWO_SUM, *TALK))
        answer(session)
        submit(session, "slow")
        answer(session)  # asks about the code while it is being measured; the loop ends, and that with it
        assert CodeSubmission.objects.get(session=session).growth is None
        again = Clocked()
        use(engine=engine, judge=again)
        say(session, "I walk through all the pairs.")
        answer(session)
        assert weighed(engine) == compared(SQUARE)
        assert again.measured[0] == "slow"

    def test_what_was_measured_is_not_measured_again(self, engine: ScriptedEngine) -> None:
        session = solved("slow")
        later = Clocked(hangs=True)
        use(engine=engine, judge=later)
        say(session, "I walk through all the pairs.")
        answer(session)
        assert weighed(engine) == compared(SQUARE)
        assert later.measured == []

    def test_what_is_judged_at_the_end_is_judged_by_it_too(self, engine: ScriptedEngine) -> None:
        engine.script("evaluate", RuntimeError("no engine"))
        session = make_session(questions=(QUIET, *TALK))
        answer(session)
        submit(session, "slow")
        answer(session)
        CodeSubmission.objects.update(growth=None)
        asyncio.run(complete_session(session.pk))
        assert [each.code.growth for each in engine.requests("evaluate")] == [compared(SQUARE)] * 2

    def test_another_session_with_the_same_code_keeps_its_own(self, engine: ScriptedEngine) -> None:
        first, second = solved("slow"), make_session(questions=(TWO_SUM,))
        [row] = CodeSubmission.objects.filter(session=first)
        assert read_growth(Solution.of(row)) == compared(SQUARE)
        assert read_growth(replace(Solution.of(row), session_id=second.pk)) is None
        assert read_growth(replace(Solution.of(row), source="slow ")) is None

    def test_what_was_judged_by_stays(self, engine: ScriptedEngine) -> None:
        session = solved("slow")
        solution = Solution.of(CodeSubmission.objects.get(session=session))
        assert store_growth(solution, compared(LINEAR)) == compared(SQUARE)
