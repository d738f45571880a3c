"""How the linter compares texts: by words, by stems of content words, and by what stands in a row."""

from __future__ import annotations

import re

# Words that carry no content of their own, and verbs so general that they give nothing away.
COMMON = frozenset(
    """
    a about above after again against ago all almost already also although always am among an and
    another any anybody anyone anything are as ask at away back be because become been before begin
    behind being below best better between both but by call came can cannot case certain come could
    day did different do does done down during each either else enough even ever every everybody
    everyone everything exactly far few find first for found from further gave get give given go
    goes going gone good got had happen happens has have having he help her here him his how however
    i if in instead into is it its itself just keep kept kind knew know known last later least less
    let like little long look looked lot made make makes many may maybe me mean might moment more
    most mostly much must my myself name need needs neither never new next no nobody none nor not
    nothing now of off often on once one ones only or other others our out over own part people
    person place possible put quite rather really right said same saw say second see seen several
    shall she should since so some somebody someone something soon still such take taken tell than
    that the their them themselves then there these they thing things think this those though three
    through thus time to today together told too took toward towards tried try turn two under until
    up upon us use used uses using very want wanted was way we well went were what when where
    whether which while who whole whom whose why will with within without work worked works would
    year years yes yet you your yourself
    """.split()  # noqa: SIM905 - a list of 300 strings is no easier to read
)
_ENDINGS = (
    "ations",
    "ation",
    "ments",
    "ment",
    "ings",
    "ing",
    "ies",
    "ied",
    "ers",
    "ed",
    "es",
    "er",
    "ly",
    "s",
    "e",
    "y",
)


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+(?:['’][a-z]+)?", text.lower())


def content_words(text: str) -> frozenset[str]:
    """The stems of the words that carry content."""
    return frozenset(stem(word) for word in words(text) if word not in COMMON and len(word) > 1)


def stem(word: str) -> str:
    """A crude stem: one ending off, as long as four letters stay. Enough to see 'retries' in 'retry'."""
    word = word.split("'")[0].split("’")[0]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0


def common_run(one: str, other: str) -> list[str]:
    """The longest row of words that stands in both texts."""
    here, there = words(one), words(other)
    best_end = best = 0
    previous = [0] * (len(there) + 1)
    for position, word in enumerate(here, start=1):
        current = [0] * (len(there) + 1)
        for index, other_word in enumerate(there, start=1):
            if word == other_word:
                current[index] = previous[index - 1] + 1
                if current[index] > best:
                    best, best_end = current[index], position
        previous = current
    return here[best_end - best : best_end]
