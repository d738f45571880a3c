"""How readable a solution is, as real analysers see it: lizard for all languages, ruff besides for Python.

Nothing of it is taste: no formatting, no style of names, no order. Runs in the grader's process, never on an event
loop; reading a solution of usual size takes a few hundredths of a second.
"""

from __future__ import annotations

from dataclasses import dataclass

from viva.ai.grading.ruff import find_by_ruff
from viva.ai.grading.shape import FILES, Function, Shape, read_shape
from viva.ai.types import CodeFinding

LENGTH, NESTING, PATHS, NAMES, UNUSED = 0.3, 0.25, 0.15, 0.15, 0.15
"""Parts of the share. What is unused or misleading is known of Python alone; elsewhere the others stand for it."""
LONG_FUNCTION, LONGEST_FUNCTION = 40, 100
"""Lines of a function up to which nothing, and from which all of its part is lost."""
DEEP, DEEPEST = 3, 6
"""Levels of nesting likewise."""
MANY_PATHS, MOST_PATHS = 10, 25
"""Cyclomatic complexity of a function likewise (10 is McCabe's own bound, 1976)."""
FEW_LETTERS, MOST_LETTERS = 2, 6
"""Names of one letter, counters aside, likewise."""
MOST_UNUSED = 4
"""Findings of ruff from which all of its part is lost."""
LONGEST_READ = 10_000
"""Characters; a longer source is no solution that somebody typed, and is not read."""


@dataclass(frozen=True, slots=True)
class Reading:
    """`share` 0-1, with what took from it in the order of lines."""

    share: float
    findings: tuple[CodeFinding, ...]


def read_code(source: str, language: str) -> Reading | None:
    """None if it cannot be analysed: another language, a syntax error, nothing in it, or far too much."""
    if language not in FILES or len(source) > LONGEST_READ or "\0" in source:
        return None
    shape = read_shape(source, language)
    if shape is None:
        return None
    unused = find_by_ruff(source) if language == "python" else None
    findings = sorted((*_findings(shape), *(unused or ())), key=lambda each: (each.line, each.text))
    return Reading(_share(shape, None if unused is None else len(unused)), tuple(findings))


def _share(shape: Shape, unused: int | None) -> float:
    longest = max(each.lines for each in shape.functions)
    most_paths = max(each.paths for each in shape.functions)
    parts = [
        (LENGTH, _falling(longest, LONG_FUNCTION, LONGEST_FUNCTION)),
        (NESTING, _falling(shape.deepest[0], DEEP, DEEPEST)),
        (PATHS, _falling(most_paths, MANY_PATHS, MOST_PATHS)),
        (NAMES, _falling(len(shape.letters), FEW_LETTERS, MOST_LETTERS)),
    ]
    if unused is not None:
        parts.append((UNUSED, _falling(unused, 0, MOST_UNUSED)))
    return round(sum(part * value for part, value in parts) / sum(part for part, _ in parts), 3)


def _findings(shape: Shape) -> list[CodeFinding]:
    found = [finding for function in shape.functions for finding in _of_function(function)]
    depth, line = shape.deepest
    if depth > DEEP:
        found.append(CodeFinding(line, f"nested {_NUMBERS.get(depth, str(depth))} deep"))
    if len(shape.letters) > FEW_LETTERS:
        named = ", ".join(letter for letter, _ in shape.letters)
        found.append(CodeFinding(shape.letters[0][1], f"names of one letter: {named}"))
    return found


_NUMBERS = {4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine"}


def _of_function(function: Function) -> list[CodeFinding]:
    found = []
    if function.lines > LONG_FUNCTION:
        found.append(CodeFinding(function.line, f"a function of {function.lines} lines"))
    if function.paths > MANY_PATHS:
        found.append(CodeFinding(function.line, f"a function with {function.paths} ways through it"))
    return found


def _falling(value: float, good: float, bad: float) -> float:
    return min(1.0, max(0.0, (bad - value) / (bad - good)))
