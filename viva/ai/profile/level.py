"""How experienced somebody has to be, or is, as far as a text says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum

from viva.ai.types import Difficulty

MID_YEARS, SENIOR_YEARS, LEAD_YEARS = 2.0, 5.0, 9.0
MOST_YEARS = 45
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBERS = {word: number for number, word in enumerate(_WORDS, 1)}
_NUMBER = rf"(?:\d{{1,2}}|{'|'.join(_WORDS)})"
_ASKED = re.compile(
    rf"\b(?P<from>{_NUMBER})\s*(?:\+|plus|or more)?(?:\s*(?:-|–|to)\s*{_NUMBER})?\s*\+?\s*(?:years?|yrs?)\b"
    r"(?!\s+(?:old|ago|in a row))",
    re.IGNORECASE,
)
_MONTH = r"(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?|\d{1,2})"
_SPAN = re.compile(
    rf"(?:{_MONTH}[\s/.-]*)?(?P<from>(?:19|20)\d\d)\s*(?:-|–|—|to|until)\s*(?:{_MONTH}[\s/.-]*)?"
    r"(?P<to>(?:19|20)\d\d|present|now|today|current|ongoing)",
    re.IGNORECASE,
)
_STUDY = re.compile(
    r"universit|school|college|bachelor|master|b\.?sc|m\.?sc|degree|diploma|education", re.IGNORECASE
)


class Level(StrEnum):
    JUNIOR = "junior"
    MID = "mid"
    SENIOR = "senior"
    LEAD = "lead"

    @property
    def difficulty(self) -> Difficulty:
        return _DIFFICULTY[self]


_DIFFICULTY = {
    Level.JUNIOR: Difficulty.EASY,
    Level.MID: Difficulty.MEDIUM,
    Level.SENIOR: Difficulty.HARD,
    Level.LEAD: Difficulty.HARD,
}
_TITLES: tuple[tuple[Level, str], ...] = (
    (Level.JUNIOR, r"junior|jr\.?|entry[- ]level|graduate|intern(?:ship)?|trainee|apprentice|working student"),
    (Level.LEAD, r"staff|principal|lead|head of|director|distinguished|chief|vp"),
    (Level.SENIOR, r"senior|sr\.?|expert|experienced"),
    (Level.MID, r"mid[- ]?level|intermediate|regular|associate"),
)


def level_of_title(title: str) -> Level | None:
    """By the words of a job's title."""
    for level, words in _TITLES:
        if re.search(rf"(?<!\w)(?:{words})(?!\w)", title, re.IGNORECASE):
            return level
    return None


def level_of_years(years: float) -> Level:
    if years >= LEAD_YEARS:
        return Level.LEAD
    if years >= SENIOR_YEARS:
        return Level.SENIOR
    return Level.MID if years >= MID_YEARS else Level.JUNIOR


def years_asked(text: str) -> float | None:
    """Of a job description: the most of the least numbers of years that it asks for."""
    found = [_number(match["from"]) for match in _ASKED.finditer(text)]
    sensible = [years for years in found if 0 < years <= 20]
    return float(max(sensible)) if sensible else None


def years_worked(text: str, *, this_year: int) -> float | None:
    """Of a résumé: the years that its spans cover together, without those of studies; else what it says itself."""
    spans = sorted(_spans(text.splitlines(), this_year=this_year))
    if not spans:
        return years_asked(text)
    total, until = 0, 0
    for start, end in spans:
        total += max(0, end - max(start, until))
        until = max(until, end)
    return float(min(total, MOST_YEARS))


def _spans(lines: Iterable[str], *, this_year: int) -> Iterator[tuple[int, int]]:
    before = ""
    for line in lines:
        matches = list(_SPAN.finditer(line))
        of_studies = bool(matches) and _STUDY.search(f"{before} {line}")
        for match in [] if of_studies else matches:
            start = int(match["from"])
            end = int(match["to"]) if match["to"].isdigit() else this_year
            if this_year - MOST_YEARS <= start <= end <= this_year:
                yield start, end
        before = "" if matches else line


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word.lower()]
