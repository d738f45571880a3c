"""Sent to the remote machine as `main.py`, beside `solution.py`: one call of a candidate's function.

It holds no guard: what it runs shares its process and may print what it likes. It is told a test's arguments and
no expected answer, so all that can be forged here is an answer. Standard library alone; Python 3.7 will do.
"""

from __future__ import annotations

import contextlib
import json
import linecache
import os
import sys
import traceback
import types
from typing import Any, Callable  # noqa: UP035 - old interpreters

Encode = Callable[[object], str]

FILE_NAME = "solution.py"


def main() -> None:
    """One line on stdin: `{"nonce", "entry_point", "arguments", "most"}`."""
    job = json.loads(sys.stdin.readline())
    encode = json.JSONEncoder(separators=(",", ":")).encode
    with open(FILE_NAME, encoding="utf-8") as file:  # noqa: PTH123
        source = file.read()
    answer = _answer(job, source, encode)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(BaseException):  # it may have been replaced by anything
            stream.flush()
    _write(("\n" + job["nonce"] + "\n" + answer + "\n").encode("utf-8", "replace"))
    os._exit(0)


def _answer(job: dict[str, Any], source: str, encode: Encode) -> str:
    try:
        code = compile(source, FILE_NAME, "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
        return _say("C", "".join(traceback.format_exception_only(type(error), error)).strip())
    if not job["entry_point"]:
        return "Rnull"
    try:
        return _call(job, source, code, encode)
    except MemoryError:
        return _say("M", "")
    except BaseException as error:
        return _say("X", _tell(error))


def _say(letter: str, text: str) -> str:
    return letter + json.dumps(text[:8000])


def _call(job: dict[str, Any], source: str, code: types.CodeType, encode: Encode) -> str:
    name = str(job["entry_point"])
    module = types.ModuleType("solution")
    module.__dict__["__file__"] = FILE_NAME
    sys.modules["solution"] = module
    linecache.cache[FILE_NAME] = (len(source), None, source.splitlines(True), FILE_NAME)
    exec(code, module.__dict__)  # noqa: S102 - the point of it
    function = module.__dict__.get(name)
    if function is None and isinstance(module.__dict__.get("Solution"), type):
        function = getattr(module.__dict__["Solution"](), name, None)
    if not callable(function):
        return _say("U", FILE_NAME + " defines no function named " + name)
    value = function(*job["arguments"])
    try:
        text = encode(value)
    except (TypeError, ValueError, RecursionError):
        return _say("U", name + " returned a value that JSON cannot hold")
    if len(text) > job["most"]:
        return _say("U", f"{name} returned a value larger than {job['most'] // 1024} KiB as JSON")
    return "R" + text


def _tell(error: BaseException) -> str:
    """Its name; the trace, the candidate's own frames alone, goes to stderr."""
    name: str = type.__dict__["__name__"].__get__(type(error))[:200]
    try:
        told = traceback.TracebackException.from_exception(error)
        told.stack[:] = [frame for frame in told.stack if frame.filename == FILE_NAME]
        text = "".join(told.format(chain=False))[-8000:]
    except BaseException:  # its own __str__ may raise anything
        text = name + " (it cannot be shown)\n"
    _write(text.encode("utf-8", "replace"), to=2)
    return name + " was raised"


def _write(data: bytes, to: int = 1) -> None:
    while data:
        data = data[os.write(to, data) :]


if __name__ == "__main__":
    main()
