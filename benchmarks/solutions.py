"""The submissions that the judges are timed on: one problem, ten tests, as a function and as a program."""

from __future__ import annotations

from viva.sandbox.types import JudgeTest, Kind, Submission

TESTS = 10
PYTHON = """
def two_sum(numbers: list[int], target: int) -> list[int]:
    seen = {}
    for place, number in enumerate(numbers):
        if target - number in seen:
            return [seen[target - number], place]
        seen[number] = place
    return []
"""
JAVASCRIPT = """
function twoSum(numbers, target) {
  const seen = new Map();
  for (const [place, number] of numbers.entries()) {
    if (seen.has(target - number)) return [seen.get(target - number), place];
    seen.set(number, place);
  }
  return [];
}
"""
PROGRAM = f"""
import sys

{PYTHON}
*numbers, target = map(int, sys.stdin.read().split())
print(*two_sum(numbers, target))
"""
_CASES = [(list(range(size)), 2 * size - 3, [size - 2, size - 1]) for size in range(5, 5 + TESTS)]


def python_function() -> Submission:
    return Submission(PYTHON, "two_sum", _calls())


def javascript_function() -> Submission:
    return Submission(JAVASCRIPT, "twoSum", _calls(), language="javascript")


def python_program() -> Submission:
    tests = tuple(
        JudgeTest(stdin=" ".join(map(str, [*numbers, target])) + "\n", expected=" ".join(map(str, found)) + "\n")
        for numbers, target, found in _CASES
    )
    return Submission(PROGRAM, "", tests, kind=Kind.PROGRAM)


def _calls() -> tuple[JudgeTest, ...]:
    return tuple(JudgeTest((numbers, target), found) for numbers, target, found in _CASES)
