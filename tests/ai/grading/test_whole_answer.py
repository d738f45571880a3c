"""A question without key points is judged by its expected answer as a whole."""

from __future__ import annotations

import pytest

from viva.ai.grading.grader import grade
from viva.ai.types import Difficulty, EvaluationRequest, Kind, Question

pytestmark = pytest.mark.integration

STACK = "What is a stack?"
STACK_EXPECTED = (
    "A stack is a list whose elements are added and removed at the same end, "
    "so the last one in is the first one out."
)
CACHE = "Why does a service keep a cache in front of its database?"
CACHE_EXPECTED = (
    "Reading from memory is much faster than reading from disk. The cache also takes load off the database, "
    "because the same rows are asked for again and again."
)


def score(question: str, expected: str, answer: str) -> float:
    asked = Question("q", question, Kind.TECHNICAL, Difficulty.MEDIUM, expected)
    found = grade(EvaluationRequest(question=asked, answers=(answer,))).score
    assert found is not None
    return found


def test_the_expected_answer_has_all_points() -> None:
    assert score(CACHE, CACHE_EXPECTED, CACHE_EXPECTED) >= 9.5


def test_half_of_it_has_more_than_an_answer_to_another_question_and_less_than_the_whole() -> None:
    half = score(CACHE, CACHE_EXPECTED, "Reading from memory is much faster than reading from disk.")
    other = score(CACHE, CACHE_EXPECTED, STACK_EXPECTED)

    assert other + 2 < half < score(CACHE, CACHE_EXPECTED, CACHE_EXPECTED) - 0.5


def test_what_has_nothing_to_do_with_it_has_no_point() -> None:
    assert (
        score(CACHE, CACHE_EXPECTED, "I like to cook pasta on Sundays with plenty of salt and good olive oil.")
        <= 1
    )


@pytest.mark.parametrize(
    "negated",
    [
        STACK_EXPECTED.replace("is a list", "is not a list").replace("is the first", "is not the first"),
        STACK_EXPECTED.replace("are added", "are never added").replace("is the first", "isn't the first"),
        STACK_EXPECTED.replace("is the first", "is not the first"),
    ],
)
def test_the_expected_answer_negated_has_three_points_at_most(negated: str) -> None:
    assert negated != STACK_EXPECTED
    assert score(STACK, STACK_EXPECTED, negated) <= 3


@pytest.mark.parametrize(
    "negated",
    [
        "Reading from memory is not much faster than reading from disk. The cache takes no load off the database.",
        "Reading from memory is much slower than reading from disk. The cache also takes no load off the "
        "database, because the same rows are never asked for again and again.",
    ],
)
def test_two_sentences_denied_have_three_points_at_most(negated: str) -> None:
    assert score(CACHE, CACHE_EXPECTED, negated) <= 3


def test_one_sentence_of_two_denied_costs_at_least_half() -> None:
    denied = CACHE_EXPECTED.replace("is much faster", "is not much faster")

    assert score(CACHE, CACHE_EXPECTED, denied) <= 0.5 * score(CACHE, CACHE_EXPECTED, CACHE_EXPECTED)


def test_a_no_about_something_else_costs_nothing() -> None:
    beside = CACHE_EXPECTED + " Nobody likes to wait, and no user knows where the rows come from."

    assert score(CACHE, CACHE_EXPECTED, beside) >= score(CACHE, CACHE_EXPECTED, CACHE_EXPECTED) - 1


WHICH = "Which is denser, water or the oil that floats on the water in the glass?"


def test_where_the_question_names_the_answer_its_words_are_an_answer() -> None:
    assert score(WHICH, "Water is denser than oil.", "Water is denser than the oil.") >= 8


def test_the_whole_question_said_again_is_none() -> None:
    again = "Which is denser, the water or the oil that floats on water in a glass?"

    assert score(WHICH, "Water is denser than oil.", again) <= 1


LAYERS = "Name the layers of the OSI model."
LAYERS_EXPECTED = "Physical, data link, network, transport, session, presentation, application"


def test_where_a_list_is_expected_a_list_is_an_answer() -> None:
    said = "application, presentation, session, transport, network, data link, physical"

    assert score(LAYERS, LAYERS_EXPECTED, said) >= 9


def test_where_sentences_are_expected_a_list_of_their_words_is_not() -> None:
    words = "reading, memory, faster, disk, cache, load, database, rows, asked, again"

    assert score(CACHE, CACHE_EXPECTED, words) <= 3


def test_talk_around_a_right_answer_changes_it_by_one_point_at_most() -> None:
    padded = (
        "Well, that is something I thought about on the train this morning. "
        + CACHE_EXPECTED
        + " I hope that is clear. "
        "My old team often talked about such things over lunch, and I enjoyed it a lot."
    )

    assert abs(score(CACHE, CACHE_EXPECTED, padded) - score(CACHE, CACHE_EXPECTED, CACHE_EXPECTED)) <= 1


def test_slips_of_the_pen_cost_half_a_point_at_most() -> None:
    slips = (
        "Reading from memory is much fastr than reading from disc. The cache also take load of the database, "
        "becase same rows are asked for again and again."
    )

    assert score(CACHE, CACHE_EXPECTED, slips) >= score(CACHE, CACHE_EXPECTED, CACHE_EXPECTED) - 0.5
