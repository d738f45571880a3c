"""Of what an answer says that its speaker does not know it: then nobody asks after it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from viva.ai.bank.words import content_words

_SURELY = r"(?:really |actually |honestly |quite |entirely |yet )*"
_CANNOT = r"(?:do not|don['’]?t|can ?not|can['’]?t|could not|couldn['’]?t)"
_KNOWN = "(?:used|heard|worked|done|tried|learned|looked|touched|met|seen)"
# Said of oneself, now: "the client cannot tell" and "I did not know her then" deny nothing.
_DENIAL = re.compile(
    rf"(?:^\W*|\bi(?: am|['’]m| have|['’]ve)? ){_SURELY}"
    rf"(?:{_CANNOT} {_SURELY}(?:know|remember|recall|say|tell)"
    rf"|(?:not {_SURELY}(?:sure|certain|familiar)|unsure|unfamiliar)"
    rf"|(?:never|not|have not|haven['’]?t) {_SURELY}{_KNOWN})\b"
    r"|\bno (?:idea|clue)\b",
    re.IGNORECASE,
)
# All that is left is denied at once.
_NO_MORE = re.compile(
    r"\bthat(?:['’]s| is| was) (?:all|everything) (?:that )?i (?:know|remember|recall|have|can (?:say|think of))\b"
    rf"|\bi {_CANNOT} {_SURELY}(?:know|remember|recall|say|think of) (?:any ?more|much more|more|the rest"
    r"|the others?|any ?thing (?:else|more))\b"
    r"|\bnothing (?:else|more) (?:comes to mind|to add|from me)\b",
    re.IGNORECASE,
)
_PARTS = re.compile(r"[.;!?\n]+|,?\s+\b(?:but|though|although|however)\b|,\s+(?=(?:and|so)\b)", re.IGNORECASE)


def denied_of(answer: str, matters: Mapping[str, Iterable[str]], *, asked: str = "") -> set[str]:
    """The names of the `matters` (each told by texts) of which `answer` says *I don't know*: all where it says so
    of everything more, else for each denial the ones that share most words with it.

    Words that stand in the question `asked` belong to each of its matters and tell none of them.
    """
    if _NO_MORE.search(answer):
        return set(matters)
    words = {
        name: frozenset[str]().union(*map(content_words, texts)) - content_words(asked)
        for name, texts in matters.items()
    }
    parts = [part.strip() for part in _PARTS.split(answer)]
    return set[str]().union(*(_meant(_own_words(part), words) for part in parts if _DENIAL.search(part)))


def _meant(said: frozenset[str], words: Mapping[str, frozenset[str]]) -> set[str]:
    shared = {name: len(said & own) for name, own in words.items()}
    most = max(shared.values(), default=0)
    return {name for name, count in shared.items() if count == most} if most else set()


def _own_words(part: str) -> frozenset[str]:
    """Of a part of a sentence, without the words that deny."""
    return content_words(_DENIAL.sub(" ", part))
