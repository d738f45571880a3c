"""Text as the rules see it: lower case, contractions spelled out, cut into clauses of words."""

from __future__ import annotations

import re
import unicodedata

from viva.ai.dialogue.rules import Rules

Clause = tuple[str, ...]

# A line break ends a clause where a sentence may begin or a list goes on, not in the middle of "I don't / know".
_CLAUSE_ENDS = re.compile(r"[.?!;:,()\[\]\"“”…–—]+|\n(?=\s*(?:[A-Z0-9*•\-]|\n|$))|(?<!\w)-(?!\w)")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?|[^\s\w]|_")


def plain(text: str) -> str:
    """Folded to compatibility forms and lower case, without invisible characters."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("‘", "'")
    if folded.isascii():
        return folded  # nothing of ASCII is invisible in this sense
    return "".join(char for char in folded if unicodedata.category(char) != "Cf")


def clauses_of(text: str, rules: Rules) -> list[Clause]:
    """Clauses with at least one word. Signs other than punctuation are words: they may be content."""
    clauses = (_words(part, rules) for part in _CLAUSE_ENDS.split(plain(text)))
    return [clause for clause in clauses if clause]


def stems_of(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in re.findall(r"[^\W_]+", plain(text)))


def stem(word: str) -> str:
    """Without the ending of a plural, roughly."""
    for ending in ("es", "s"):
        if len(word) > 4 and word.endswith(ending):
            return word.removesuffix(ending)
    return word


def _words(text: str, rules: Rules) -> Clause:
    found = (rules.spellings.get(word, word) for word in _WORD.findall(text) if word != "'")
    return tuple(word for spelled in found for word in spelled.split())
