"""Questions and evaluations as JSON values and back, checked on the way in."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")


@cache
def _adapter(kind: type[T]) -> TypeAdapter[T]:
    return TypeAdapter(kind)


def to_json(value: object) -> Any:
    """A dataclass of this room as JSON values (dicts, lists, strings, numbers)."""
    return _adapter(type(value)).dump_python(value, mode="json")


def from_json(kind: type[T], data: Any) -> T:
    """The dataclass `kind` from JSON values; raises pydantic's ValidationError naming the field."""
    return _adapter(kind).validate_python(data)
