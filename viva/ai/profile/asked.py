"""Where the skills that somebody asks for stand in a text. It says where, never how good anybody is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from viva.ai.profile.reading import plain_text, quote_of
from viva.ai.profile.skills import find_mentions


@dataclass(frozen=True, slots=True)
class Asked:
    """`name` as it was asked for; `quote` is from the text, "" where nothing was found: which proves nothing.

    `labels` are the lexicon's names for it.
    """

    name: str
    quote: str
    labels: tuple[str, ...]


def find_asked(text: str, wanted: Iterable[str]) -> tuple[Asked, ...]:
    """Each of `wanted`, in its order. A name that the lexicon does not know is looked for letter by letter."""
    text = plain_text(text)
    first: dict[str, tuple[int, int]] = {}
    for mention in find_mentions(text):
        first.setdefault(mention.skill.label, (mention.start, mention.end))
    return tuple(_asked(text, name, first) for name in wanted)


def _asked(text: str, name: str, first: dict[str, tuple[int, int]]) -> Asked:
    labels = tuple(dict.fromkeys(mention.skill.label for mention in find_mentions(name)))
    place = min((first[label] for label in labels if label in first), default=None) or _literally(text, name)
    return Asked(name, quote_of(text, *place) if place else "", labels)


def _literally(text: str, name: str) -> tuple[int, int] | None:
    words = r"\s+".join(re.escape(word) for word in name.split())
    found = re.search(rf"(?<!\w){words}(?!\w)", text, re.IGNORECASE) if words else None
    return found.span() if found else None
