"""What was built, kept by the hash of all that went into it: the same source is compiled once."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict

from viva.sandbox.languages.language import Plan
from viva.sandbox.work import plan_message

_MOST_CHARS = 96 * 1024 * 1024


class Builds:
    """Artefacts by key, base64 by name; the longest unused go first.

    What a stranger's build left is used for the very same source only.
    """

    def __init__(self, *, most_chars: int = _MOST_CHARS) -> None:
        self._most, self._size = most_chars, 0
        self._kept: OrderedDict[str, dict[str, str]] = OrderedDict()

    def get(self, key: str) -> dict[str, str] | None:
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def keep(self, key: str, artefacts: dict[str, str]) -> None:
        self._size += _size_of(artefacts) - _size_of(self._kept.pop(key, {}))
        self._kept[key] = artefacts
        while self._size > self._most:
            _, gone = self._kept.popitem(last=False)
            self._size -= _size_of(gone)


def key_of(plan: Plan, *, version: str) -> str:
    """Of a plan with steps, and the version of its tools."""
    return hashlib.sha256(json.dumps([version, plan_message(plan)], sort_keys=True).encode()).hexdigest()


def _size_of(artefacts: dict[str, str]) -> int:
    return sum(map(len, artefacts.values()))
