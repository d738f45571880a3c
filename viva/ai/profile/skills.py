"""The skills that people name in job descriptions and résumés, and where in a text they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from viva.ai.bank.skills import canonical

LEXICON = Path(__file__).with_name("skills.txt")
_BEFORE, _AFTER = r"(?<![\w.+#@-])", r"(?![\w+#&]|[-@.]\w)"
_WITHIN = r"(?<![.!?:]\s)(?<!\n)(?<!\A)"
_LISTED = r"(?=[ \t]*(?:[,;/|)]|$|developers?\b|engineers?\b|programm\w+|services?\b))"


@dataclass(frozen=True, slots=True)
class Known:
    """A line of the lexicon. `bank` are skills of the question bank, `roles` what it speaks for."""

    label: str
    bank: tuple[str, ...]
    roles: tuple[str, ...]
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Mention:
    skill: Known
    start: int
    end: int


@cache
def known_skills() -> tuple[Known, ...]:
    """In the order of the file."""
    lines = (line.strip() for line in LEXICON.read_text(encoding="utf-8").splitlines())
    return tuple(_known(line) for line in lines if line and not line.startswith("#"))


def find_mentions(text: str) -> Iterator[Mention]:
    """By skill, then by place; the longest of what a skill may be called."""
    for skill in known_skills():
        for found in skill.pattern.finditer(text):
            yield Mention(skill, found.start(), found.end())


def bank_skills_of(names: Iterable[str]) -> frozenset[str]:
    """The skills of questions that people's own words for skills stand for: "PostgreSQL" for databases and SQL.

    Each name stands for itself too, by the vocabulary's name, known to the lexicon or not.
    """
    found = set[str]()
    for name in names:
        found |= {canonical(name)} - {""}
        found.update(slug for mention in find_mentions(name) for slug in mention.skill.bank)
    return frozenset(found)


def _known(line: str) -> Known:
    label, written, bank, roles = (part.strip() for part in line.split("|"))
    return Known(label, _listed(bank, ","), _listed(roles, ","), _pattern(_listed(written, ";")))


def _listed(text: str, mark: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(mark) if part.strip())


def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """Names that are words of the language too (Go, Spring, R) count in their own letters alone, and at the
    beginning of a sentence only where a list or an occupation goes on."""
    own = [
        rf"(?:{_WITHIN}{re.escape(name[1:])}|{re.escape(name[1:])}{_LISTED})" for name in names if name[0] == "="
    ]
    free = [re.escape(name).replace(r"\ ", r"[\s-]+") for name in names if name[0] != "="]
    parts = [rf"(?i:{name})" for name in sorted(free, key=len, reverse=True)] + own
    return re.compile(f"{_BEFORE}(?:{'|'.join(parts)}){_AFTER}", re.MULTILINE)
