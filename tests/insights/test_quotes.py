"""Marking quotes cuts the answer up; put together again it is the answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viva.insights.quotes import Part, mark_quotes

pytestmark = pytest.mark.unit

TEXT = st.text(alphabet="ab \n😀", max_size=30)


@given(TEXT, st.lists(st.tuples(st.text(alphabet="ab \n😀", max_size=5), st.sampled_from("xyz")), max_size=6))
def test_the_parts_together_are_the_text(text: str, covered: list[tuple[str, str]]) -> None:
    parts = mark_quotes(text, covered)
    assert "".join(part.text for part in parts) == text
    assert all(part.text for part in parts)


@given(TEXT, st.lists(st.tuples(st.text(alphabet="ab \n😀", max_size=5), st.sampled_from("xyz")), max_size=6))
def test_what_is_marked_is_a_quote_with_its_own_point(text: str, covered: list[tuple[str, str]]) -> None:
    marked = {(part.text, part.covered) for part in mark_quotes(text, covered) if part.covered}
    assert marked <= set(covered)


def test_a_quote_is_marked_where_it_stands() -> None:
    assert mark_quotes("An index costs writes.", [("costs writes", "price")]) == [
        Part("An index "),
        Part("costs writes", "price"),
        Part("."),
    ]


def test_of_two_that_overlap_the_earlier_one_wins() -> None:
    assert mark_quotes("abcd", [("bc", "second"), ("ab", "first")]) == [Part("ab", "first"), Part("cd")]


@pytest.mark.parametrize("quote", ["", "not there", "INDEX"])
def test_what_does_not_stand_there_is_passed_over(quote: str) -> None:
    assert mark_quotes("An index.", [(quote, "point")]) == [Part("An index.")]
