"""Submissions and judgements as lines of JSON: what `manage.py judge` reads and writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, fields, replace
from typing import Any

from viva.core import lines
from viva.core.lines import IN_WORDS, REQUIRED, LineError, in_words, read, read_choice, refuse_unknown
from viva.sandbox.types import Checker, Judgement, JudgeTest, Kind, Limits, Submission, Verdict

Asked = lines.Asked[Submission]
LimitsOf = Callable[[str], Limits]
_NAMES = ("id", "language", "source", "kind", "entry_point", "tests", "limits", "checker")
_NAMES_OF_TEST = {Kind.FUNCTION: ("args", "expected"), Kind.PROGRAM: ("stdin", "stdout", "expected")}
_LIMITS = {limit.name: limit.default for limit in fields(Limits)}
_WITHOUT_FUNCTIONS = ("sql",)


def read_line(text: bytes, *, number: int, limits_of: LimitsOf) -> Asked | None:
    """What the line asks; None where it is blank. Never raises.

    Where it has some limits, the others are `limits_of` its language."""
    return lines.read_line(
        text,
        number=number,
        understand=lambda found: _read_submission(found, limits_of=limits_of),
        form='{"id": …, "language": …, …}',
    )


def write_line(asked: Asked, judgement: Judgement | None) -> bytes:
    """The answer to `asked`, ASCII; `judgement` None for what was not understood, which names its line too."""
    if judgement is None:
        judgement = Judgement(Verdict.IE, message=asked.message)
    found: dict[str, Any] = {"id": asked.id}
    if asked.work is None:
        found["line"] = asked.number
    found |= {"verdict": judgement.verdict, "tests": [asdict(test) for test in judgement.tests]}
    return lines.write_line(found | {"message": judgement.message})


def is_judged(judgement: Judgement | None) -> bool:
    """Whether there is a verdict on the source: not where the line, or the judge, was at fault."""
    if judgement is None or judgement.verdict is Verdict.IE:
        return False
    return all(test.verdict is not Verdict.IE for test in judgement.tests)


def _read_submission(found: Mapping[str, Any], *, limits_of: LimitsOf) -> Submission:
    refuse_unknown(found, _NAMES)
    language = read(found, "language", str)
    kind = read_choice(found, "kind", Kind.FUNCTION)
    if kind is Kind.FUNCTION and "checker" in found:
        raise LineError("checker is for programs: a function's answer is compared as JSON; leave it out")
    needs_name = kind is Kind.FUNCTION and language not in _WITHOUT_FUNCTIONS
    entry_point = read(found, "entry_point", str, default=REQUIRED if needs_name else "")
    if needs_name and not entry_point:
        raise LineError("entry_point is empty; it has to be the name of the function to call")
    tests = enumerate(read(found, "tests", list), start=1)
    return Submission(
        source=read(found, "source", str),
        entry_point=entry_point,
        tests=tuple(_read_test(test, kind=kind, place=f"test {place}") for place, test in tests),
        language=language,
        limits=_read_limits(found, base=limits_of(language)) if found.get("limits") is not None else None,
        kind=kind,
        checker=read_choice(found, "checker", Checker.LINES),
    )


def _read_test(test: Any, *, kind: Kind, place: str) -> JudgeTest:
    if not isinstance(test, dict):
        names = ", ".join(f'"{name}": …' for name in _NAMES_OF_TEST[kind][:2])
        raise LineError(f"{place} is {in_words(test)}; it has to be an object: {{{names}}}")
    refuse_unknown(test, _NAMES_OF_TEST[kind], place=f"{place} of a {kind}")
    if kind is Kind.FUNCTION:
        args = tuple(read(test, "args", list, place=place))
        return JudgeTest(args=args, expected=read(test, "expected", object, place=place))
    if "stdout" in test and "expected" in test:
        raise LineError(f"{place} has stdout and expected, which mean the same; leave one of them out")
    name = "expected" if "expected" in test else "stdout"
    expected = read(test, name, str, place=place)
    return JudgeTest(stdin=read(test, "stdin", str, place=place, default=""), expected=expected)


def _read_limits(found: Mapping[str, Any], *, base: Limits) -> Limits:
    given = read(found, "limits", dict)
    refuse_unknown(given, tuple(_LIMITS), place="limits")
    for name in given:
        wanted = type(_LIMITS[name])
        if type(given[name]) not in (int, wanted):
            words = f"limits.{name} is {in_words(given[name])}; it has to be {IN_WORDS[wanted]}"
            raise LineError(f"{words}, such as {_LIMITS[name]}")
    return replace(base, **given)
