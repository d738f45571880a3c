"""Runs inside a box: a candidate's SQL on a database that the test's setup has filled, told as one answer.

The database is in memory. What could reach beyond it is refused by SQLite's authorizer (https://sqlite.org/c3ref/set_authorizer.html);
the box holds whatever that forgets."""

from __future__ import annotations

import json
import math
from typing import Any

MOST_ROWS = 10_000
Answer = tuple[str, str]


def answer(source: str, arguments: str) -> Answer:
    """The rows of the last statement that gives any, as lists; blobs as hexadecimal text. Letters: `language`."""
    import sqlite3

    try:
        (setup,) = json.loads(arguments)
    except (TypeError, ValueError):
        return "U", "a test of SQL has one argument: the statements that make and fill the tables"
    database = sqlite3.connect(":memory:", isolation_level=None)
    try:
        database.executescript(str(setup))
    except sqlite3.Error as error:
        return "U", f"the test's own tables could not be made: {error}"
    database.set_authorizer(_authorize)
    try:
        return "R", json.dumps(_rows(database, source))
    except sqlite3.OperationalError as error:
        return ("C" if "syntax error" in str(error) or "incomplete input" in str(error) else "X"), _said(error)
    except (sqlite3.Error, sqlite3.Warning) as error:
        return "X", _said(error)
    except MemoryError:
        return "M", ""
    except _TooMany:
        return "U", f"the query gives more than {MOST_ROWS} rows"


class _TooMany(Exception):
    """More rows than an answer may have."""


def _rows(database: Any, source: str) -> list[list[Any]]:
    found: list[list[Any]] = []
    for statement in statements_of(source):
        cursor = database.execute(statement)
        if cursor.description is None:
            continue
        rows = cursor.fetchmany(MOST_ROWS + 1)
        if len(rows) > MOST_ROWS:
            raise _TooMany
        found = [[_plain(value) for value in row] for row in rows]
    return found


def statements_of(source: str) -> list[str]:
    """SQLite's own word on where a statement ends: a semicolon in a text or a trigger is none."""
    import sqlite3

    statements, begun = [], ""
    for piece in source.split(";"):
        begun += piece
        if sqlite3.complete_statement(begun + ";"):
            statements.append(begun)
            begun = ""
        else:
            begun += ";"
    rest = begun.rstrip(";")
    return [each for each in (*statements, rest) if each.strip()]


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def _said(error: Exception) -> str:
    return f"SQLite: {error}"


def _authorize(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    import sqlite3

    if action in (sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH, sqlite3.SQLITE_PRAGMA):
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_FUNCTION and second in ("load_extension", "readfile", "writefile"):
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK
