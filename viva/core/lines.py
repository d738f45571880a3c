"""Commands that read lines of JSON and write lines of JSON: what a line may be, and what is said of a wrong one.

A line that cannot be understood says what is wrong with it and how to mend it, and hinders no other. Nothing that
is not known is passed over: a misspelt limit would otherwise be a limit that nobody set."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, Generic, NoReturn, TypeVar

Id = str | int | float | bool | None
IN_WORDS = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list",
    dict: "an object",
    type(None): "null",
}
REQUIRED = object()
"""The default of a field that has none."""
Choice = TypeVar("Choice", bound=StrEnum)
Work = TypeVar("Work")


class LineError(ValueError):
    """The line cannot be understood; the text says why, and what it has to be."""


@dataclass(frozen=True)
class Asked(Generic[Work]):
    """One line, `number` from 1. `work` is None where it was not understood; then `message` says why."""

    number: int
    id: Id
    work: Work | None = None
    message: str = ""


def read_line(
    text: bytes, *, number: int, understand: Callable[[Mapping[str, Any]], Work], form: str
) -> Asked[Work] | None:
    """What the line asks, as `understand` reads its object; None where it is blank. Never raises.

    `form` shows what an object has to look like."""
    if not text.strip():
        return None
    known: Id = None
    try:
        found = _parse(text, form)
        known = _read_id(found)
        return Asked(number, known, understand(found))
    except LineError as error:
        return Asked(number, known, message=str(error))


def write_line(found: Mapping[str, Any]) -> bytes:
    """ASCII, so that it survives any terminal and any pipe."""
    return json.dumps(found).encode("ascii") + b"\n"


def read(
    found: Mapping[str, Any], name: str, wanted: type, *, place: str = "the line", default: Any = REQUIRED
) -> Any:
    """The field `name`, which is of the type `wanted`. Raises LineError."""
    value = found.get(name, default)
    if value is REQUIRED:
        what = "a value" if wanted is object else IN_WORDS[wanted]
        raise LineError(f"{place} has no {name}; it has to be {what}")
    if not isinstance(value, wanted):
        where = name if place == "the line" else f"{name} of {place}"
        raise LineError(f"{where} is {in_words(value)}; it has to be {IN_WORDS[wanted]}")
    return value


def read_choice(found: Mapping[str, Any], name: str, default: Choice) -> Choice:
    """Raises LineError where it is none of the choices that `default` is one of."""
    value = found.get(name, default)
    choices = type(default)
    if isinstance(value, str) and value in list(choices):
        return choices(value)
    shown = json.dumps(value[:40]) if isinstance(value, str) else in_words(value)
    raise LineError(f"{name} is {shown}; it has to be {' or '.join(json.dumps(each) for each in choices)}")


def refuse_unknown(found: Mapping[str, Any], names: Iterable[str], *, place: str = "the line") -> None:
    """Raises LineError with the nearest known name."""
    names = tuple(names)
    for name in found:
        if name not in names:
            near = get_close_matches(name, names, n=1)
            mend = f"did you mean {near[0]}?" if near else f"known are {', '.join(names)}"
            raise LineError(f"{place} has no use for {json.dumps(name[:40])}; {mend}")


def in_words(value: Any) -> str:
    """What kind of JSON value it is."""
    return IN_WORDS[type(value)]


def _parse(text: bytes, form: str) -> dict[str, Any]:
    try:
        found = json.loads(text.decode("utf-8-sig"), parse_float=_finite, parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise LineError(f"the line is not UTF-8 from its byte {error.start + 1} on") from None
    except json.JSONDecodeError as error:
        raise LineError(f"the line is not JSON: {error.msg} at its character {error.pos + 1}") from None
    except RecursionError:
        raise LineError("the line is nested too deep") from None
    except LineError:
        raise
    except ValueError:  # of `int` alone, which takes so many digits and no more
        most = sys.get_int_max_str_digits()
        raise LineError(f"the line has a whole number of more than {most} digits") from None
    if not isinstance(found, dict):
        raise LineError(f"the line is {in_words(found)}; it has to be an object: {form}")
    return found


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise LineError(f"{text[:40]} is larger than any number can be")
    return number


def _refuse_constant(name: str) -> NoReturn:
    raise LineError(f"the line is not JSON: {name} is no value in it")


def _read_id(found: Mapping[str, Any]) -> Id:
    known = found.get("id")
    if isinstance(known, list | dict):
        raise LineError(f"id is {in_words(known)}; it has to be a text, a number, true, false or null")
    return known
