"""The arithmetic of a result."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viva.interviews.enums import Outcome
from viva.interviews.models import InterviewResponse
from viva.interviews.scoring import Totals, calculate_score

pytestmark = pytest.mark.unit

OUTCOMES = st.sampled_from([outcome.value for outcome in Outcome])
ROWS = st.lists(st.tuples(OUTCOMES, st.none() | st.floats(0, 10)), max_size=12)


def rows(*pairs: tuple[str, float | None]) -> list[InterviewResponse]:
    return [InterviewResponse(outcome=outcome, score=score) for outcome, score in pairs]


def test_four_answers_of_8_125_give_32_5_points_and_81_25_percent() -> None:
    assert calculate_score(rows(*4 * [("answered", 8.125)])) == Totals(32.5, 40.0, 81.25, True)


def test_what_was_skipped_left_or_not_known_counts_nothing_of_ten() -> None:
    given = rows(("answered", 8.0), ("skipped", 0.0), ("left", 0.0), ("dont_know", 0.0))
    assert calculate_score(given) == Totals(8.0, 40.0, 20.0, True)


def test_what_was_not_reached_or_withheld_is_left_out() -> None:
    given = rows(("answered", 8.0), ("not_reached", None), ("withheld", None), ("withheld", 5.0))
    assert calculate_score(given) == Totals(8.0, 10.0, 80.0, True)


@pytest.mark.parametrize(
    ("outcomes", "assessed"),
    [(["skipped", "left"], False), (["not_reached"], False), ([], False), (["dont_know"], True)],
)
def test_only_what_was_answered_is_assessed(outcomes: list[str], assessed: bool) -> None:
    given = rows(*[(outcome, None if outcome == "not_reached" else 0.0) for outcome in outcomes])
    assert calculate_score(given).assessed is assessed


@given(ROWS)
def test_the_total_lies_between_nothing_and_the_most(pairs) -> None:
    totals = calculate_score(rows(*pairs))
    assert 0 <= totals.total <= totals.most
    assert 0 <= totals.percentage <= 100
    assert totals.most % 10 == 0


@given(ROWS)
def test_the_order_makes_no_difference(pairs) -> None:
    forwards, backwards = calculate_score(rows(*pairs)), calculate_score(rows(*reversed(pairs)))
    assert (forwards.most, forwards.assessed) == (backwards.most, backwards.assessed)
    assert abs(forwards.total - backwards.total) <= 0.001
