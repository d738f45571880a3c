"""Reads role, skills and level out of a job description or a résumé, by a lexicon and rules.

What is asked for in the title or under *requirements* weighs most, what would be *nice to have* least. Everything
found carries the words that it was found in, so that a person can see why and take it back.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from viva.ai.bank.roles import DEFAULT_ROLE, ROLES, match_role
from viva.ai.profile.level import Level, level_of_title, level_of_years, years_asked, years_worked
from viva.ai.profile.skills import Known, Mention, find_mentions

MOST_CHARACTERS = 60_000
MOST_SKILLS = 25
TITLE_LINES = 6
_TITLE, _WANTED, _PLAIN, _BONUS, _UNWANTED = 3.0, 2.0, 1.0, 0.4, 0.0
_ROLE_OF_TITLE = 6.0
_AGAIN = 0.25
"""What each further mention adds, four times at most."""
_QUOTE = 140
_BULLET = re.compile(r"\A\s*[-*•·–]\s+")
_HEADINGS: tuple[tuple[float, str], ...] = (
    (_BONUS, r"nice[- ]to[- ]haves?|bonus(?: points)?|plus(?:es)?|preferred|desirable|optional|would be great"),
    (
        _UNWANTED,
        r"about us|who we are|the company|our company|benefits|perks|what we offer|we offer|hobbies|interests",
    ),
    (
        _WANTED,
        r"requirements?|qualifications|must[- ]haves?|what you bring|your profile|you have|skills|required|"
        r"what we(?:'re| are) looking for|technologies|technical skills|tech(?:nology)? stack",
    ),
    (
        _PLAIN,
        r"responsibilities|tasks|your role|the role|what you(?:'ll| will) do|experience|projects|education|"
        r"about you",
    ),
)
_BONUS_WORDS = re.compile(
    r"nice to have|is a plus|are a plus|a bonus|would be (?:a plus|great|nice)|preferred|ideally", re.I
)
_SENTENCE_END = re.compile(r"[.;!?](?=\s)|\n|\Z")
_DENIED = re.compile(r"(?:\bno|\bnot|n't|without)\b[^.;\n]{0,40}$", re.I)
_TITLE_WORD = re.compile(
    r"engineer|developer|manager|scientist|analyst|tester|architect|administrator|programmer|devops|sre|lead|specialist",
    re.I,
)


class Source(StrEnum):
    JOB = "job"
    RESUME = "resume"


@dataclass(frozen=True, slots=True)
class Skill:
    """`weight` is 1 for the skill that is named most; `bank` are skills of questions; `quote` is from the text.

    `optional` where all that is said of it is that it would be nice to have.
    """

    label: str
    weight: float
    bank: tuple[str, ...]
    quote: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """`role` is an id of ROLES; `sure` says whether the text names it or only its skills suggest it."""

    source: Source
    role: str
    sure: bool
    title: str
    level: Level
    years: float | None
    skills: tuple[Skill, ...]

    @property
    def role_name(self) -> str:
        return ROLES[self.role]

    @property
    def wanted(self) -> tuple[Skill, ...]:
        """All but the optional ones; all where there are no others."""
        return tuple(skill for skill in self.skills if not skill.optional) or self.skills

    @property
    def bank_skills(self) -> tuple[str, ...]:
        """Of those wanted, skills of the question bank, those of the weightier first, each once."""
        return tuple(dict.fromkeys(slug for skill in self.wanted for slug in skill.bank))

    @property
    def tells_level(self) -> bool:
        """Whether the text says anything of `level`, which is else the lowest."""
        return self.years is not None or level_of_title(self.title) is not None


def read_profile(text: str, *, source: Source, this_year: int) -> Profile:
    """What the first 60,000 characters of `text` say. Never raises; of no text a junior software engineer."""
    text = plain_text(text)
    weights = list(_weights_of_lines(text))
    title = _title_of(text)
    mentions = _weighed(text, weights, title=title)
    role, sure = _role_of(title, mentions)
    years = years_asked(text) if source is Source.JOB else years_worked(text, this_year=this_year)
    level = level_of_title(title) or (level_of_years(years) if years is not None else Level.JUNIOR)
    return Profile(source, role, sure, title, level, years, tuple(_skills(text, mentions)))


def plain_text(text: str) -> str:
    """Its first 60,000 characters, with plain ends of lines and nothing that cannot be seen."""
    text = text[:MOST_CHARACTERS].replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\u00a0", " ").replace("’", "'")
    return "".join(char for char in text if char in "\n\t" or char.isprintable())


def _title_of(text: str) -> str:
    """The first of the first lines that names an occupation, if it is short enough to be a title."""
    lines = [line.strip(" \t#*-•|") for line in text.splitlines() if line.strip()]
    return next((line for line in lines[:TITLE_LINES] if len(line) <= 100 and _TITLE_WORD.search(line)), "")


def _weights_of_lines(text: str) -> Iterator[tuple[int, float]]:
    """(end of the line, weight of what stands in it): a heading, alone or before a colon, holds until the next."""
    weight, end = _PLAIN, 0
    for line in text.splitlines(keepends=True):
        end += len(line)
        heading = line.partition(":")[0].strip(" \t#*-•\n").lower()
        if 0 < len(heading.split()) <= 6:
            weight = next((each for each, words in _HEADINGS if re.search(rf"\b(?:{words})\b", heading)), weight)
        yield end, weight


def _bonuses(text: str) -> Iterator[tuple[int, bool]]:
    """(end of the sentence or line, whether what it names would be nice to have)."""
    start = 0
    for mark in _SENTENCE_END.finditer(text):
        yield mark.end(), bool(_BONUS_WORDS.search(text, start, mark.end()))
        start = mark.end()


def _weighed(
    text: str, weights: list[tuple[int, float]], *, title: str
) -> dict[Known, list[tuple[float, Mention]]]:
    found: dict[Known, list[tuple[float, Mention]]] = defaultdict(list)
    ends, bonuses = [end for end, _ in weights], list(_bonuses(text))
    bonus_ends = [end for end, _ in bonuses]
    at_title = text.find(title) if title else -1
    for mention in find_mentions(text):
        weight = weights[bisect_right(ends, mention.start)][1]
        if at_title >= 0 and at_title <= mention.start < at_title + len(title):
            weight = _TITLE
        elif _DENIED.search(text[max(0, mention.start - 60) : mention.start]):
            weight = _UNWANTED
        elif weight > _BONUS and bonuses[bisect_right(bonus_ends, mention.start)][1]:
            weight = _BONUS
        if weight:
            found[mention.skill].append((weight, mention))
    return found


def _role_of(title: str, mentions: dict[Known, list[tuple[float, Mention]]]) -> tuple[str, bool]:
    """(the role, whether the title names it). Skills decide where the title is as plain as *developer*."""
    votes: dict[str, float] = defaultdict(float)
    for skill, found in mentions.items():
        for place, role in enumerate(skill.roles):
            votes[role] += max(weight for weight, _ in found) / (1 + 0.5 * place)
    named = match_role(title) if title else DEFAULT_ROLE
    if named != DEFAULT_ROLE:
        votes[named] += _ROLE_OF_TITLE
    if not votes:
        return DEFAULT_ROLE, False
    best = max(votes, key=lambda role: (votes[role], -list(ROLES).index(role)))
    return best, best == named != DEFAULT_ROLE


def _skills(text: str, mentions: dict[Known, list[tuple[float, Mention]]]) -> Iterator[Skill]:
    totals = {skill: _total(weight for weight, _ in found) for skill, found in mentions.items()}
    most = max(totals.values(), default=1.0)
    order = sorted(totals, key=lambda skill: (-totals[skill], mentions[skill][0][1].start))
    for skill in order[:MOST_SKILLS]:
        best, mention = max(mentions[skill], key=lambda each: (each[0], -each[1].start))
        weight = round(totals[skill] / most, 2)
        yield Skill(skill.label, weight, skill.bank, quote_of(text, mention.start, mention.end), best <= _BONUS)


def _total(weights: Iterable[float]) -> float:
    ranked = sorted(weights, reverse=True)
    return ranked[0] + _AGAIN * sum(ranked[1:5])


def _line_around(text: str, start: int, end: int) -> str:
    until = text.find("\n", end)
    return text[text.rfind("\n", 0, start) + 1 : until if until >= 0 else len(text)]


def quote_of(text: str, start: int, end: int) -> str:
    """The line that this stretch of the text stands in, without its bullet; of a long one the part around it."""
    line = _line_around(text, start, end)
    if len(line) <= _QUOTE:
        return _BULLET.sub("", line).strip()
    before = max(0, start - (text.rfind("\n", 0, start) + 1) - _QUOTE // 2)
    return line[before : before + _QUOTE].strip()
