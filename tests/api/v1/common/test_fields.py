"""Fields of what is sent take their own type alone."""

from __future__ import annotations

import pytest
from rest_framework.serializers import Field, ValidationError

from viva.api.v1.common.fields import FlagField, LineField, NumberField, TextField

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


@pytest.mark.parametrize("value", [True, "5", None, [], 10**400])
def test_a_number_is_a_number(value: object) -> None:
    with pytest.raises(ValidationError):
        NumberField(max_value=10.0).run_validation(value)
    assert [NumberField().run_validation(number) for number in (5, 5.5)] == [5.0, 5.5]


def test_a_lines_length_is_that_of_the_tidied_one() -> None:
    assert LineField(max_length=3).run_validation("a \u202e \t b") == "a b"
