"""How a solution's time grows: said of a slow one, never of a quick one, and only where it is clear."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.conftest import lacking
from tests.factories.growth import LINEAR, SIZES, SQUARE, compared, times
from viva.ai.bank import load_bank
from viva.ai.bank.growth import arguments_at
from viva.ai.grading import grade
from viva.ai.grading.code_answers import COMPLEXITY, WORDS
from viva.ai.grading.complexity import excess_powers
from viva.ai.types import CodeGrowth, CodeResult, Evaluation, EvaluationRequest, GrowthInputs, Problem
from viva.live.growth import compare_growth, measure_growth, remark_on
from viva.live.providers import use
from viva.sandbox.supervisor import Supervisor
from viva.sandbox.types import TestResult, Verdict

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
