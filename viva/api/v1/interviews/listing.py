"""The list of interviews, read by two statements that the ORM compiles once and this module keeps.

Compiling them anew and converting each value through the model's fields cost more than all else of the call. The
statements come from the same selector as every other read; a test compares the rows with single interviews.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.db import connection, models
from django.db.models.functions import Cast

from viva.accounts.actors import UserActor
from viva.accounts.models import User
from viva.api.v1.interviews.shapes import ROW, Shape, completed_row
from viva.core.compiled import Compiled, compiled
from viva.interviews.models import Interview
from viva.interviews.selectors import interviews_for

FILTERS = {"status": "status", "type": "interview_type", "difficulty": "difficulty"}
# What stands for the caller while a statement is compiled; no user has this id.
_CALLER, _CALLER_NAME = -1, "caller"


@dataclass(frozen=True, slots=True)
class Statements:
    """Each takes the caller and the filters; `rows` the most rows and where to begin as well."""

    count: Compiled
    rows: Compiled


class Listing:
    """What the paginator takes: counted, and cut into pages, newest first."""

    def __init__(self, actor: UserActor, chosen: Mapping[str, str]) -> None:
        self._actor = actor
        self._statements = _statements(connection.vendor, tuple(sorted(chosen)))
        self._values = {_CALLER_NAME: actor.user_id, **chosen}

    def count(self) -> int:
        return int(self._statements.count.rows(self._values)[0][0])

    def __getitem__(self, part: slice) -> list[Shape]:
        most = part.stop - part.start
        found = self._statements.rows.rows(self._values, most, part.start)
        return [_row(self._actor, values) for values in found]


@lru_cache(maxsize=32)
def _statements(vendor: str, names: tuple[str, ...]) -> Statements:
    """For one database and one choice of filters."""
    nobody = UserActor(User(pk=_CALLER))
    chosen = interviews_for(nobody).filter(**{FILTERS[name]: _mark(name) for name in names})
    stand_ins = {_CALLER_NAME: _CALLER} | {name: _mark(name) for name in names}
    rows = compiled(chosen.values_list(*map(_column, ROW.values())), stand_ins=stand_ins)
    ids = compiled(chosen.order_by().values_list("pk"), stand_ins=stand_ins)
    return Statements(
        count=replace(ids, sql=f"SELECT COUNT(*) FROM ({ids.sql}) AS chosen"),  # noqa: S608 - compiled by the ORM
        rows=replace(rows, sql=f"{rows.sql} LIMIT %s OFFSET %s"),
    )


def _column(column: str) -> Any:
    """A time as text, so that no driver reads it only for us to write it again."""
    field = Interview._meta.get_field(column.removesuffix("_id"))
    return Cast(column, models.TextField()) if isinstance(field, models.DateTimeField) else column


def _mark(name: str) -> str:
    return f"<{name}>"


def _row(actor: UserActor, values: tuple[Any, ...]) -> Shape:
    row = dict(zip(ROW, values, strict=True))
    for name, read in _READ:
        if (value := row[name]) is not None:
            row[name] = read(value)
    return completed_row(actor, row)


def _moment(value: str) -> str:
    """Both databases give it in UTC; PostgreSQL says so, and drops zeros at the end of the microseconds."""
    seconds, point, rest = value.replace(" ", "T").removesuffix("+00").partition(".")
    return f"{seconds}.{rest:0<6}Z" if point else f"{seconds}Z"


def _uuid(value: Any) -> str:
    text = str(value)
    if len(text) != 32:
        return text
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


@lru_cache(maxsize=1024)
def _json(value: str) -> Any:
    """Both databases give text; many interviews ask for the same skills. What it gives is read, never changed."""
    return json.loads(value)


_READERS: dict[type[models.Field[Any, Any]], Callable[[Any], Any]] = {
    models.DateTimeField: _moment,
    models.UUIDField: _uuid,
    models.JSONField: _json,
    models.BooleanField: bool,
}
# The keys whose values need reading, each with how; all others are as the database gives them.
_READ = tuple(
    (name, _READERS[kind])
    for name, column in ROW.items()
    if (kind := type(Interview._meta.get_field(column.removesuffix("_id")))) in _READERS
)
