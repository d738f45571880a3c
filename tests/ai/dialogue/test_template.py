from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viva.ai.dialogue.template import MissingSlotError, parse

pytestmark = pytest.mark.unit


def test_slots_are_filled_in():
    assert parse("Say {one} and {two}.").render({"one": "1", "two": "2"}) == "Say 1 and 2."


@given(st.text(min_size=1))
def test_a_slot_is_never_interpreted(text):
    assert parse("<{slot}>").render({"slot": text, "name": "other"}) == f"<{text}>"


def test_a_noun_fits_its_number():
    template = parse("{n:test:tests} passed")
    assert [template.render({"n": n}) for n in ("0", "1", "2")] == [
        "0 tests passed",
        "1 test passed",
        "2 tests passed",
    ]


def test_a_part_is_left_out_without_its_slot():
    template = parse("Hello[, {name}].")
    assert template.render({"name": "Ada"}) == "Hello, Ada."
    assert template.render({"name": ""}) == template.render({}) == "Hello."


def test_a_missing_slot_outside_a_part_is_an_error():
    with pytest.raises(MissingSlotError):
        parse("{name}").render({"name": ""})


def test_slots_that_it_cannot_do_without_are_known():
    assert parse("{a}[ {b}] {c:x:y}").slots() == {"a", "c"}
