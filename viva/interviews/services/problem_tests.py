"""The tests of coding problems: kept once, apart from the questions that use them."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from typing import Any

from viva.ai.types import Problem, Question, TestCase
from viva.interviews.models import ProblemTests


def without_tests(question: Question) -> Question:
    """The question as its row's `spec` holds it."""
    if question.problem is None:
        return question
    return replace(question, problem=replace(question.problem, samples=(), hidden=()))


def keep_tests(problem: Problem) -> ProblemTests:
    """The row with exactly these tests; the same tests give the same row."""
    samples, hidden = to_rows(problem.samples), to_rows(problem.hidden)
    digest = sha256(json.dumps([samples, hidden], separators=(",", ":")).encode()).hexdigest()
    kept, _ = ProblemTests.objects.get_or_create(digest=digest, defaults={"samples": samples, "hidden": hidden})
    return kept


def with_tests(problem: Problem, tests: ProblemTests) -> Problem:
    return replace(problem, samples=_cases(tests.samples), hidden=_cases(tests.hidden))


def to_rows(cases: tuple[TestCase, ...]) -> list[list[Any]]:
    """As they are stored: [[args, expected], …]."""
    return [[list(case.args), case.expected] for case in cases]


def _cases(rows: list[list[Any]]) -> tuple[TestCase, ...]:
    return tuple(TestCase(args=tuple(args), expected=expected) for args, expected in rows)
