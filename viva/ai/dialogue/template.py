"""The small template language of the lines: slots are data and are never interpreted.

`{slot}` stands for its value, `{slot:one:many}` for the value and the noun that fits it, `[part]` is left
out when a slot in it is missing or empty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PART = re.compile(r"\[([^\]]*)\]|\{(\w+)(?::(\w+):(\w+))?\}")


class MissingSlotError(ValueError):
    """A line needs a slot that was not given."""


@dataclass(frozen=True, slots=True)
class Slot:
    name: str
    one: str = ""
    many: str = ""

    def fill(self, slots: dict[str, str]) -> str:
        value = slots.get(self.name, "")
        if not value:
            raise MissingSlotError(f"the line needs the slot {self.name!r}")
        noun = self.one if value == "1" else self.many
        return f"{value} {noun}" if noun else value


@dataclass(frozen=True, slots=True)
class Template:
    """One variant of a line: words, slots, and optional parts that are templates themselves."""

    parts: tuple[str | Slot | Template, ...]

    def render(self, slots: dict[str, str]) -> str:
        """The line. Raises `MissingSlotError` when a slot outside the optional parts is missing."""
        return "".join(_render_part(part, slots) for part in self.parts)

    def slots(self) -> set[str]:
        """The slots that it cannot do without."""
        return {part.name for part in self.parts if isinstance(part, Slot)}

    def words(self) -> tuple[str, ...]:
        """Its own words, slots and optional parts left out."""
        return tuple(part.strip() for part in self.parts if isinstance(part, str) and len(part.strip()) > 1)


def parse(text: str) -> Template:
    parts: list[str | Slot | Template] = []
    end = 0
    for match in _PART.finditer(text):
        parts.append(text[end : match.start()])
        optional, name, one, many = match.groups()
        parts.append(Slot(name, one or "", many or "") if name else parse(optional))
        end = match.end()
    parts.append(text[end:])
    return Template(tuple(part for part in parts if part != ""))


def _render_part(part: str | Slot | Template, slots: dict[str, str]) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, Slot):
        return part.fill(slots)
    try:
        return part.render(slots)
    except MissingSlotError:
        return ""
