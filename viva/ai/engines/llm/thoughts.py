"""Models that reason aloud begin with `<think>…</think>`: that is not part of the reply."""

from __future__ import annotations

OPENING, CLOSING = "<think>", "</think>"


class Thoughts:
    """Fed a reply piece by piece. Nothing is held back but the thoughts and what may be the beginning of them."""

    def __init__(self) -> None:
        self._held = ""
        self._state = "beginning"

    def without(self, piece: str) -> str:
        """What of the reply so far has become sayable."""
        if self._state == "reply":
            return piece
        self._held += piece
        if self._state == "beginning":
            start = self._held.lstrip()
            if len(start) < len(OPENING) and OPENING.startswith(start):
                return ""
            self._state = "thinking" if start.startswith(OPENING) else "reply"
        if self._state == "thinking":
            _, ended, rest = self._held.partition(CLOSING)
            if not ended:
                self._held = self._held[-len(OPENING) - len(CLOSING) :]
                return ""
            self._state, self._held = "reply", rest.lstrip()
        said, self._held = self._held, ""
        return said
