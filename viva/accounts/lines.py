"""What people write in one line about themselves: names, roles, skills."""

from __future__ import annotations

from collections.abc import Iterable

_JOINERS = "\u200c\u200d"


def tidy_line(text: str) -> str:
    """Spaces tidied, without control characters and marks that turn the text.

    The joiners (U+200C, U+200D) stay: Persian and Indian names are written with them.
    """
    text = " ".join("".join(c if c.isprintable() or c in _JOINERS else " " for c in text).split())
    return text if text.strip(f"{_JOINERS} ") else ""


def distinct_lines(texts: Iterable[str]) -> list[str]:
    """Trimmed, without empty ones and repeats (whatever the case), in the order given."""
    found: dict[str, str] = {}
    for text in texts:
        if line := " ".join(text.split()):
            found.setdefault(line.casefold(), line)
    return list(found.values())
