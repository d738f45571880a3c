"""Why a database refused: told by its error codes, by its words only where SQLite has no code for it."""

from __future__ import annotations

import sqlite3

from django.db import DatabaseError

# https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRESQL = {
    "42P01": "behind",  # undefined_table
    "42703": "behind",  # undefined_column
    "53100": "full",  # disk_full
    "55P03": "locked",  # lock_not_available
    "40P01": "locked",  # deadlock_detected
}
# The low byte of https://www.sqlite.org/rescode.html
_SQLITE = {
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
}
_SQLITE_WORDS = ("no such table", "no such column", "has no column named")


def explain(error: DatabaseError) -> str | None:
    """`behind` (the code), `full` or `locked` where the cause is known, else None."""
    cause = error.__cause__
    if (state := getattr(cause, "sqlstate", None)) is not None:
        return _POSTGRESQL.get(state)
    if not isinstance(cause, sqlite3.Error):
        return None
    if cause.sqlite_errorcode == sqlite3.SQLITE_ERROR:
        return "behind" if any(words in str(cause) for words in _SQLITE_WORDS) else None
    return _SQLITE.get(cause.sqlite_errorcode & 0xFF)
