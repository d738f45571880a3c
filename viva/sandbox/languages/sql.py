"""SQL: the queries of a solution on the tables of a test, in an SQLite of the box's own interpreter.

A test's one argument is the SQL that makes the tables and fills them; the value is the rows of the solution's last
query, in order, each a list."""

from __future__ import annotations

from viva.sandbox.languages.language import Plan, SourceError, Toolchain
from viva.sandbox.types import Kind, Limits

FILE_NAME = "solution.sql"


class Sql:
    """SQLite's own dialect."""

    name = "sql"
    title = "SQL (SQLite)"
    file_name = FILE_NAME
    limits = Limits(cpu_seconds=2.0, wall_seconds=5.0, memory_mb=256)

    def find(self) -> Toolchain | None:
        try:
            import sqlite3  # not before: what has this module loaded need not have that one
        except ImportError:
            return None
        return Toolchain(version=sqlite3.sqlite_version)

    def plan(self, source: str, *, kind: Kind, entry_point: str, toolchain: Toolchain) -> Plan:
        if kind is not Kind.FUNCTION:
            raise SourceError("SQL is judged by the rows of its last query; it cannot be a program")
        if not source.strip():
            raise SourceError("there is no query")
        return Plan(files={FILE_NAME: source}, interpreter="sql")
