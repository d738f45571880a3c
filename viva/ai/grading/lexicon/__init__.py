"""Word lists and patterns of the grader, as data: one text file each, read once."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=32)
def read_lines(name: str) -> tuple[str, ...]:
    """The lines of a list, without comments (`#` at the start of a line) and empty ones."""
    text = (Path(__file__).parent / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


@lru_cache(maxsize=32)
def read_words(name: str) -> frozenset[str]:
    return frozenset(word for line in read_lines(name) for word in line.split())
