"""Runs in a child: one call of a stranger's Python function, or one run of a program, told as one answer.

Nothing here is a secret or a guard: the code that is run shares this process and may say what it likes. It
knows one test's arguments and no expected answer, so all it can do is answer. The letters are those of
`languages.language`; `F` is added: a file became too long."""

from __future__ import annotations

import errno
import gc
import json
import linecache
import os
import struct
import sys
import traceback
import types
from collections.abc import Callable
from typing import Any, NoReturn

from viva.sandbox.languages import query
from viva.sandbox.languages.language import ARGUMENTS_FD, RESULT_FD

FILE_NAME = "solution.py"
VALUE_BYTES = 1024 * 1024
TRACEBACK_CHARS = 8000
Answer = tuple[str, str]
# Made before the code can patch it: a mishap, not a guard.
_encode: Callable[[object], str] = json.JSONEncoder(separators=(",", ":")).encode


class _AnswerError(Exception):
    """What was returned cannot be an answer; the text says why."""


def run_job() -> NoReturn:
    """Take the job from its descriptor, do it, answer, end."""
    job = json.loads(_read_frame())
    gc.enable()
    if job["kind"] == "program":
        _run_program(job["source"])
    arguments = _read_frame().decode()
    os.close(ARGUMENTS_FD)
    if job["interpreter"] == "sql":
        letter, text = query.answer(job["source"], arguments)
    else:
        letter, text = judge_call(source=job["source"], entry_point=job["entry_point"], arguments=arguments)
    _tell(letter, text)
    os._exit(0)


def _read_frame() -> bytes:
    (length,) = struct.unpack(">I", _read(4))
    return _read(length)


def _read(count: int) -> bytes:
    data = bytearray()
    while len(data) < count:
        chunk = os.read(ARGUMENTS_FD, count - len(data))
        if not chunk:
            os._exit(0)  # the runner let go: no job for this one
        data += chunk
    return bytes(data)


def _tell(letter: str, text: str) -> None:
    body = (letter + text).encode("utf-8", "backslashreplace")
    rest = memoryview(struct.pack(">I", len(body)) + body)
    while rest:
        rest = rest[os.write(RESULT_FD, rest) :]


def judge_call(*, source: str, entry_point: str, arguments: str) -> Answer:
    """Compile, load, call, encode."""
    try:
        code = compile(source, FILE_NAME, "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
        return "C", _compile_message(error)
    if not entry_point:
        return "R", "null"
    try:
        return "R", _run(code, entry_point=entry_point, arguments=arguments)
    except _AnswerError as error:
        return "U", str(error)
    except BaseException as error:  # SystemExit and all: a stranger's code raises what it likes
        return _tell_raised(error, source)


def _run_program(source: str) -> NoReturn:
    """As `__main__`. Ends with the status that it would have ended with, and an answer only where it failed."""
    sys.stdin = open(0, encoding="utf-8", errors="surrogateescape", closefd=False)  # noqa: SIM115
    try:
        code = compile(source, FILE_NAME, "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
        _tell("C", _compile_message(error))
        os._exit(1)
    module = _module("__main__")
    try:
        exec(code, module.__dict__)  # noqa: S102 - the point of the box
        status = 0
    except SystemExit as error:
        status = _status(error.code)
    except BaseException as error:
        _tell(*_tell_raised(error, source))
        status = 1
    os._exit(status)


def _status(code: object) -> int:
    if code is None or isinstance(code, int):
        return int(code or 0) & 0xFF
    sys.stderr.write(f"{code}\n")
    return 1


def _module(name: str) -> types.ModuleType:
    module = types.ModuleType(name)
    module.__dict__["__file__"] = FILE_NAME
    sys.modules[name] = module
    return module


def _run(code: types.CodeType, *, entry_point: str, arguments: str) -> str:
    values = json.loads(arguments)
    module = _module("solution")
    exec(code, module.__dict__)  # noqa: S102 - the point of the box
    function = _find(module, entry_point)
    return _encoded(function(*values), entry_point)


def _find(module: types.ModuleType, entry_point: str) -> Callable[..., Any]:
    function = module.__dict__.get(entry_point)
    if not callable(function):
        raise _AnswerError(f"{FILE_NAME} defines no function named {entry_point}")
    return function  # type: ignore[no-any-return]


def _encoded(value: object, entry_point: str) -> str:
    try:
        text = _encode(value)
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


def _tell_raised(error: BaseException, source: str) -> Answer:
    """The answer; the trace goes to stderr."""
    if isinstance(error, MemoryError):
        return "M", ""
    text = f"{_name(error)} was raised"
    if isinstance(error, SystemExit):
        text = f"{_name(error)} (sys.exit) instead of an answer"
    linecache.cache[FILE_NAME] = (len(source), None, source.splitlines(keepends=True), FILE_NAME)
    os.write(2, _traceback(error).encode("utf-8", "backslashreplace"))
    return ("F", "") if isinstance(error, OSError) and error.errno == errno.EFBIG else ("X", text)


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
