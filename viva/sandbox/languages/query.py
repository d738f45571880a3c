"""Runs inside a box: a solution's statements on a test's tables, in memory. Loads sqlite3 when it is called.

Nothing here is a secret or a guard; the refusals tell people early what the box would not let them do anyway."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3

VALUE_BYTES = 1024 * 1024
MESSAGE_CHARS = 8000
# Of SQLite's pragmas those that only tell something; by a solution they are what a query may need.
_PRAGMAS = {
    "table_info",
    "table_xinfo",
    "table_list",
    "index_list",
    "index_info",
    "foreign_key_list",
    "foreign_keys",
}
# What SQLite calls a statement that cannot be one. Errors of names are the solution's at run time: a table may be
# made by the statement before.
_NO_SQL = ("syntax error", "unrecognized token", "incomplete input")


class _UnfitError(Exception):
    """What was asked for or found cannot be an answer."""


class _StatementError(Exception):
    """SQLite refuses a statement; `letter` as in the seam."""

    def __init__(self, letter: str, message: str) -> None:
        super().__init__(message)
        self.letter = letter


def answer(source: str, arguments: str) -> tuple[str, str]:
    """A letter and a text, as in `language`."""
    try:
        return "R", _encoded(_rows(source, _setup(arguments)))
    except _UnfitError as error:
        return "U", str(error)
    except _StatementError as error:
        return error.letter, str(error)[:MESSAGE_CHARS]
    except MemoryError:
        return "M", ""


def _setup(arguments: str) -> str:
    values = json.loads(arguments)
    if len(values) > 1 or not all(isinstance(value, str) for value in values):
        raise _UnfitError("the argument of a test in SQL is one text: the statements that make its tables")
    return values[0] if values else ""


def _rows(source: str, setup: str) -> list[tuple[Any, ...]]:
    import sqlite3

    if "\x00" in source:
        raise _StatementError("C", "there is a null character among the statements")
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.text_factory = lambda text: text.decode("utf-8", "replace")
        connection.execute("PRAGMA temp_store = MEMORY")
        try:
            connection.executescript(setup)
        except (sqlite3.Error, ValueError) as error:
            raise _UnfitError(f"the tables of this test cannot be made: {error}") from None
        connection.set_authorizer(_authorize)
        return _last_rows(connection, source)


def _last_rows(connection: sqlite3.Connection, source: str) -> list[tuple[Any, ...]]:
    found = None
    for line, statement in statements(source):
        rows = _execute(connection, statement, line=line)
        found = found if rows is None else rows
    if found is None:
        raise _UnfitError("no statement of the solution gives rows")
    return found


def _execute(connection: sqlite3.Connection, statement: str, *, line: int) -> list[tuple[Any, ...]] | None:
    """Its rows; None where it is no query."""
    import sqlite3

    try:
        cursor = connection.execute(statement)
        rows = cursor.fetchall()  # of every query: it may fail on a later row
    except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
        letter = "C" if any(words in str(error) for words in _NO_SQL) else "X"
        raise _StatementError(letter, f"{error} (in the statement on line {line})") from None
    return rows if cursor.description else None


def statements(text: str) -> Iterator[tuple[int, str]]:
    """Each with the line on which it begins. SQLite says where one ends, so a trigger's body is kept whole."""
    import sqlite3

    *ended, last = text.split(";")
    begun, line = "", 1
    for part in ended:
        begun += part + ";"
        if sqlite3.complete_statement(begun):
            yield line + _blank_lines(begun), begun
            line, begun = line + begun.count("\n"), ""
    if rest := (begun + last).strip():
        yield line + _blank_lines(begun + last), rest


def _blank_lines(text: str) -> int:
    return text[: len(text) - len(text.lstrip())].count("\n")


def _authorize(action: int, one: str | None, two: str | None, *_: object) -> int:
    import sqlite3

    refused = {sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH}
    loads = action == sqlite3.SQLITE_FUNCTION and two == "load_extension"
    pragma = action == sqlite3.SQLITE_PRAGMA and (one or "").lower() not in _PRAGMAS
    return sqlite3.SQLITE_DENY if action in refused or loads or pragma else sqlite3.SQLITE_OK


def _encoded(rows: list[tuple[Any, ...]]) -> str:
    text = json.dumps([[_plain(value) for value in row] for row in rows], separators=(",", ":"))
    if len(text) > VALUE_BYTES:
        raise _UnfitError(f"the rows are larger than {VALUE_BYTES // 1024} KiB as JSON")
    return text


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, float) and not math.isfinite(value):
        raise _UnfitError(f"a row holds {value}, which JSON cannot hold")
    return value
