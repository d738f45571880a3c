"""What feedback may lean on: the topic of a question and words that really stand in an answer."""

from __future__ import annotations

import re

from viva.ai.bank.skills import skill_words
from viva.ai.engines.base import AnsweredQuestion
from viva.ai.types import Coverage, Question

LONGEST_TOPIC = 60
LONGEST_QUOTE = 160

_SENTENCE = re.compile(r"\S[^\n]*?(?:[.?!](?=\s|$)|$)", re.MULTILINE)


def topic_of(question: Question) -> str:
    """Its problem's title, its first skill in words, or the beginning of its text."""
    if question.problem:
        return question.problem.title
    if question.skills:
        return skill_words(question.skills[0])
    text = " ".join(question.text.split())
    return text if len(text) <= LONGEST_TOPIC else f"{text[:LONGEST_TOPIC].rsplit(' ', 1)[0]} …"


def quote_of(coverage: Coverage, item: AnsweredQuestion) -> str | None:
    """The coverage's quote if it stands word for word in what was said."""
    quote = coverage.quote
    return quote if quote and quote.strip() and stands_in(quote, item) else None


def opening_of(item: AnsweredQuestion) -> str | None:
    """The first sentence said, word for word and cut at a word if long; None if nothing was said."""
    for answer in item.answers:
        match = _SENTENCE.search(answer[: LONGEST_QUOTE * 4])
        if match:
            return _cut(match.group())
    return None


def stands_in(quote: str, item: AnsweredQuestion) -> bool:
    return any(quote in answer for answer in item.answers)


def _cut(sentence: str) -> str:
    if len(sentence) <= LONGEST_QUOTE:
        return sentence.rstrip()
    return sentence[:LONGEST_QUOTE].rsplit(" ", 1)[0].rstrip()
