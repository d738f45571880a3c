"""What the built-in bank promises: how much there is of what."""

from collections import Counter

import pytest

from viva.ai.bank import ROLES, load_bank
from viva.ai.types import Difficulty, Kind

pytestmark = pytest.mark.unit


def test_every_kind_has_its_number_of_questions():
    least = {Kind.TECHNICAL: 16, Kind.BEHAVIORAL: 7, Kind.SYSTEM_DESIGN: 6, Kind.HR: 5, Kind.CODING: 8}

    found = Counter(question.kind for question in load_bank())

    assert {kind: found[kind] for kind in least if found[kind] < least[kind]} == {}


def test_every_kind_has_every_difficulty():
    found = {(question.kind, question.difficulty) for question in load_bank()}

    assert {(kind, level) for kind in Kind for level in Difficulty} - found == set()


def test_every_role_has_technical_questions_of_every_difficulty():
    found = {
        (role, question.difficulty)
        for question in load_bank()
        if question.kind is Kind.TECHNICAL
        for role in question.roles
    }

    assert {(role, level) for role in ROLES for level in Difficulty} - found == set()


def test_every_problem_has_ten_hidden_tests_one_of_them_large():
    problems = [question.problem for question in load_bank() if question.problem]

    assert [problem.title for problem in problems if len(problem.hidden) < 10] == []
    assert [
        problem.title for problem in problems if max(len(str(case.args)) for case in problem.hidden) < 3000
    ] == []


def test_nothing_that_is_said_shows_markup():
    for question in load_bank():
        spoken = [question.text, question.clarification, *question.hints]
        spoken += [step.text for step in question.follow_ups]
        assert [text for text in spoken if set("`*_#<>[]") & set(text)] == []
