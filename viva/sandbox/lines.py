"""Submissions and judgements as lines of JSON: what `manage.py judge` reads and writes.

A line that cannot be understood says what is wrong with it and how to mend it, and hinders no other. Nothing that
is not known is passed over: a misspelt limit would otherwise be a limit that nobody set."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, fields, replace
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

from viva.sandbox.types import Checker, Judgement, JudgeTest, Kind, Limits, Submission, Verdict

Id = str | int | float | bool | None
LimitsOf = Callable[[str], Limits]
_NAMES = ("id", "language", "source", "kind", "entry_point", "tests", "limits", "checker")
_NAMES_OF_TEST = {Kind.FUNCTION: ("args", "expected"), Kind.PROGRAM: ("stdin", "stdout", "expected")}
_LIMITS = {limit.name: limit.default for limit in fields(Limits)}
_IN_WORDS = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list",
    dict: "an object",
    type(None): "null",
}
_WITHOUT_FUNCTIONS = ("sql",)
_REQUIRED = object()
Choice = TypeVar("Choice", bound=StrEnum)


class LineError(ValueError):
    """The line cannot be understood; the text says why, and what it has to be."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One line, `number` from 1. `submission` is None where it was not understood; then `message` says why."""

    number: int
    id: Id
    submission: Submission | None = None
    message: str = ""


def read_line(text: bytes, *, number: int, limits_of: LimitsOf) -> Asked | None:
    """What the line asks; None where it is blank. Never raises.

    Where it has some limits, the others are `limits_of` its language."""
    if not text.strip():
        return None
    known: Id = None
    try:
        found = _parse(text)
        known = _read_id(found)
        return Asked(number, known, _read_submission(found, limits_of=limits_of))
    except LineError as error:
        return Asked(number, known, message=str(error))


def write_line(asked: Asked, judgement: Judgement | None) -> bytes:
    """The answer to `asked`, ASCII; `judgement` None for what was not understood, which names its line too."""
    if judgement is None:
        judgement = Judgement(Verdict.IE, message=asked.message)
    found: dict[str, Any] = {"id": asked.id}
    if asked.submission is None:
        found["line"] = asked.number
    found |= {"verdict": judgement.verdict, "tests": [asdict(test) for test in judgement.tests]}
    found["message"] = judgement.message
    return json.dumps(found).encode("ascii") + b"\n"


def is_judged(judgement: Judgement | None) -> bool:
    """Whether there is a verdict on the source: not where the line, or the judge, was at fault."""
    if judgement is None or judgement.verdict is Verdict.IE:
        return False
    return all(test.verdict is not Verdict.IE for test in judgement.tests)


def _parse(text: bytes) -> dict[str, Any]:
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
        raise LineError(f'the line is {_in_words(found)}; it has to be an object: {{"id": …, "language": …, …}}')
    return found


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise LineError(f"{text[:40]} is larger than any number can be")
    return number


def _refuse_constant(name: str) -> NoReturn:
    raise LineError(f"the line is not JSON: {name} is no value in it")


def _read_id(found: dict[str, Any]) -> Id:
    known = found.get("id")
    if isinstance(known, list | dict):
        raise LineError(f"id is {_in_words(known)}; it has to be a text, a number, true, false or null")
    return known


def _read_submission(found: dict[str, Any], *, limits_of: LimitsOf) -> Submission:
    _refuse_unknown(found, _NAMES)
    language = _read(found, "language", str)
    kind = _read_choice(found, "kind", Kind.FUNCTION)
    if kind is Kind.FUNCTION and "checker" in found:
        raise LineError("checker is for programs: a function's answer is compared as JSON; leave it out")
    needs_name = kind is Kind.FUNCTION and language not in _WITHOUT_FUNCTIONS
    entry_point = _read(found, "entry_point", str, default=_REQUIRED if needs_name else "")
    if needs_name and not entry_point:
        raise LineError("entry_point is empty; it has to be the name of the function to call")
    tests = enumerate(_read(found, "tests", list), start=1)
    return Submission(
        source=_read(found, "source", str),
        entry_point=entry_point,
        tests=tuple(_read_test(test, kind=kind, place=f"test {place}") for place, test in tests),
        language=language,
        limits=_read_limits(found, base=limits_of(language)) if found.get("limits") is not None else None,
        kind=kind,
        checker=_read_choice(found, "checker", Checker.LINES),
    )


def _read_test(test: Any, *, kind: Kind, place: str) -> JudgeTest:
    if not isinstance(test, dict):
        names = ", ".join(f'"{name}": …' for name in _NAMES_OF_TEST[kind][:2])
        raise LineError(f"{place} is {_in_words(test)}; it has to be an object: {{{names}}}")
    _refuse_unknown(test, _NAMES_OF_TEST[kind], place=f"{place} of a {kind}")
    if kind is Kind.FUNCTION:
        args = tuple(_read(test, "args", list, place=place))
        return JudgeTest(args=args, expected=_read(test, "expected", object, place=place))
    if "stdout" in test and "expected" in test:
        raise LineError(f"{place} has stdout and expected, which mean the same; leave one of them out")
    name = "expected" if "expected" in test else "stdout"
    expected = _read(test, name, str, place=place)
    return JudgeTest(stdin=_read(test, "stdin", str, place=place, default=""), expected=expected)


def _read_limits(found: dict[str, Any], *, base: Limits) -> Limits:
    given = _read(found, "limits", dict)
    _refuse_unknown(given, tuple(_LIMITS), place="limits")
    for name in given:
        wanted = type(_LIMITS[name])
        if type(given[name]) not in (int, wanted):
            words = f"limits.{name} is {_in_words(given[name])}; it has to be {_IN_WORDS[wanted]}"
            raise LineError(f"{words}, such as {_LIMITS[name]}")
    return replace(base, **given)


def _read(
    found: dict[str, Any], name: str, wanted: type, *, place: str = "the line", default: Any = _REQUIRED
) -> Any:
    value = found.get(name, default)
    if value is _REQUIRED:
        what = "a value" if wanted is object else _IN_WORDS[wanted]
        raise LineError(f"{place} has no {name}; it has to be {what}")
    if not isinstance(value, wanted):
        where = name if place == "the line" else f"{name} of {place}"
        raise LineError(f"{where} is {_in_words(value)}; it has to be {_IN_WORDS[wanted]}")
    return value


def _read_choice(found: dict[str, Any], name: str, default: Choice) -> Choice:
    value = found.get(name, default)
    choices = type(default)
    if isinstance(value, str) and value in list(choices):
        return choices(value)
    shown = json.dumps(value[:40]) if isinstance(value, str) else _in_words(value)
    raise LineError(f"{name} is {shown}; it has to be {' or '.join(json.dumps(each) for each in choices)}")


def _refuse_unknown(found: dict[str, Any], names: Iterable[str], *, place: str = "the line") -> None:
    names = tuple(names)
    for name in found:
        if name not in names:
            near = get_close_matches(name, names, n=1)
            mend = f"did you mean {near[0]}?" if near else f"known are {', '.join(names)}"
            raise LineError(f"{place} has no use for {json.dumps(name[:40])}; {mend}")


def _in_words(value: Any) -> str:
    return _IN_WORDS[type(value)]
