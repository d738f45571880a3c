"""Candidates in a CSV: bytes to rows, each with what is wrong with it. Values are data, however they look."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from viva.accounts.lines import tidy_line
from viva.core.errors import VivaError

MOST_ROWS = 1000
LARGEST_BYTES = 1024 * 1024
LONGEST = {"name": 200, "email": 254, "note": 5000}
_DELIMITERS = (",", ";", "\t", "|")
_HEADINGS = {
    "name": {"name", "full name", "candidate", "candidate name"},
    "email": {"email", "e-mail", "mail", "email address", "e-mail address"},
    "note": {"note", "notes", "comment", "comments"},
}


class NoTable(VivaError):
    """Nothing of the file can be used; the message says what would do."""

    code = "no_table"


@dataclass(frozen=True, slots=True)
class Row:
    """One candidate, from line `line` of the file (from 1); `problem` is "" where it is good."""

    line: int
    name: str
    email: str
    note: str = ""
    problem: str = ""


def decoded(content: bytes) -> str:
    """By its byte-order mark, else UTF-8, else as older spreadsheets save it (Windows-1252). Raises NoTable."""
    if len(content) > LARGEST_BYTES:
        raise NoTable(_("The file is larger than 1 MB. Divide it."))
    encodings = ["utf-16"] if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NoTable(_("The characters of this file cannot be read. Save it as CSV in UTF-8."))


def rows_of(text: str) -> list[Row]:
    """At most MOST_ROWS rows in the order of the file, empty lines left out. Raises NoTable."""
    text = text.lstrip("\ufeff")
    if "\0" in text:
        raise NoTable(_("This is no CSV. Save the table as CSV in UTF-8."))
    table = list(_cells(text))
    if not table:
        raise NoTable(_("There is nothing in it. One line for each candidate: name, e-mail, note."))
    columns = _columns(table[0][1])
    body = table if columns is None else table[1:]
    if len(body) > MOST_ROWS:
        raise NoTable(
            _("These are %(count)d rows; at most %(most)d at once.") % {"count": len(body), "most": MOST_ROWS}
        )
    if not body:
        raise NoTable(_("There is a heading and no candidate below it."))
    places = columns or {"name": 0, "email": 1, "note": 2}
    return _told_apart([_row(line, cells, places) for line, cells in body])


def _cells(text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error:
        raise NoTable(_("Line %(line)d cannot be read as CSV.") % {"line": reader.line_num}) from None


def _delimiter(text: str) -> str:
    """The one that the first line with anything on it holds most of, outside quotes."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    unquoted = "".join(first.split('"')[::2])
    return max(_DELIMITERS, key=unquoted.count)


def _columns(cells: Sequence[str]) -> dict[str, int] | None:
    """Where each column stands, by the headings; None where the first line is a candidate already."""
    words = [cell.strip().casefold() for cell in cells]
    found = {
        field: next((place for place, word in enumerate(words) if word in names), -1)
        for field, names in _HEADINGS.items()
    }
    if found["email"] < 0 and found["name"] < 0:
        return None
    missing = [field for field in ("name", "email") if found[field] < 0]
    if missing:
        raise NoTable(_("The heading names no column “%(column)s”.") % {"column": missing[0]})
    return {field: place for field, place in found.items() if place >= 0}


def _row(line: int, cells: Sequence[str], places: dict[str, int]) -> Row:
    given = {field: cells[place].strip() if place < len(cells) else "" for field, place in places.items()}
    row = Row(line, tidy_line(given["name"]), given["email"], given.get("note", ""))
    return replace(row, problem=_problem(row))


def _problem(row: Row) -> str:
    if not row.name:
        return _("The name is missing.")
    if not row.email:
        return _("The e-mail address is missing.")
    for field, longest in LONGEST.items():
        if len(getattr(row, field)) > longest:
            return _("Longer than %(most)d characters.") % {"most": longest}
    try:
        validate_email(row.email)
    except ValidationError:
        return _("This is no e-mail address.")
    return ""


def _told_apart(rows: list[Row]) -> list[Row]:
    """The second row of an address says where the first one stands."""
    first: dict[str, int] = {}
    found = []
    for row in rows:
        key = row.email.lower()
        if not row.problem and key in first:
            row = replace(row, problem=_("The same address as in line %(line)d.") % {"line": first[key]})
        if not row.problem:
            first[key] = row.line
        found.append(row)
    return found
