"""A problem's tests stand once, apart from the questions, and come back as they were."""

from __future__ import annotations

import pytest

from tests.factories.accounts import UserFactory
from viva.ai.bank.loader import load_bank
from viva.interviews.enums import Mode
from viva.interviews.models import Interview, InterviewQuestion, ProblemTests
from viva.interviews.services import create_interview
from viva.live.models import InterviewSession
from viva.live.scripts import plan_of, problem_of

pytestmark = [pytest.mark.unit, pytest.mark.django_db]

ASKED = ("database-index", "task-order")


def created(*names: str) -> Interview:
    return create_interview(
        UserFactory(),
        title="AI Interview - Practice",
        interview_type="technical",
        difficulty="medium",
        mode=Mode.PRACTICE,
        job_role="Engineer",
        duration_minutes=30,
        coding_language="python",
        questions=[load_bank().by_id[name] for name in names],
    )


def planned(*names):
    return plan_of(InterviewSession(interview=created(*names)))


def test_a_plan_goes_without_the_tests_and_with_all_else():
    problem = planned(*ASKED).questions[1].problem
    known = load_bank().by_id["task-order"].problem
    assert (problem.samples, problem.hidden) == ((), ())
    assert (problem.statement, problem.entry_point) == (known.statement, known.entry_point)


def test_the_problem_to_judge_is_the_banks_with_all_its_tests():
    question = created(*ASKED).questions.get(order=2)
    assert problem_of(question) == load_bank().by_id["task-order"].problem


def test_a_question_without_code_has_no_tests():
    question = created(*ASKED).questions.get(order=1)
    assert (problem_of(question), question.tests) == (None, None)


def test_the_same_tests_are_stored_once():
    created("task-order")
    created("task-order", "recent-cache")
    assert (InterviewQuestion.objects.count(), ProblemTests.objects.count()) == (3, 2)


def test_rooms_that_ask_the_same_question_share_it():
    first, second = planned(*ASKED), planned(*ASKED)
    assert [one is other for one, other in zip(first.questions, second.questions, strict=True)] == [True, True]
