"""What the built-in bank promises: how much there is of what."""

from collections import Counter

import pytest

from viva.ai.bank import ROLES, load_bank
from viva.ai.types import Difficulty, Kind

pytestmark = pytest.mark.unit


def test_there_are_four_hundred_questions_and_sixty_problems():
    found = Counter(question.kind for question in load_bank())

    assert (sum(found.values()) >= 400, found[Kind.CODING] >= 60) == (True, True), found


def test_no_kind_is_rare():
    least = {Kind.TECHNICAL: 200, Kind.BEHAVIORAL: 40, Kind.SYSTEM_DESIGN: 40, Kind.HR: 30, Kind.CODING: 60}

    found = Counter(question.kind for question in load_bank())

    assert {kind: found[kind] for kind in least if found[kind] < least[kind]} == {}


def test_no_difficulty_is_rare_in_any_kind():
    found = Counter((question.kind, question.difficulty) for question in load_bank())

    assert {key: count for key, count in found.items() if count < 8} == {}


def test_every_kind_has_every_difficulty():
    found = {(question.kind, question.difficulty) for question in load_bank()}

    assert {(kind, level) for kind in Kind for level in Difficulty} - found == set()


def test_every_role_has_technical_questions_of_every_difficulty():
    found = Counter(
        (role, question.difficulty)
        for question in load_bank()
        if question.kind is Kind.TECHNICAL
        for role in question.roles
    )

    assert {
        (role, level): found[role, level] for role in ROLES for level in Difficulty if found[role, level] < 3
    } == {}


def test_every_role_has_designs_to_draw():
    found = Counter(
        role for question in load_bank() if question.kind is Kind.SYSTEM_DESIGN for role in question.roles
    )

    assert {role: found[role] for role in ROLES if found[role] < 2} == {}


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
