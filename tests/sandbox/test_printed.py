"""When what a program printed is what it had to print."""

from __future__ import annotations

import sys

import pytest

from viva.sandbox.printed import agree, same_floats, same_lines
from viva.sandbox.types import Checker

pytestmark = pytest.mark.unit
MUCH = 4 * 1024 * 1024


@pytest.mark.parametrize(
    ("printed", "expected", "same"),
    [
        ("", "", True),
        ("a", "a", True),
        ("a\n", "a", True),
        ("a", "a\n", True),
        ("a \t\n", "a\n", True),
        ("a\n\n \n\n", "a", True),
        ("\n\n", "", True),
        ("a\r\nb\r\n", "a\nb\n", True),
        ("a\x0b\x0c\nb", "a\nb", True),
        ("a\nb", "a\nb", True),
        ("", "a", False),
        ("a", "", False),
        (" a", "a", False),
        ("\na", "a", False),
        ("a\n\nb", "a\nb", False),
        ("a b", "a  b", False),
        ("a b", "a\nb", False),
        ("a\rb", "a\nb", False),
        ("a", "A", False),
        ("a\nb", "a", False),
        ("a", "a\nb", False),
        ("1.0", "1", False),
        ("a\u00a0", "a", False),
        ("a\u2028b", "a\nb", False),
        ("a\x1cb", "a\nb", False),
        ("a\x00", "a", False),
        ("\ud800", "\ud800", True),
        ("\ud800", "\udfff", False),
    ],
)
def test_lines_agree(printed: str, expected: str, same: bool) -> None:
    assert same_lines(printed, expected) is same


@pytest.mark.parametrize(
    ("printed", "expected", "same"),
    [
        ("", "", True),
        (" \n", "", True),
        ("1.0", "1", True),
        ("1.", "1", True),
        (".5", "0.5", True),
        ("+1", "1", True),
        ("-0", "0", True),
        ("-0.0", "0", True),
        ("007", "7", True),
        ("1e3", "1000", True),
        ("1E-7", "0", True),
        ("1 2\n3", "1\n2 3\r\n", True),
        ("0.3333333", "0.333333333", True),
        ("1000000.9", "1000000", True),
        ("-1.0000009", "-1", True),
        ("0.0000021", "0", False),
        ("1000003.0", "1000000.0", False),
        ("1", "-1", False),
        ("1.1", "1", False),
        ("1 2", "1", False),
        ("1", "1 2", False),
        ("", "0", False),
        ("12", "1 2", False),
    ],
)
def test_decimal_numbers_agree_within_a_millionth(printed: str, expected: str, same: bool) -> None:
    assert same_floats(printed, expected) is same


@pytest.mark.parametrize(
    ("printed", "expected", "same"),
    [
        ("9007199254740992", "9007199254740991", True),
        ("9007199254740993", "9007199254740992", False),
        ("-9007199254740993", "-9007199254740992", False),
        ("9007199254740993", "9007199254740993", True),
        ("+0009007199254740993", "9007199254740993", True),
        ("1" + "0" * 400, "1" + "0" * 399 + "1", False),
        ("1" + "0" * 400, "1" + "0" * 400, True),
        ("-1" + "0" * 400, "1" + "0" * 400, False),
        ("9007199254740993.0", "9007199254740992", True),
        ("1" + "0" * 20, "1e20", True),
    ],
)
def test_whole_numbers_beyond_a_floats_exactness_are_compared_exactly(
    printed: str, expected: str, same: bool
) -> None:
    assert same_floats(printed, expected) is same


@pytest.mark.parametrize("word", ["nan", "NaN", "-nan", "+NAN"])
@pytest.mark.parametrize("other", ["nan", "NaN", "-nan", "+NAN", "0", "inf", "word"])
def test_nan_agrees_with_nothing(word: str, other: str) -> None:
    assert (same_floats(word, other), same_floats(other, word)) == (False, False)


@pytest.mark.parametrize(
    ("printed", "expected", "same"),
    [
        ("inf", "Infinity", True),
        ("+Inf", "inf", True),
        ("-inf", "inf", False),
        ("inf", "1e308", False),
        ("inf", "1e999", False),
        ("1e999", "1e999", True),
        ("1e999", "1e998", False),
        ("YES", "YES", True),
        ("YES", "yes", False),
        ("YES 1.0", "YES 1", True),
        ("1_000", "1000", False),
        ("0x10", "16", False),
        ("1,5", "1.5", False),
        ("\u0661", "1", False),
        ("\u0131nf", "inf", False),
        ("1\u00a02", "1 2", False),
        ("1e", "1", False),
        ("--1", "-1", False),
        ("1.5f", "1.5", False),
        (".", "0", False),
        ("\ud800", "\ud800", True),
    ],
)
def test_what_is_no_decimal_number_is_compared_as_text(printed: str, expected: str, same: bool) -> None:
    assert same_floats(printed, expected) is same


@pytest.mark.parametrize(
    ("checker", "same"), [(Checker.LINES, False), (Checker.FLOATS, True)], ids=lambda value: str(value)
)
def test_the_checker_decides(checker: Checker, same: bool) -> None:
    assert agree(checker, "0.50", "0.5") is same


# One word, or one line, or as many as there can be: what grows faster than the text would not end here.
FLOODS = {
    "digits": "9" * MUCH,
    "digits and a letter": "9" * (MUCH - 1) + "x",
    "decimals": "0." + "3" * MUCH,
    "decimals and a letter": "0." + "3" * MUCH + "x",
    "an exponent": "1e" + "9" * MUCH,
    "zeros": "0" * MUCH,
    "signs": "-" * MUCH,
    "points": "." * MUCH,
    "blanks and a word": " " * MUCH + "x",
    "blanks within a line": ("a" + " " * 1023) * (MUCH // 1024) + "x",
    "line ends": "\n" * MUCH + "x",
    "carriage returns": "\r" * MUCH + "x",
    "short words": "1 " * (MUCH // 2),
    "surrogates": "\ud800" * MUCH,
    "NULs": "\x00" * MUCH,
}


@pytest.mark.parametrize("flood", FLOODS)
@pytest.mark.parametrize("checker", list(Checker))
def test_a_flood_of_output_is_compared_and_nothing_raised(checker: Checker, flood: str) -> None:
    text = FLOODS[flood]

    assert agree(checker, text, text) is True
    assert agree(checker, text, text + "7") is (flood == "decimals" and checker is Checker.FLOATS)
    assert agree(checker, text, "1") is False


def test_the_interpreters_own_limit_for_whole_numbers_is_never_met() -> None:
    assert sys.get_int_max_str_digits() > 0  # else the floods of digits above would show nothing
