"""Is what a program printed what it had to print? Pure text against text, whatever a stranger's program printed.

White space is ASCII's. Time and memory grow as the texts do: no pattern here goes back over what it read, and a
number as long as a stranger likes never becomes a whole number of Python's."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator
from itertools import zip_longest

from viva.sandbox.types import Checker

TOLERANCE = 1e-6
# Above it not every whole number is a float, so two that differ could look alike.
LARGEST_EXACT = 2**53
_EXACT_DIGITS = 16  # as many as LARGEST_EXACT has
_BLANKS = " \t\r\f\v"
_WORD = re.compile(r"[^ \t\r\n\f\v]++")
_WHOLE = re.compile(r"[+-]?[0-9]++")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][+-]?[0-9]++)?")
_NAN = re.compile(r"[+-]?nan", re.IGNORECASE | re.ASCII)
_ENDLESS = re.compile(r"[+-]?(?:inf(?:inity)?|nan)", re.IGNORECASE | re.ASCII)


def agree(checker: Checker, printed: str, expected: str) -> bool:
    """By the rule of `checker`. Never raises."""
    return same_floats(printed, expected) if checker is Checker.FLOATS else same_lines(printed, expected)


def same_lines(printed: str, expected: str) -> bool:
    """Line by line, exactly, but for white space at a line's end and blank lines at the whole's; CRLF is LF."""
    return printed == expected or all(
        one == other for one, other in zip_longest(_lines(printed), _lines(expected))
    )


def same_floats(printed: str, expected: str) -> bool:
    """Word by word, wherever the lines break.

    Words that are decimal numbers on both sides agree within 1e-6, absolute or relative to the larger one. Two
    whole numbers beyond 2**53 have to be the same number. NaN agrees with nothing, infinity with itself. Other
    words, and numbers that no float can hold, agree as texts."""
    return all(
        (one == other and one[-1] not in "nN") or _same_word(one, other)  # most words are the same and no NaN
        for one, other in zip_longest(_words(printed), _words(expected), fillvalue="")
    )


def _lines(text: str) -> Iterator[str]:
    for line in io.StringIO(text.rstrip(_BLANKS + "\n"), newline="\n"):
        yield line.rstrip(_BLANKS + "\n")


def _words(text: str) -> Iterator[str]:
    return map(re.Match[str].group, _WORD.finditer(text))


def _same_word(printed: str, expected: str) -> bool:
    """An empty word stands for one that is missing: it is no number, and differs from all that there are."""
    if printed == expected:
        return not _NAN.fullmatch(printed)
    if _WHOLE.fullmatch(printed) and _WHOLE.fullmatch(expected):
        return _same_whole(printed, expected)
    one, other = _as_float(printed), _as_float(expected)
    if one is None or other is None:
        return printed == expected
    return math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=TOLERANCE)


def _same_whole(printed: str, expected: str) -> bool:
    one, other = _plain(printed), _plain(expected)
    if one == other:
        return True
    if max(len(one), len(other)) > _EXACT_DIGITS + 1:  # a sign and the digits: certainly beyond
        return False
    first, second = int(one), int(other)
    if max(abs(first), abs(second)) > LARGEST_EXACT:
        return False
    return math.isclose(first, second, rel_tol=TOLERANCE, abs_tol=TOLERANCE)


def _plain(whole: str) -> str:
    """The same number without `+`, without zeros before it, and without a sign at zero."""
    digits = whole.lstrip("+-").lstrip("0")
    return f"-{digits}" if whole.startswith("-") and digits else digits or "0"


def _as_float(word: str) -> float | None:
    """None where it is no number, or one that no float can hold."""
    if _ENDLESS.fullmatch(word):
        return float(word)
    if not _DECIMAL.fullmatch(word):
        return None
    number = float(word)
    return number if math.isfinite(number) else None
