"""What a sentence shows of each criterion, by rules: verbs, numbers and turns of phrase (lexicon/rubrics.yaml)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from viva.ai.grading.lexicon import read_words
from viva.ai.grading.words import WORD

_FILE = Path(__file__).parent / "lexicon" / "rubrics.yaml"
_NUMBERS, _SCALES = read_words("numbers"), frozenset({"hundred", "thousand", "million", "billion"})
_PARTS, _FLOWS = read_words("parts"), read_words("flows")
_IRREGULAR, _STATIVE, _NO_PAST = read_words("past"), read_words("stative"), read_words("not_past")
_STATIVE_PAST = read_words("stative_past")
_RUN = re.compile(r"#(?:big)?(?:[., -]+#(?:big)?)*(?!year)")
_FIGURE = re.compile(rf"\b(?:\d[\d.,]*|{'|'.join(sorted(_NUMBERS | _SCALES))})(?:[ -]\w+)?", re.IGNORECASE)
_NOT_DONE = re.compile(r"\bif\b[^,;]*|\b(?:be|is|are|being|get|gets|to) (?:\w+ )?\w+~")
"""What is supposed or always so, whatever the form of its verb."""
_I = re.compile(
    r"\bi (?:(?:\w+ly|then|also|first|just|simply|even|had|have|myself|together with \w+) )*"
    r"(?P<verb>[\w']+)(?P<past>~?)"
)
_THEN = re.compile(r"(?:,|\band|\bthen|\bor)(?: \w+ly| then| finally| also)? (\w+)~")
_FULL, _BARE = 0.5, 0.3
"""What an act told in the past, and in the present, is worth."""


@dataclass(frozen=True, slots=True)
class Cues:
    """A criterion of a rubric. `rules`: (worth, pattern) over a marked sentence; a sentence that matches
    `excluded` shows nothing."""

    id: str
    text: str
    absent: str
    partly: str
    rules: tuple[tuple[float, re.Pattern[str]], ...]
    opening: re.Pattern[str] | None
    excluded: re.Pattern[str] | None
    prototypes: tuple[str, ...]
    adds_up: bool
    needs_past: bool
    closes: bool


@lru_cache(maxsize=1)
def load_rubrics() -> Mapping[str, tuple[Cues, ...]]:
    """The rubrics by name."""
    raw = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {name: tuple(_cues(each) for each in criteria) for name, criteria in raw.items()}


def _cues(raw: Mapping[str, Any]) -> Cues:
    return Cues(
        id=raw["id"],
        text=raw["text"],
        absent=raw["absent"],
        partly=raw["partly"],
        rules=tuple((float(worth), re.compile(rule)) for worth, rules in raw["cues"].items() for rule in rules),
        opening=re.compile(raw["opening"]) if "opening" in raw else None,
        excluded=re.compile(raw["not"]) if "not" in raw else None,
        prototypes=tuple(raw["prototypes"]),
        adds_up=raw.get("sum", False),
        needs_past=raw.get("needs_past", False),
        closes=raw.get("closes", False),
    )


def is_excluded(cues: Cues, marked: str) -> bool:
    return cues.excluded is not None and cues.excluded.search(marked) is not None


def worth_in(cues: Cues, marked: str) -> float:
    """0-1: how far the sentence shows the criterion."""
    if cues.id == "action":
        return _acts(marked)
    if cues.id == "components":
        return _flow(marked)
    plain = marked.replace("~", "").replace("^", "")
    hit = [worth for worth, rule in cues.rules if rule.search(marked if "~" in rule.pattern else plain)]
    return min(1.0, sum(hit))


def _acts(marked: str) -> float:
    """The things that the speaker says to have done: verbs of doing after *I*, and those joined to them."""
    verbs = [
        found
        for found in _I.finditer(marked)
        if found["verb"] not in _STATIVE and not found["verb"].startswith("#")
    ]
    done = {found["verb"] for found in verbs if found["past"]}
    bare = {found["verb"] for found in verbs} - done
    joined = set(_THEN.findall(marked)) - done if done else set()
    return min(1.0, _FULL * len(done | joined) + _BARE * len(bare))


def _flow(marked: str) -> float:
    """Parts of a system in one sentence with what goes between them."""
    words = [word.rstrip("~^") for word in re.findall(r"[\w-]+[~^]?", marked)]
    parts = {stem for word in words for stem in (word, word.removesuffix("s")) if stem in _PARTS}
    flows = {word for word in words if word in _FLOWS}
    if len(parts) < 2 or not flows:
        return 0.0
    return min(1.0, 0.25 * len(parts))


def mark(text: str) -> str:
    """The sentence in lower case with `~` after the past of a verb of doing, `^` after that of one of being, and #
    for each number (#big before one of hundreds and more in words; #year for a year)."""
    marked = WORD.sub(_mark_word, text.lower().replace("’", "'"))
    marked = _NOT_DONE.sub(lambda clause: clause.group().replace("~", "").replace("^", ""), marked)
    return _RUN.sub(lambda run: "#big #" if "big" in run.group() else "#", marked)


def without_asked(text: str, question: str) -> str:
    """The sentence without the figures that the question gave: to repeat them is no estimate."""
    asked = question.lower()
    return _FIGURE.sub(lambda found: "" if found.group().lower() in asked else found.group(), text)


def _mark_word(found: re.Match[str]) -> str:
    word = found.group()
    if word in _SCALES:
        return "#big"
    if word.isdigit() or word in _NUMBERS:
        return "#year" if re.fullmatch(r"(?:19|20)\d\d", word) else "#"
    if word[0].isdigit():
        return re.sub(r"^\d+", "# ", word)
    if word in _STATIVE_PAST:
        return f"{word}^"
    regular = word.endswith("ed") and len(word) > 4 and word not in _NO_PAST
    return f"{word}~" if (regular or word in _IRREGULAR) and word not in _STATIVE else word
