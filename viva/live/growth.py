"""Measuring how a right solution's time grows with its input, beside the reference's.

Both are run by the judge on the same inputs, each twice the size of the one before.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from viva.ai.bank.growth import arguments_at
from viva.ai.grading.complexity import draw_growth, excess_powers, name_powers
from viva.ai.types import CodeGrowth, Problem
from viva.live.providers import get_judge
from viva.sandbox.types import JudgeTest, Submission, TestResult, Verdict

_RAN = frozenset({Verdict.AC, Verdict.WA})


def compare_growth(
    sizes: Sequence[int], own: Sequence[TestResult], reference: Sequence[TestResult]
) -> CodeGrowth | None:
    """None where there is nothing to compare. Results in the order of `sizes`.

    One that did not finish ends what is compared, and so does one that answered otherwise than the reference; of
    one that ran out of time the time still tells something.
    """
    pairs = list(zip(own, reference, strict=False))[: len(sizes)]
    whole = next((at for at, pair in enumerate(pairs) if not _comparable(*pair)), len(pairs))
    timed_out = whole < len(pairs) and _out_of_time(*pairs[whole])
    until = whole + timed_out
    if not until:
        return None
    return draw_growth(
        sizes[:until],
        [each.cpu_ms for each in own[:until]],
        [each.cpu_ms for each in reference[:until]],
        timed_out=timed_out,
    )


def _comparable(own: TestResult, reference: TestResult) -> bool:
    return own.verdict in _RAN and reference.verdict in _RAN and own.value == reference.value


def _out_of_time(own: TestResult, reference: TestResult) -> bool:
    return own.verdict == Verdict.TLE and reference.verdict in _RAN


def can_be_measured(problem: Problem, language: str) -> bool:
    return problem.growth is not None and _reference_language(problem, language) in problem.solutions


async def measure_growth(source: str, language: str, problem: Problem) -> CodeGrowth | None:
    """Run both through the judge; None also where there is nothing to measure by."""
    if problem.growth is None or not can_be_measured(problem, language):
        return None
    tests = tuple(JudgeTest(args=arguments_at(problem.growth, size)) for size in problem.growth.sizes)
    written_in = _reference_language(problem, language)
    results = []
    for text, name in ((source, language), (problem.solutions[written_in], written_in)):
        wanted = Submission(text, problem.entry_point, tests, language=name, owner="growth")
        results.append((await get_judge().judge(wanted)).tests)
    return compare_growth(problem.growth.sizes, results[0], results[1])


def _reference_language(problem: Problem, language: str) -> str:
    return language if language in problem.solutions else "python"


def remark_on(growth: CodeGrowth) -> str:
    """What is said of it in the room, "" where it grows no faster than the reference."""
    if not excess_powers(growth):
        return ""
    power, possible = name_powers(growth)
    figures = {
        "size": f"{growth.sizes[-1]:,}",
        "own": f"{growth.times[-1]:,.0f}",
        "reference": f"{growth.reference_times[-1]:,.0f}",
        "power": power,
        "possible": possible,
    }
    if not power:
        return (
            _(
                "Your solution is right. On larger inputs it is far slower than the reference solution: at size"
                " %(size)s it was stopped after %(own)s ms, the reference took %(reference)s ms."
            )
            % figures
        )
    return (
        _(
            "Your solution is right. On larger inputs its time grows faster than it has to: about %(power)s where"
            " %(possible)s was possible. At size %(size)s it took %(own)s ms, the reference %(reference)s ms."
        )
        % figures
    )
