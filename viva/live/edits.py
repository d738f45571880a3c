"""Applying the editor's changes to the stored text. Positions are UTF-16 code units, as browsers count."""

from __future__ import annotations

from collections.abc import Iterable

Change = tuple[int, int, int, str]  # milliseconds since the page opened, from, to, insert

LARGEST_BUFFER = 64 * 1024  # UTF-16 units


class EditsDoNotFit(Exception):
    """The changes are outside the text, or the text after them has another length than the client's."""


def apply_changes(text: str, changes: Iterable[Change], *, length: int) -> str:
    """The text after all changes, each applied to what the one before left, `length` units long."""
    units = _encode(text)
    for _, start, end, insert in changes:
        if not 0 <= start <= end <= len(units) // 2:
            raise EditsDoNotFit
        units = units[: 2 * start] + _encode(insert) + units[2 * end :]
        if len(units) // 2 > LARGEST_BUFFER:
            raise EditsDoNotFit
    if len(units) // 2 != length:
        raise EditsDoNotFit
    return _decode(units)


def _encode(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")


def _decode(units: bytes) -> str:
    try:
        return units.decode("utf-16-le")
    except UnicodeDecodeError:  # half of a surrogate pair cannot be stored
        raise EditsDoNotFit from None
