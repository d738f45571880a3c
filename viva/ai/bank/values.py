"""Generated test values, so that a large input need not stand in a bank file item by item.

A mapping whose only keys start with `$` stands for a value, at any depth:

    {$range: [stop]} | {$range: [start, stop]} | {$range: [start, stop, step]}   a list of integers
    {$repeat: VALUE, $times: N}    a string or list, N times over
    {$concat: [VALUE, VALUE, ...]} strings or lists, joined
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

LARGEST = 200_000  # characters or items in one generated value; keeps a company's file from eating memory


def expand(value: Any) -> Any:
    """The JSON value that `value` describes. Raises ValueError for a malformed or too large form."""
    if isinstance(value, list):
        return [expand(item) for item in value]
    if not isinstance(value, dict):
        return value
    if not any(isinstance(key, str) and key.startswith("$") for key in value):
        return {_text_key(key): expand(item) for key, item in value.items()}
    return _generate(value)


def _text_key(key: Any) -> str:
    if not isinstance(key, str):
        raise ValueError(f"the key {key!r} is not text, so the value is not JSON")  # noqa: TRY004 - pydantic wants ValueError
    return key


def _generate(form: dict[str, Any]) -> Any:
    match form:
        case {"$range": [*bounds], **rest} if not rest and 1 <= len(bounds) <= 3 and _all_integers(bounds):
            return _counted(range(*bounds))
        case {"$repeat": (str() | list()) as unit, "$times": int(times), **rest} if not rest:
            return _repeated(expand(unit), times)
        case {"$concat": [_, *_] as parts, **rest} if not rest:
            return _joined([expand(part) for part in parts])
    raise ValueError(f"{sorted(map(str, form))} is no generated value: see viva.ai.bank.values")


def _all_integers(bounds: Iterable[Any]) -> bool:
    return all(type(bound) is int for bound in bounds)


def _counted(numbers: range) -> list[int]:
    _check_size(len(numbers))
    return list(numbers)


def _repeated(unit: str | list[Any], times: int) -> str | list[Any]:
    _check_size(len(unit) * times)
    return unit * times


def _joined(parts: list[Any]) -> str | list[Any]:
    if all(isinstance(part, str) for part in parts):
        _check_size(sum(map(len, parts)))
        return "".join(parts)
    if all(isinstance(part, list) for part in parts):
        _check_size(sum(map(len, parts)))
        return [item for part in parts for item in part]
    raise ValueError("$concat joins strings with strings or lists with lists")


def _check_size(size: int) -> None:
    if size > LARGEST:
        raise ValueError(f"a generated value of {size} items is larger than {LARGEST}")
