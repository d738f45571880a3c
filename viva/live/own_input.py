"""The arguments that a candidate types to try their code with, and what is wrong with them."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from viva.live.errors import BadInput


def read_arguments(text: str, *, entry_point: str, takes: int) -> list[Any]:
    """The arguments: one JSON value a line, or all of them in one JSON array. Raises BadInput with the fault."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if len(lines) == takes:
        try:
            return [_read(line, where=_line(number, takes)) for number, line in lines]
        except BadInput:
            if (whole := _array(text, takes)) is not None:
                return whole
            raise
    if (whole := _array(text, takes)) is not None:
        return whole
    for number, line in lines:
        _read(line, where=_line(number, len(lines)))
    raise BadInput(_miscounted(entry_point, takes=takes, given=len(lines)))


def _line(number: int, of: int) -> str:
    return f"Line {number}" if of > 1 else "This"


def _array(text: str, takes: int) -> list[Any] | None:
    """All arguments in one array, over as many lines as it likes; None where it is nothing of the kind."""
    try:
        whole = _read(text, where="This")
    except BadInput:
        return None
    return whole if isinstance(whole, list) and len(whole) == takes else None


def _read(text: str, *, where: str) -> Any:
    try:
        value = json.loads(text, parse_constant=_refuse)
        stored = json.dumps(value, ensure_ascii=False)
        stored.encode()
    except json.JSONDecodeError as error:
        hint = " Write null, true and false as JSON does, and text in double quotes."
        raise BadInput(f"{where} is not JSON: {error.msg} at character {error.pos + 1}.{hint}") from None
    except (ValueError, RecursionError):
        raise BadInput(f"{where} holds a value that cannot be passed on as JSON.") from None
    if "\\u0000" in stored:  # PostgreSQL stores no NUL
        raise BadInput(f"{where} holds a value that cannot be passed on as JSON.")
    return value


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)


def _miscounted(entry_point: str, *, takes: int, given: int) -> str:
    wanted = "no argument" if takes == 0 else "1 argument" if takes == 1 else f"{takes} arguments"
    found = "nothing is" if given == 0 else "1 is" if given == 1 else f"{given} are"
    return f"{entry_point} takes {wanted}, and {found} given. Write each on a line of its own."
