"""Questions as a table: one row each, lists within a cell parted by signs.

`|` parts key points, hints, skills and roles. Paraphrases and follow-ups are parted by `|` into groups, one for
each key point in its order, and by `;` within a group. A `|`, `;` or `\\` that belongs to a text has a `\\`
before it.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext as _

from viva.ai.types import Question
from viva.core.errors import VivaError
from viva.interviews.question_wording import Remark

COLUMNS = (
    "id",
    "question",
    "kind",
    "difficulty",
    "roles",
    "skills",
    "minutes",
    "expected_answer",
    "key_points",
    "weights",
    "paraphrases",
    "follow_ups",
    "hints",
    "clarification",
    "model_answer",
    "key_point_ids",
)
_PLAIN = ("id", "kind", "difficulty", "minutes", "expected_answer", "clarification", "model_answer")
_LISTS = ("roles", "skills", "hints")
_OF_POINTS = ("weights", "paraphrases", "follow_ups", "key_point_ids")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class NoColumns(VivaError):
    """The table cannot be read as one of questions."""

    code = "no_columns"


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    raw: dict[str, Any]
    problem: Remark | None = None


def rows_of(text: str) -> list[Row]:
    """Empty lines left out. Raises NoColumns."""
    if "\0" in text:
        raise NoColumns(_("This is no CSV. Save the table as CSV in UTF-8."))
    lines = list(_cells(text))
    if not lines:
        return []
    names = _names(lines[0][1])
    return [_row(line, cells, names) for line, cells in lines[1:]]


def cells_of(question: Question) -> list[str]:
    """In the order of COLUMNS; `rows_of` reads them back. Wrong answers have no column."""
    points = question.key_points
    led = [[step.text for step in question.follow_ups if step.key_point == point.id] for point in points]
    lists = {
        "roles": question.roles,
        "skills": question.skills,
        "hints": question.hints,
        "key_points": [point.text for point in points],
        "weights": [f"{point.weight:g}" for point in points],
        "key_point_ids": [point.id for point in points],
    }
    cells = {name: "|".join(map(_escaped, items)) for name, items in lists.items()}
    said = [list(point.paraphrases) for point in points]
    groups = {"paraphrases": said, "follow_ups": led}
    for name, parts in groups.items():
        cells[name] = "|".join(";".join(map(_escaped, part)) for part in parts) if any(parts) else ""
    cells |= {
        "id": question.id,
        "question": question.text,
        "kind": question.kind.value,
        "difficulty": question.difficulty.value,
        "minutes": str(question.minutes),
        "expected_answer": question.expected_answer,
        "clarification": question.clarification,
        "model_answer": question.model_answer,
    }
    return [cells[name] for name in COLUMNS]


def _cells(text: str) -> Iterator[tuple[int, list[str]]]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max((",", ";", "\t"), key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    begun = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begun, cells
            begun = reader.line_num + 1
    except csv.Error:
        raise NoColumns(_("Line %(line)d cannot be read as CSV.") % {"line": reader.line_num}) from None


def _names(headings: Sequence[str]) -> list[str]:
    """The column of each place. Nothing is passed over: a heading misspelt would lose what stands below it."""
    names = ["_".join(heading.lower().replace("-", " ").split()) for heading in headings]
    names = ["question" if name == "text" else name for name in names]
    while names and not names[-1]:
        names.pop()
    if "question" not in names:
        raise NoColumns(_("The first line has to name the columns, and one of them “question”."))
    for place, name in enumerate(names):
        if name not in COLUMNS:
            told = _("There is no column “%(column)s”. Known are: %(known)s.")
            shown = headings[place].strip()[:60]
            raise NoColumns(told % {"column": shown, "known": ", ".join(COLUMNS)})
        if name in names[:place]:
            raise NoColumns(_("The column “%(column)s” stands twice.") % {"column": name})
    if "key_points" not in names and (lost := [name for name in _OF_POINTS if name in names]):
        raise NoColumns(_("The column “%(column)s” needs the column “key_points”.") % {"column": lost[0]})
    return names


def _row(line: int, cells: Sequence[str], names: Sequence[str]) -> Row:
    if any(cell.strip() for cell in cells[len(names) :]):
        told = _("This row has more cells than there are columns. Put texts with commas in quotes.")
        return Row(line, {}, Remark("", told))
    given = {name: _bare(cell) for name, cell in zip_longest(names, cells[: len(names)], fillvalue="")}
    # An empty cell of a column with a usual value stands for that value.
    raw: dict[str, Any] = {name: given[name] for name in _PLAIN if name in given}
    for name in ("kind", "difficulty", "minutes", "id"):
        if not raw.get(name, "-").strip():
            del raw[name]
    raw["text"] = given["question"]
    for name in _LISTS:
        if name in given:
            raw[name] = _filled(_parted(given[name] if name == "hints" else _by_bars(given[name]), "|"))
    if "key_points" in given:
        return _with_points(line, raw, given)
    return Row(line, raw)


def _with_points(line: int, raw: dict[str, Any], given: dict[str, str]) -> Row:
    texts = _filled(_parted(given["key_points"], "|"))
    groups = {name: _parted(given[name], "|") if given.get(name, "").strip() else [] for name in _OF_POINTS}
    for name, parts in groups.items():
        if len(parts) > len(texts):
            told = _("%(count)d parts for %(points)d key points: there is at most one for each, parted by “|”.")
            return Row(line, raw, Remark(name, told % {"count": len(parts), "points": len(texts)}))
    raw["key_points"] = [_point(place, text, groups, given) for place, text in enumerate(texts)]
    if "follow_ups" in given:
        raw["follow_ups"] = []  # those of the file, which stand in its key points, and no earlier ones
    return Row(line, raw)


def _point(place: int, text: str, groups: dict[str, list[str]], given: dict[str, str]) -> dict[str, Any]:
    part = {name: parts[place].strip() if place < len(parts) else "" for name, parts in groups.items()}
    point: dict[str, Any] = {"text": text}
    for name, key in (("key_point_ids", "id"), ("weights", "weight")):
        if part[name]:
            point[key] = part[name]
    for name in ("paraphrases", "follow_ups"):
        if name in given:
            point[name] = _filled(_parted(part[name], ";"))
    return point


def _by_bars(text: str) -> str:
    """Skills and roles hold no comma of their own, so commas and semicolons part them too."""
    return re.sub(r"[,;]", "|", text)


def _parted(text: str, sign: str) -> list[str]:
    """Between the signs, those with a backslash before them left alone."""
    pieces, piece, is_escaped = [], "", False
    for letter in text:
        if letter == sign and not is_escaped:
            pieces.append(piece)
            piece = ""
        else:
            piece += letter
        is_escaped = letter == "\\" and not is_escaped
    return [*pieces, piece]


def _filled(pieces: Iterable[str]) -> list[str]:
    return [re.sub(r"\\([\\|;])", r"\1", piece).strip() for piece in pieces if piece.strip()]


def _escaped(text: str) -> str:
    return re.sub(r"([\\|;])", r"\\\1", text)


def _bare(cell: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from running a text (`insights.reports.cells`)."""
    rest = cell[1:].lstrip(" \u00a0\ufeff")
    if cell.startswith("'") and unicodedata.normalize("NFKC", rest[:1]).startswith(_FORMULA):
        return cell[1:]
    return cell
