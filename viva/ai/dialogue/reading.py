"""Reading one clause: which group of rules it belongs to, and which of its words nothing accounts for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from viva.ai.dialogue.asked import Asked
from viva.ai.dialogue.rules import Group, Rules
from viva.ai.dialogue.words import Clause, stem
from viva.ai.types import Intent

MOST_WORDS = 40

_ASIDE = frozenset({Intent.TIME, Intent.CLARIFY, Intent.SMALL_TALK})


@dataclass(frozen=True, slots=True)
class Reading:
    """`left` are the words that are content; `position` where in the utterance the group was recognised."""

    group: Group | None
    left: Clause
    position: tuple[int, int] = (0, 0)

    @property
    def rank(self) -> int:
        return self.group.rank if self.group else 0

    @property
    def is_whole(self) -> bool:
        return self.group is not None and len(self.left) <= self.group.spare


def read_clause(clause: Clause, number: int, asked: Asked, rules: Rules) -> Reading:
    """The strongest group that accounts for the whole clause, else the strongest at all, else none.

    A clause longer than MOST_WORDS is content without a look at it, which bounds the time.
    """
    if len(clause) > MOST_WORDS:
        return Reading(None, clause)
    held, text = (group for group in rules.groups if _holds(group, asked)), " ".join(clause)
    readings = [reading for group in held if (reading := _match(clause, text, number, group, asked, rules))]
    if readings:
        return max(readings, key=lambda reading: (reading.is_whole, reading.rank, reading.position))
    return Reading(None, tuple(word for word in clause if word not in rules.fillers | rules.common))


def _holds(group: Group, asked: Asked) -> bool:
    if asked.kind not in group.only or (group.feeling and asked.about_feelings):
        return False
    return not (asked.invites_questions and group.intent in _ASIDE)


def _match(clause: Clause, text: str, number: int, group: Group, asked: Asked, rules: Rules) -> Reading | None:
    matches = [match for pattern in group.patterns if (match := pattern.search(text)) and match.group()]
    if not matches:
        return None
    first = min(match.start() for match in matches)
    if group.lead and not group.lead.fullmatch(text[:first]):
        return None
    known = rules.fillers | group.words | (frozenset() if group.strict else rules.common)
    before = [word for word in text[:first].split() if word not in known]
    after = [word for word in _without(text, matches)[first:].split() if word not in known]
    if group.echo and not rules.hedges.intersection(clause):
        after = [word for word in after if stem(word) not in asked.words]
    return Reading(group, (*before, *after), (number, max(match.end() for match in matches)))


def _without(text: str, matches: list[re.Match[str]]) -> str:
    """`text` with what was matched blanked out, so that positions stay."""
    chars = list(text)
    for match in matches:
        chars[match.start() : match.end()] = " " * (match.end() - match.start())
    return "".join(chars)
