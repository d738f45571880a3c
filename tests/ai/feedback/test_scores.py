from __future__ import annotations

from dataclasses import replace

import pytest

from tests.ai.feedback.interviews import answered, code, coding, ended
from viva.ai.engines.base import AnsweredQuestion, Outcome
from viva.ai.feedback.scores import Scores, score_interview
from viva.ai.types import CodeJudgement

pytestmark = pytest.mark.unit

NOTHING = Scores(None, None, None, None)


def test_overall_is_the_mean_of_the_scores_in_percent():
    scores = score_interview([answered(8.0), answered(8.5), answered(7.0), answered(9.0)])
    assert scores.overall == 81.25


@pytest.mark.parametrize("outcome", [Outcome.SKIPPED, Outcome.DONT_KNOW, Outcome.LEFT])
def test_a_question_without_an_answer_counts_nought(outcome):
    assert score_interview([answered(8.0), ended(outcome)]).overall == 40.0


@pytest.mark.parametrize("outcome", [Outcome.NOT_REACHED, Outcome.WITHHELD])
def test_a_question_not_reached_or_withheld_is_left_out(outcome):
    assert score_interview([answered(8.0), ended(outcome)]).overall == 80.0


def test_an_answer_that_was_not_assessed_is_left_out():
    assert score_interview([answered(8.0), answered(None)]).overall == 80.0
    assert score_interview([answered(8.0), AnsweredQuestion(coding(), Outcome.ANSWERED)]).overall == 80.0


def test_nothing_answered_is_not_nought():
    assert score_interview([]) == NOTHING
    assert score_interview([ended(Outcome.SKIPPED), ended(Outcome.LEFT), ended(Outcome.NOT_REACHED)]) == NOTHING
    assert score_interview([answered(None), ended(Outcome.WITHHELD)]) == NOTHING


def test_only_not_knowing_is_nought():
    assert score_interview([ended(Outcome.DONT_KNOW)]) == Scores(0.0, None, 0.0, None)


def test_communication_is_clarity_and_relevance_of_what_was_said():
    scores = score_interview(
        [
            answered(5.0, metrics=(6.0, 8.0, 1.0, 1.0)),
            answered(5.0, metrics=(9.0, 9.0, 1.0, 1.0)),
            ended(Outcome.SKIPPED),
        ]
    )
    assert scores.communication == 80.0


def test_problem_solving_is_depth_and_accuracy_and_nought_without_an_answer():
    scores = score_interview([answered(5.0, metrics=(1.0, 1.0, 6.0, 8.0)), ended(Outcome.DONT_KNOW)])
    assert scores.problem_solving == 35.0


def test_problem_solving_weighs_tests_like_words():
    item = answered(5.0, question=coding(), metrics=(1.0, 1.0, 6.0, 8.0), code=code(3, 10, "WA"))
    assert score_interview([item]).problem_solving == 50.0


def test_code_quality_is_the_share_of_passed_tests_over_questions_with_code():
    half, whole = (answered(5.0, question=coding(), code=code(passed, 10)) for passed in (5, 10))
    assert score_interview([half, whole, answered(1.0), ended(Outcome.SKIPPED)]).code_quality == 75.0


def quality_of(readability: float | None, passed: int = 10) -> float | None:
    judgement = CodeJudgement(tests=passed / 10, readability=readability)
    item = answered(5.0, question=coding(), code=code(passed, 10))
    evaluation = replace(item.evaluation, code=judgement)
    return score_interview([replace(item, evaluation=evaluation)]).code_quality


def test_readable_code_keeps_all_of_its_quality():
    assert (quality_of(1.0), quality_of(1.0, passed=4)) == (100.0, 40.0)


def test_unreadable_code_loses_some_of_its_quality():
    assert (quality_of(0.5), quality_of(0.0)) == (90.0, 80.0)


def test_code_that_cannot_be_read_loses_nothing():
    assert quality_of(None) == 100.0


def test_code_quality_is_not_assessed_without_code():
    assert score_interview([answered(8.0)]).code_quality is None


def test_a_failed_runner_is_not_the_candidates():
    item = answered(6.0, question=coding(), metrics=(1.0, 1.0, 6.0, 6.0), code=code(0, 10, "IE"))
    scores = score_interview([item])
    assert (scores.code_quality, scores.problem_solving) == (None, 60.0)


def test_code_without_tests_says_nothing():
    assert score_interview([answered(6.0, question=coding(), code=code(0, 0))]).code_quality is None


def test_without_metrics_only_what_they_feed_is_missing():
    assert score_interview([answered(6.0)]) == Scores(60.0, None, None, None)


def test_scores_have_two_decimals():
    assert score_interview([answered(1.0), answered(1.0), answered(2.0)]).overall == 13.33
