"""Fields of what is sent take their own type alone."""

from __future__ import annotations

import pytest
from rest_framework.serializers import Field, ValidationError

from viva.api.v1.common.fields import FlagField, LineField, TextField

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("value", [0, 1.5, True, None, [], {}, ["text"]])
def test_a_text_is_a_text(value: object) -> None:
    with pytest.raises(ValidationError):
        TextField().run_validation(value)
    assert TextField().run_validation(" 0 ") == "0"


@pytest.mark.parametrize("value", [0, 1, "true", "", None, []])
def test_a_flag_is_true_or_false(value: object) -> None:
    with pytest.raises(ValidationError):
        FlagField().run_validation(value)
    assert [FlagField().run_validation(flag) for flag in (True, False)] == [True, False]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("  Ann \t Lee\n", "Ann Lee"), ("Ann\u202eeeL", "Ann eeL"), ("\u200d", ""), ("نی\u200cلو", "نی\u200cلو")],
)
def test_a_line_is_tidied(typed: str, expected: str) -> None:
    field: Field[object, object, object, object] = LineField(allow_blank=True)
    assert field.run_validation(typed) == expected


def test_a_lines_length_is_that_of_the_tidied_one() -> None:
    assert LineField(max_length=3).run_validation("a \u202e \t b") == "a b"
