"""Prompts are files of this package: `prompts/<name>.md`, the version in the first line, then the words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_HEADER = re.compile(r"version: ([a-z]+-\d+)\n---\n")


@dataclass(frozen=True, slots=True)
class Prompt:
    """`text` is the same for every interview and every turn, so that a server can keep what it made of it."""

    name: str
    version: str
    text: str


@cache
def load_prompt(name: str) -> Prompt:
    """Raises ValueError for a file without a version."""
    raw = files(__package__).joinpath("prompts", f"{name}.md").read_text(encoding="utf-8")
    header = _HEADER.match(raw)
    if header is None:
        raise ValueError(f"the prompt {name} does not begin with its version")
    return Prompt(name, header[1], raw[header.end() :].strip())


def prompt_names() -> tuple[str, ...]:
    places = files(__package__).joinpath("prompts").iterdir()
    return tuple(sorted(place.name.removesuffix(".md") for place in places if place.name.endswith(".md")))
