"""Applying edits, against a reference that works on lists of UTF-16 units as a browser does."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viva.live.edits import LARGEST_BUFFER, EditsDoNotFit, apply_changes

pytestmark = pytest.mark.unit

TEXTS = st.text(alphabet=st.sampled_from("ab\né😀𝄞\u0301"), max_size=12)


def units(text: str) -> list[int]:
    data = text.encode("utf-16-le")
    return list(struct.unpack(f"<{len(data) // 2}H", data))


def text_of(numbers: list[int]) -> str:
    return struct.pack(f"<{len(numbers)}H", *numbers).decode("utf-16-le")


@st.composite
def sessions(draw: st.DrawFn) -> tuple[str, list[tuple[int, int, int, str]], list[int]]:
    """A text, changes that fit it, and the units that must come out."""
    text = draw(TEXTS)
    here, changes = units(text), []
    for at in range(draw(st.integers(0, 5))):
        start = draw(st.integers(0, len(here)))
        end = draw(st.integers(start, len(here)))
        insert = draw(TEXTS)
        changes.append((at, start, end, insert))
        here = here[:start] + units(insert) + here[end:]
    return text, changes, here


@given(sessions())
def test_the_result_is_the_browsers_or_half_a_pair_is_refused(case) -> None:
    text, changes, expected = case
    try:
        wanted = text_of(expected)
    except UnicodeDecodeError:
        with pytest.raises(EditsDoNotFit):
            apply_changes(text, changes, length=len(expected))
        return
    assert apply_changes(text, changes, length=len(expected)) == wanted


@given(sessions(), st.integers(-3, 3).filter(bool))
def test_another_length_is_refused(case, off: int) -> None:
    text, changes, expected = case
    with pytest.raises(EditsDoNotFit):
        apply_changes(text, changes, length=len(expected) + off)


@pytest.mark.parametrize("change", [(0, 1, 0, ""), (0, 0, 4, ""), (0, 4, 4, "x"), (0, -1, 0, "")])
def test_positions_outside_the_text_are_refused(change) -> None:
    with pytest.raises(EditsDoNotFit):
        apply_changes("abc", [change], length=3)


def test_the_largest_buffer_is_a_bound_at_every_step() -> None:
    whole = "x" * LARGEST_BUFFER
    assert apply_changes("", [(0, 0, 0, whole)], length=LARGEST_BUFFER) == whole
    with pytest.raises(EditsDoNotFit):
        apply_changes(whole, [(0, 0, 0, "y"), (0, 0, 1, "")], length=LARGEST_BUFFER)
