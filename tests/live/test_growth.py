"""How a solution's time grows: said of a slow one, never of a quick one, and only where it is clear."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import lacking
from tests.factories.rooms import TALK, answer, make_session, say, submit
from viva.ai.bank import load_bank
from viva.ai.bank.growth import arguments_at
from viva.ai.codec import from_json
from viva.ai.engines.scripted import ScriptedEngine
from viva.ai.grading import grade
from viva.ai.grading.code_answers import COMPLEXITY, WORDS
from viva.ai.grading.complexity import excess_powers
from viva.ai.types import CodeGrowth, CodeResult, Evaluation, EvaluationRequest, GrowthInputs, Problem
from viva.interviews.enums import Mode
from viva.interviews.models import ResponseEvaluation
from viva.live import growing
from viva.live.completion import complete_session
from viva.live.growing import growth_runner
from viva.live.growth import compare_growth, measure_growth, remark_on
from viva.live.models import ChatMessage, CodeSubmission, InterviewSession
from viva.live.providers import use
from viva.live.services.remarks import Solution, read_growth, store_growth, store_remark
from viva.live.services.turns import load_turn
from viva.sandbox.scripted import ScriptedJudge
from viva.sandbox.supervisor import Supervisor
from viva.sandbox.types import Judgement, TestResult, Verdict

SIZES = (500, 1000, 2000, 4000, 8000)
TWO_SUM = next(each for each in load_bank() if each.id == "gift-card-pair")
assert TWO_SUM.problem
PROBLEM: Problem = TWO_SUM.problem
QUADRATIC = """
def spend_card(prices, balance):
    for j in range(len(prices)):
        for i in range(j):
            if prices[i] + prices[j] == balance:
                return [i, j]
    return None
"""


def times(*milliseconds: float, verdict: Verdict = Verdict.AC, value: object = 1) -> list[TestResult]:
    return [TestResult(verdict, cpu_ms=each, value=value) for each in milliseconds]


LINEAR = times(0.5, 1, 2, 4, 8)
SQUARE = times(8, 30, 120, 480, 1920)


def compared(own: Sequence[TestResult], reference: Sequence[TestResult] = LINEAR) -> CodeGrowth:
    found = compare_growth(SIZES, own, reference)
    assert found is not None
    return found


@pytest.mark.unit
def test_a_quadratic_solution_beside_a_linear_reference_is_told_with_its_figures() -> None:
    found = compared(SQUARE)
    assert (excess_powers(found), found.sizes[-1], found.times[-1], found.reference_times[-1]) == (
        1,
        8000,
        1920,
        8,
    )
    assert "about n² where n log n was possible. At size 8,000 it took 1,920 ms, the reference 8 ms." in remark_on(
        found
    )


@pytest.mark.unit
def test_what_ran_into_the_time_limit_is_judged_by_what_did_not() -> None:
    found = compared([*times(30, 120, 480, 1900), *times(2000, verdict=Verdict.TLE)])
    assert (found.timed_out, excess_powers(found), found.sizes) == (True, 1, SIZES)


@pytest.mark.unit
def test_one_that_ran_out_of_time_before_it_could_be_measured_is_far_slower() -> None:
    found = compared([*times(3, 9), *times(2000, verdict=Verdict.TLE)])
    assert (found.power, excess_powers(found)) == (None, 2)
    assert "it was stopped after 2,000 ms, the reference took 2 ms" in remark_on(found)


@pytest.mark.unit
def test_of_one_that_ran_out_of_time_slowly_but_evenly_nothing_is_said() -> None:
    found = compared([*times(500, 1000), *times(2000, verdict=Verdict.TLE)])
    assert (found.power, excess_powers(found)) == (1.0, 0)


@pytest.mark.unit
def test_where_both_ran_out_of_time_only_what_both_finished_is_compared() -> None:
    stopped = times(2000, verdict=Verdict.TLE)
    found = compared([*times(30, 120, 480, 1900), *stopped], [*times(1, 2, 4, 8), *stopped])
    assert (found.timed_out, found.sizes, excess_powers(found)) == (False, SIZES[:4], 1)


@pytest.mark.unit
@pytest.mark.parametrize(
    ("own", "reference"),
    [
        (LINEAR, LINEAR),
        (times(30, 60, 120, 240, 480), LINEAR),  # slower, but it grows alike
        (times(30, 66, 145, 320, 700), times(1, 2, 4, 8, 16)),  # n log n
        (SQUARE, times(4, 16, 64, 256, 1024)),  # the reference is quadratic too
        (times(1, 1, 2, 8, 30), LINEAR),  # too short to tell
        (times(25, 30, 400, 410, 5000), LINEAR),  # no one power
        (times(500, 30, 120, 60, 1920), LINEAR),  # a machine that was busy now and then
    ],
)
def test_where_it_is_not_clear_nothing_is_said(own: Sequence[TestResult], reference: Sequence[TestResult]) -> None:
    found = compared(own, reference)
    assert (excess_powers(found), remark_on(found)) == (0, "")


@pytest.mark.unit
@pytest.mark.parametrize(
    ("own", "reference"),
    [
        (times(8, 30, 120, 480, 1920, value=2), LINEAR),  # another answer
        (times(8, 30, 120, 480, 1920, verdict=Verdict.RE), LINEAR),
        (SQUARE, times(8, 30, verdict=Verdict.IE)),
        ([], LINEAR),
        (SQUARE, []),
    ],
)
def test_where_there_is_nothing_to_compare_nothing_is_measured(
    own: Sequence[TestResult], reference: Sequence[TestResult]
) -> None:
    assert compare_growth(SIZES, own, reference) is None


@pytest.mark.unit
def test_inputs_are_made_in_any_size() -> None:
    growth = GrowthInputs(SIZES, ({"$range": [0, {"$n": [1, 0]}]}, {"$n": [2, -3]}))
    assert arguments_at(growth, 4) == ([0, 1, 2, 3], 5)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Path]:
    """A judge of its own for the module; each measurement meets it from a loop of its own."""
    with tempfile.TemporaryDirectory(prefix="viva-test-") as folder:
        yield Path(folder, "runner.sock")


def measured(source: str, socket: Path) -> CodeGrowth:
    async def work() -> CodeGrowth:
        supervisor = Supervisor(socket)
        await supervisor.start()
        try:
            status = await supervisor.status()
            if not status["safe"]:
                lacking(f"a kernel that holds code: {status['reason']}")
            use(judge=supervisor.client)
            found = await measure_growth(source, "python", PROBLEM)
            assert found is not None
            return found
        finally:
            use()
            await supervisor.stop()

    return asyncio.run(work())


def graded(source: str, socket: Path) -> Evaluation:
    """By the real judge's times and the real grader; nothing was said."""
    code = CodeResult(source, "python", 10, 10, "AC", measured(source, socket))
    return grade(EvaluationRequest(TWO_SUM, (), code=code))


@pytest.mark.integration
def test_in_the_sandbox_two_loops_are_told_apart_from_one(sandbox: Path) -> None:
    assert "about n² where n log n was possible" in remark_on(measured(QUADRATIC, sandbox))
    assert remark_on(measured(PROBLEM.solutions["python"], sandbox)) == ""


@pytest.mark.integration
def test_two_loops_score_lower_than_one_and_the_same_when_measured_again(sandbox: Path) -> None:
    slow, again, quick = (graded(each, sandbox) for each in (QUADRATIC, QUADRATIC, PROBLEM.solutions["python"]))
    assert slow.code is not None
    assert quick.code is not None
    assert (slow.code.complexity, quick.code.complexity) == (0.4, 1.0)
    assert (slow.code.readability, quick.code.readability) == (1.0, 1.0)
    assert slow.score == again.score == pytest.approx(10 - 6 * COMPLEXITY / (1 - WORDS), abs=0.01)
    assert quick.score == 10
    assert "about n² where n log n was possible" in slow.feedback


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
