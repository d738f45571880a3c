"""Comma-separated tables that a spreadsheet opens as text and numbers, never as formulas.

A cell that begins with one of `= + - @`, a tab or a line break is run by spreadsheets as a formula; an apostrophe
before it makes it text (https://owasp.org/www-community/attacks/CSV_Injection).
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")

Cell = str | int | float | bool | datetime | None


def written(cell: Cell) -> str:
    """A cell as it stands in the file: times in ISO 8601, nothing for None, text made harmless."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="seconds")
    if isinstance(cell, int | float):
        return f"{cell:g}" if isinstance(cell, float) else str(cell)
    return _harmless(cell)


def _harmless(text: str) -> str:
    clean = "".join(letter for letter in text if letter in "\t\r\n" or unicodedata.category(letter) != "Cc")
    # Full-width signs are read as the plain ones, and blanks before a sign are passed over.
    first = unicodedata.normalize("NFKC", clean.lstrip(" \u00a0\ufeff")[:1])
    return f"'{clean}" if first.startswith(_STARTS) or clean.startswith(_STARTS) else clean


def table(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with a byte order mark, without which spreadsheets read it in another encoding."""
    text = io.StringIO(newline="")
    out = csv.writer(text)
    out.writerow(header)
    out.writerows([written(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
