"""Statements that the ORM compiles once, to be run from then on with new values.

For the few reads that are so frequent that compiling them costs more than all else (docs/decisions/0023). What
such a statement says is still said by the ORM; only building it is not done again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Compiled:
    """`parameters` are (name, value): one with a name takes what the caller gives, one without its constant."""

    sql: str
    parameters: tuple[tuple[str, Any], ...]

    def rows(self, values: Mapping[str, Any], *more: Any) -> list[tuple[Any, ...]]:
        """All rows; `more` are parameters that were written behind the statement."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [*self._filled(values), *more])
            found: list[tuple[Any, ...]] = cursor.fetchall()
            return found

    def row(self, values: Mapping[str, Any]) -> tuple[Any, ...] | None:
        """The first row."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self._filled(values))
            found: tuple[Any, ...] | None = cursor.fetchone()
            return found

    def _filled(self, values: Mapping[str, Any]) -> list[Any]:
        return [_adapted(values[name]) if name else constant for name, constant in self.parameters]


def compiled(queryset: QuerySet[Any, Any], *, stand_ins: Mapping[str, Any]) -> Compiled:
    """`stand_ins` are the values, each its own, that `queryset` was written with in place of those to come.

    For this database: keep one for each `connection.vendor`. Raises AssertionError where one is in no place.
    """
    sql, parameters = queryset.query.sql_with_params()
    names = {_adapted(value): name for name, value in stand_ins.items()}
    found = tuple((names.get(parameter, ""), parameter) for parameter in parameters)
    if missing := set(stand_ins) - {name for name, _ in found}:
        raise AssertionError(f"the statement takes no {', '.join(sorted(missing))}")
    return Compiled(sql, found)


def _adapted(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
