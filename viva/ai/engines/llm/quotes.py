"""Quotes by a model, found in what was said: the answer's own letters are kept, or nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

LEAST_WORDS = 3
LONGEST = 400
_WORD = re.compile(r"\w+")


def find_quote(quote: str, answers: Sequence[str], *, within: Sequence[str] | None = None) -> str | None:
    """The passage of an answer that has the quote's words in its order, in the answer's letters; None without one.

    Signs, blanks and capitals may differ, words may not. Under three words it must be a whole answer. Given
    `within` (the answers as they were judged), it must stand in one of those too.
    """
    words = [found.group().casefold() for found in _WORD.finditer(quote)]
    if not words or len(quote) > LONGEST:
        return None
    if within is not None and not any(_span(words, text) for text in within):
        return None
    for answer in answers:
        span = _span(words, answer)
        if span:
            whole = len(_WORD.findall(answer)) == len(words)
            return answer[span[0] : span[1]] if len(words) >= LEAST_WORDS or whole else None
    return None


def _span(words: Sequence[str], text: str) -> tuple[int, int] | None:
    """Where in `text` these words stand in a row."""
    found = [(match.group().casefold(), match.start(), match.end()) for match in _WORD.finditer(text)]
    size = len(words)
    for first in range(len(found) - size + 1):
        if all(found[first + offset][0] == words[offset] for offset in range(size)):
            return found[first][1], found[first + size - 1][2]
    return None
