"""The list of interviews, read by two statements that the ORM compiles once and this module keeps.

Compiling them anew and converting each value through the model's fields cost more than all else of the call. The
statements come from the same selector as every other read; a test compares the rows with single interviews.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection, models
from django.db.models.functions import Cast

from viva.accounts.actors import UserActor
from viva.accounts.models import User
from viva.api.v1.interviews.shapes import ROW, Shape, completed_row
from viva.interviews.models import Interview
from viva.interviews.selectors import interviews_for

FILTERS = {"status": "status", "type": "interview_type", "difficulty": "difficulty"}
# What stands for the caller while a statement is compiled; no user has this id.
_CALLER = -1


@dataclass(frozen=True, slots=True)
class Statements:
    """`slots` name what belongs to each placeholder: the caller or a filter."""

    count: str
    rows: str
    slots: tuple[str, ...]

    def parameters(self, actor: UserActor, chosen: Mapping[str, str]) -> list[Any]:
        return [actor.user_id if slot == "" else chosen[slot] for slot in self.slots]


class Listing:
    """What the paginator takes: counted, and cut into pages, newest first."""

    def __init__(self, actor: UserActor, chosen: Mapping[str, str]) -> None:
        self._actor = actor
        self._statements = _statements(connection.vendor, tuple(sorted(chosen)))
        self._parameters = self._statements.parameters(actor, chosen)

    def count(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(self._statements.count, self._parameters)
            return int(cursor.fetchone()[0])

    def __getitem__(self, part: slice) -> list[Shape]:
        most = part.stop - part.start
        with connection.cursor() as cursor:
            cursor.execute(self._statements.rows, [*self._parameters, most, part.start])
            found = cursor.fetchall()
        return [_row(self._actor, values) for values in found]


@lru_cache(maxsize=32)
def _statements(vendor: str, names: tuple[str, ...]) -> Statements:
    """For one database and one choice of filters."""
    nobody = UserActor(User(pk=_CALLER))
    chosen = interviews_for(nobody).filter(**{FILTERS[name]: _mark(name) for name in names})
    rows, parameters = chosen.values_list(*map(_column, ROW.values())).query.sql_with_params()
    ids, counted = chosen.order_by().values_list("pk").query.sql_with_params()
    slots = tuple(_slot(parameter) for parameter in parameters)
    if slots != tuple(_slot(parameter) for parameter in counted):
        raise AssertionError("the two statements take different parameters")
    return Statements(
        count=f"SELECT COUNT(*) FROM ({ids}) AS chosen",  # noqa: S608 - compiled by the ORM, without any value
        rows=f"{rows} LIMIT %s OFFSET %s",
        slots=slots,
    )


def _column(column: str) -> Any:
    """A time as text, so that no driver reads it only for us to write it again."""
    field = Interview._meta.get_field(column.removesuffix("_id"))
    return Cast(column, models.TextField()) if isinstance(field, models.DateTimeField) else column


def _mark(name: str) -> str:
    return f"<{name}>"


def _slot(parameter: Any) -> str:
    """The filter whose mark it is, or "" for the caller."""
    if parameter == _CALLER:
        return ""
    found = {_mark(name): name for name in FILTERS}
    return found[parameter]


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
