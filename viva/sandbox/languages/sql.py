"""SQL: SQLite in the box, in memory.

A test has one argument, the statements that make and fill the tables; what the last statement of the candidate's
gives is the value, a list of rows. There are no programs."""

from __future__ import annotations

import sqlite3

from viva.sandbox.languages.language import Plan, SourceError, Toolchain
from viva.sandbox.types import Kind, Limits

FILE_NAME = "solution.sql"


class Sql:
    """The dialect is SQLite's."""

    name = "sql"
    title = "SQL"
    file_name = FILE_NAME
    limits = Limits(cpu_seconds=2.0, wall_seconds=5.0, memory_mb=128)

    def find(self) -> Toolchain | None:
        return Toolchain(version=sqlite3.sqlite_version)

    def plan(self, source: str, *, kind: Kind, entry_point: str, toolchain: Toolchain) -> Plan:
        if kind is Kind.PROGRAM and source:
            raise SourceError("SQL is judged as a function: its argument is the text that makes the tables")
        return Plan(files={FILE_NAME: source}, interpreter="sql")
