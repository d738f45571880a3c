"""Runs inside a box: one call of a stranger's Python function, told as one outcome.

Nothing here is a secret or a guard: the code that is run shares this process and may say what it likes. It
knows one test's arguments and no expected answer, so all it can do is answer."""

from __future__ import annotations

import errno
import json
import linecache
import sys
import traceback
import types
from collections.abc import Callable
from typing import Any

FILE_NAME = "solution.py"
VALUE_BYTES = 1024 * 1024
TRACEBACK_CHARS = 8000
Outcome = dict[str, Any]


class _AnswerError(Exception):
    """What was returned cannot be an answer; the text says why."""


def judge_call(*, source: str, entry_point: str, arguments: str) -> Outcome:
    """Compile, load, call, encode. Outcome kinds: `compile`, `raised`, `unfit`, `returned`."""
    try:
        code = compile(source, FILE_NAME, "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
        return {"kind": "compile", "error": _compile_message(error)}
    if not entry_point:
        return {"kind": "returned", "value": "null"}
    try:
        return _run(code, source=source, entry_point=entry_point, arguments=arguments)
    except _AnswerError as error:
        return {"kind": "unfit", "error": str(error)}
    except BaseException as error:  # SystemExit and all: a stranger's code raises what it likes
        return _tell_raised(error)


def _run(code: types.CodeType, *, source: str, entry_point: str, arguments: str) -> Outcome:
    values = json.loads(arguments)
    module = types.ModuleType("solution")
    module.__dict__["__file__"] = FILE_NAME
    sys.modules["solution"] = module
    linecache.cache[FILE_NAME] = (len(source), None, source.splitlines(keepends=True), FILE_NAME)
    encode = json.JSONEncoder(separators=(",", ":")).encode  # before the code can patch it: a mishap, not a guard
    exec(code, module.__dict__)  # noqa: S102 - the point of the box
    function = _find(module, entry_point)
    return {"kind": "returned", "value": _encoded(function(*values), entry_point, encode)}


def _find(module: types.ModuleType, entry_point: str) -> Callable[..., Any]:
    function = module.__dict__.get(entry_point)
    if not callable(function):
        raise _AnswerError(f"{FILE_NAME} defines no function named {entry_point}")
    return function  # type: ignore[no-any-return]


def _encoded(value: object, entry_point: str, encode: Callable[[object], str]) -> str:
    try:
        text = encode(value)
    except TypeError:
        raise _AnswerError(_unfit(value, entry_point)) from None
    except (ValueError, RecursionError) as error:
        raise _AnswerError(f"{entry_point} returned a value that JSON cannot hold: {error}") from None
    if type(text) is not str or len(text) > VALUE_BYTES:
        raise _AnswerError(f"{entry_point} returned a value larger than {VALUE_BYTES // 1024} KiB as JSON")
    return text


def _unfit(value: object, entry_point: str) -> str:
    kind = type(value).__name__
    fit = "None, bool, number, str, list, tuple or dict"
    return f"{entry_point} returned a {kind} that is not, or holds what is not, {fit}"


def _tell_raised(error: BaseException) -> Outcome:
    memory = isinstance(error, MemoryError)
    too_big = isinstance(error, OSError) and error.errno == errno.EFBIG
    named = f"{_name(error)} was raised"
    text = f"{_name(error)} (sys.exit) instead of an answer" if isinstance(error, SystemExit) else named
    return {
        "kind": "raised",
        "error": text,
        "memory": memory,
        "file": too_big,
        "traceback": _traceback(error),
    }


def _name(error: BaseException) -> str:
    return type.__dict__["__name__"].__get__(type(error))[:200]  # type: ignore[no-any-return]


def _traceback(error: BaseException) -> str:
    try:
        told = traceback.TracebackException.from_exception(error)
        _clean(told)
        text = "".join(told.format())
    except BaseException:  # its own __str__ may raise anything, SystemExit included
        text = f"{_name(error)} (it cannot be shown)\n"
    return (
        text
        if len(text) <= TRACEBACK_CHARS
        else text[: TRACEBACK_CHARS // 2] + "\n...\n" + text[-TRACEBACK_CHARS // 2 :]
    )


def _clean(told: traceback.TracebackException) -> None:
    """Only the candidate's frames: paths of the host say nothing to them."""
    pending, seen = [told], set[int]()
    while pending:
        one = pending.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        one.stack[:] = [frame for frame in one.stack if frame.filename == FILE_NAME]
        pending += [linked for linked in (one.__cause__, one.__context__, *(one.exceptions or ())) if linked]


def _compile_message(error: BaseException) -> str:
    if isinstance(error, SyntaxError):
        return "".join(traceback.format_exception_only(error)).strip()[:TRACEBACK_CHARS]
    return f"{type(error).__name__}: {error}"[:TRACEBACK_CHARS] or type(error).__name__
