"""What a question knows to be wrong earns nothing, is corrected, and takes nothing from what was right."""

from __future__ import annotations

from dataclasses import replace

import pytest

from viva.ai.grading.grader import grade
from viva.ai.types import Difficulty, Evaluation, EvaluationRequest, KeyPoint, Kind, Question, WrongAnswer

pytestmark = pytest.mark.integration

WRONG = "An index makes every write faster, because the new row can be put straight into its place in the tree."
RIGHT = (
    "An index lets the database find rows without reading the whole table, but it slows writes and takes space."
)
WHY = "Each index has to be kept up to date, which makes writes slower."
QUESTION = Question(
    id="indexes",
    text="What does an index on a column of a table do?",
    kind=Kind.TECHNICAL,
    difficulty=Difficulty.EASY,
    expected_answer="With an index the database finds matching rows without a scan of the whole table. Every "
    "insert, update and delete has to maintain it, so writes become slower, and it needs storage.",
    key_points=(
        KeyPoint("find", "Rows are found without reading the whole table."),
        KeyPoint("cost", "Writes become slower, since the index must be maintained."),
    ),
    wrong_answers=(WrongAnswer(WRONG, WHY),),
)


def judged(answer: str, question: Question = QUESTION) -> Evaluation:
    return grade(EvaluationRequest(question=question, answers=(answer,)))


def test_what_is_known_to_be_wrong_earns_nothing_and_is_corrected_with_its_quote() -> None:
    evaluation = judged(WRONG)

    assert evaluation.score == 0
    assert evaluation.metrics is not None
    assert evaluation.metrics.technical_accuracy == 0
    assert f"Check this again: “{WRONG}”. {WHY}" in evaluation.feedback


def test_in_words_of_ones_own_it_is_still_that_mistake() -> None:
    evaluation = judged(
        "Writes get faster with an index, as every new row goes straight to its place in the tree."
    )

    assert evaluation.score is not None
    assert evaluation.score <= 1
    assert WHY in evaluation.feedback


def test_its_opposite_is_not_that_mistake() -> None:
    evaluation = judged("Writes do not become faster, they become slower.")

    assert WHY not in evaluation.feedback
    assert "cost" in {each.key_point for each in evaluation.covered}


def test_what_is_right_beside_it_still_counts_and_the_whole_is_capped_by_its_share() -> None:
    right, mixed = judged(RIGHT), judged(f"{RIGHT} {WRONG}")

    assert right.score is not None
    assert mixed.score is not None
    assert {each.key_point for each in mixed.covered} == {each.key_point for each in right.covered}
    assert 3 <= mixed.score <= 6 < right.score


def test_a_question_that_knows_nothing_wrong_judges_as_before() -> None:
    assert judged(RIGHT, replace(QUESTION, wrong_answers=())).score == judged(RIGHT).score
