"""The linter's rules for the problem of a coding question. That the solutions do what they should is
not a matter of reading them: a test runs them in the sandbox."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator

from viva.ai.bank.rules import Finding, Rule
from viva.ai.types import Problem, Question

SAMPLES = (2, 3)
HIDDEN_AT_LEAST = 10
LARGE = 3000  # characters of the arguments of a hidden test that is large
WRONG_AT_LEAST = 2
WHY_AT_LEAST = 20  # characters
OWN = ("python", "javascript")  # what each problem is set and solved in; starters of others are drawn from it
_JAVASCRIPT = r"^(?:async\s+)?function\s+{}\s*\(([^)]*)\)"


def enough_tests(question: Question) -> Iterator[Finding]:
    if not (problem := question.problem):
        return
    low, high = SAMPLES
    if not low <= len(problem.samples) <= high:
        yield "problem.samples", f"{len(problem.samples)} samples; {low} to {high} are wanted"
    inputs = {_as_text(case.args) for case in problem.hidden}
    if len(inputs) < HIDDEN_AT_LEAST:
        yield "problem.hidden", f"{len(inputs)} different tests; at least {HIDDEN_AT_LEAST} are wanted"
    if len(inputs) < len(problem.hidden):
        yield "problem.hidden", "the same input stands twice"
    if max(map(len, inputs), default=0) < LARGE:
        yield "problem.hidden", f"no test is large: arguments of {LARGE} characters"
    if inputs & {_as_text(case.args) for case in problem.samples}:
        yield "problem.hidden", "an input is a sample too, so its test is not hidden"


def statement_is_complete(question: Question) -> Iterator[Finding]:
    if not (problem := question.problem):
        return
    for wanted in (f"{problem.entry_point}(", "**Constraints**"):
        if wanted not in problem.statement:
            yield "problem.statement", f"does not show {wanted}"


def sources_define_the_function(question: Question) -> Iterator[Finding]:
    """Every Python source compiles and defines the entry point for as many arguments as the tests give."""
    if not (problem := question.problem):
        return
    for language in OWN:
        if language not in problem.starters:
            yield "problem.starters", f"there is no starter for {language}"
    if missing := problem.starters.keys() - problem.solutions.keys():
        yield "problem.solutions", f"no reference solution in {', '.join(sorted(missing))}"
    for field, source in _python_sources(problem):
        yield from _check_source(problem, field=field, source=source)


def javascript_defines_the_function(question: Question) -> Iterator[Finding]:
    """By its first line alone: whether it is JavaScript shows where it runs."""
    if not (problem := question.problem):
        return
    takes = {len(case.args) for case in (*problem.samples, *problem.hidden)}
    for field, sources in (("starters", problem.starters), ("solutions", problem.solutions)):
        if "javascript" not in sources:
            continue
        found = re.search(_JAVASCRIPT.format(problem.entry_point), sources["javascript"], re.MULTILINE)
        given = len([name for name in found[1].split(",") if name.strip()]) if found else None
        if given is None:
            yield f"problem.{field}.javascript", f"does not define function {problem.entry_point}"
        elif takes - {given}:
            yield (
                f"problem.{field}.javascript",
                f"takes {given} arguments, but a test gives {max(takes - {given})}",
            )


def mistakes_are_told(question: Question) -> Iterator[Finding]:
    if not (problem := question.problem):
        return
    if len({wrong.source for wrong in problem.wrong_solutions}) < WRONG_AT_LEAST:
        yield "problem.wrong_solutions", f"at least {WRONG_AT_LEAST} different ones are wanted"
    for index, wrong in enumerate(problem.wrong_solutions):
        if len(wrong.why) < WHY_AT_LEAST:
            yield f"problem.wrong_solutions.{index}.why", "does not say what the mistake is"


PROBLEM_RULES: tuple[Rule, ...] = (
    enough_tests,
    statement_is_complete,
    sources_define_the_function,
    javascript_defines_the_function,
    mistakes_are_told,
)


def _python_sources(problem: Problem) -> Iterator[tuple[str, str]]:
    for field, sources in (("starters", problem.starters), ("solutions", problem.solutions)):
        if "python" in sources:
            yield f"problem.{field}.python", sources["python"]
    for index, wrong in enumerate(problem.wrong_solutions):
        if wrong.language == "python":
            yield f"problem.wrong_solutions.{index}.source", wrong.source


def _check_source(problem: Problem, *, field: str, source: str) -> Iterator[Finding]:
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        yield field, f"is not Python: {error.msg} in line {error.lineno}"
        return
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    if problem.entry_point not in functions:
        yield field, f"does not define {problem.entry_point}"
        return
    takes = len(functions[problem.entry_point].args.args)
    for given in sorted({len(case.args) for case in (*problem.samples, *problem.hidden)} - {takes}):
        yield field, f"{problem.entry_point} takes {takes} arguments, but a test gives {given}"


def _as_text(value: object) -> str:
    return json.dumps(value, sort_keys=True)
