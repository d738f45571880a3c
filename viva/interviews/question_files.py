"""A company's questions in a file: YAML in the bank's form, or a table. What comes out is not checked yet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from viva.ai.bank.listing import ListingError, listed_questions
from viva.core.errors import VivaError
from viva.interviews.question_table import NoColumns, rows_of
from viva.interviews.question_wording import Remark

MOST_AT_ONCE = 500
LARGEST_BYTES = 1024 * 1024


class FileKind(StrEnum):
    YAML = "yaml"
    CSV = "csv"


class NoQuestions(VivaError):
    """Nothing of the file can be used; the message says what would do."""

    code = "no_questions"


@dataclass(frozen=True, slots=True)
class Entry:
    """One question from line `line` (from 1) on. `raw` is as in a bank file; `problem`: what cannot be read."""

    line: int
    raw: Any
    problem: Remark | None = None


def decoded(content: bytes) -> str:
    """By its byte-order mark, else UTF-8, else as older spreadsheets save it. Raises NoQuestions."""
    if len(content) > LARGEST_BYTES:
        raise NoQuestions(_("The file is larger than 1 MB. Divide it."))
    if b"\0" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise NoQuestions(_("This is neither YAML nor CSV: it holds bytes that no text has."))
    encodings = ["utf-16"] if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NoQuestions(_("The characters of this file cannot be read. Save it in UTF-8."))


def kind_of(text: str, *, name: str = "") -> FileKind:
    """By the name of the file, else by its beginning: a table begins with a line that names its columns."""
    ending = name.lower().rpartition(".")[2]
    if ending in {"yaml", "yml", "csv"}:
        return FileKind.CSV if ending == "csv" else FileKind.YAML
    first = next((line for line in text.removeprefix("\ufeff").splitlines() if line.strip()), "")
    is_yaml = re.match(r"\s*(-(\s|$)|#|%|\w+:(\s|$))", first) is not None
    return FileKind.YAML if is_yaml else FileKind.CSV


def entries_of(text: str, *, kind: FileKind) -> list[Entry]:
    """At most MOST_AT_ONCE, in the order of the file. Raises NoQuestions."""
    text = text.removeprefix("\ufeff")
    if len(text.encode()) > LARGEST_BYTES:
        raise NoQuestions(_("This is larger than 1 MB. Divide it."))
    found = _of_yaml(text) if kind is FileKind.YAML else _of_table(text)
    if not found:
        raise NoQuestions(_("There is no question in it."))
    if len(found) > MOST_AT_ONCE:
        told = _("These are %(count)d questions; at most %(most)d at once. Divide the file.")
        raise NoQuestions(told % {"count": len(found), "most": MOST_AT_ONCE})
    return found


def _of_yaml(text: str) -> list[Entry]:
    try:
        return [Entry(each.line, each.raw) for each in listed_questions(text)]
    except ListingError as error:
        raise NoQuestions(_listing_told(error)) from error


def _of_table(text: str) -> list[Entry]:
    try:
        return [Entry(row.line, row.raw, row.problem) for row in rows_of(text)]
    except NoColumns as error:
        raise NoQuestions(error.detail) from error


def _listing_told(error: ListingError) -> str:
    told = {
        "alias": _("Line %(line)d: anchors and aliases (& and *) are not taken. Write the text out."),
        "too_much": _("Line %(line)d: this is nested deeper, or holds more, than questions do."),
        "no_list": _("This is no list of questions. Begin each with “- text: …”, or save a table as CSV."),
        "no_yaml": _("Line %(line)d is not YAML: %(problem)s. Put texts with colons or quotes behind “>-”."),
    }
    if error.reason == "no_yaml" and not error.line:
        return _("This is not YAML: %(problem)s") % {"problem": error.problem}
    return told[error.reason] % {"line": error.line, "problem": error.problem}
