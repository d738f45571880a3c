"""Strengths and weaknesses of an interview, each with its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from viva.ai.engines.base import AnsweredQuestion, Outcome
from viva.ai.feedback.evidence import opening_of, quote_of, topic_of
from viva.ai.feedback.phrases import Phrases
from viva.ai.feedback.scores import points, tests_passed
from viva.ai.types import Coverage

MOST = 4
STRONG = 6.0  # points out of 10 from which an answer's covered points are called strengths
WEAK = 6.0  # and below which an answer is a weakness even if no point of it is named as missing
SURELY_COVERED = 0.6  # share of a key point
ALL_TESTS = 10.0


def strengths(answered: Sequence[AnsweredQuestion], phrases: Phrases) -> tuple[str, ...]:
    """One per question at most, the best question first."""
    best_first = sorted(answered, key=lambda item: -(points(item) or 0.0))
    found = (_strength(item, phrases) for item in best_first)
    return tuple(text for text in found if text)[:MOST]


def weaknesses(answered: Sequence[AnsweredQuestion], phrases: Phrases) -> tuple[str, ...]:
    """One per counted question at most, the weakest question first."""
    counted = [item for item in answered if points(item) is not None]
    found = (_weakness(item, phrases) for item in sorted(counted, key=lambda item: points(item) or 0.0))
    return tuple(text for text in found if text)[:MOST]


def missing_of(item: AnsweredQuestion) -> Iterator[Coverage]:
    """What the answer left out, the least covered first."""
    if item.evaluation:
        yield from sorted(item.evaluation.missing, key=lambda coverage: coverage.share)


def _strength(item: AnsweredQuestion, phrases: Phrases) -> str | None:
    if (points(item) or 0.0) < STRONG or item.evaluation is None:
        return None
    topic = topic_of(item.question)
    covered = sorted(item.evaluation.covered, key=lambda coverage: -coverage.share)
    for coverage in (each for each in covered if each.share >= SURELY_COVERED):
        quote = quote_of(coverage, item)
        if quote:
            return phrases.of("strength_quoted", topic=topic, point=_point(coverage), quote=quote)
    if item.code and tests_passed(item) == ALL_TESTS:
        counts = {"passed": str(item.code.passed), "total": str(item.code.total)}
        return phrases.of("strength_code", topic=topic, **counts)
    if covered and covered[0].share >= SURELY_COVERED:
        return phrases.of("strength_plain", topic=topic, point=_point(covered[0]))
    return None


def _weakness(item: AnsweredQuestion, phrases: Phrases) -> str | None:
    topic = topic_of(item.question)
    if item.outcome is Outcome.DONT_KNOW:
        return phrases.of("weakness_dont_know", topic=topic)
    if item.outcome in (Outcome.SKIPPED, Outcome.LEFT):
        return phrases.of("weakness_open", topic=topic)
    share = tests_passed(item)
    if item.code and share is not None and share < ALL_TESTS:
        counts = {
            "passed": str(item.code.passed),
            "total": str(item.code.total),
            "verdict": item.code.verdict,
        }
        return phrases.of("weakness_code", topic=topic, **counts)
    return _weak_words(item, topic, phrases)


def _weak_words(item: AnsweredQuestion, topic: str, phrases: Phrases) -> str | None:
    score = points(item) or 0.0
    quote = opening_of(item)
    for coverage in missing_of(item):
        quote = quote_of(coverage, item) or quote
        if quote:
            return phrases.of("weakness_quoted", topic=topic, point=_point(coverage), quote=quote)
        return phrases.of("weakness_plain", topic=topic, point=_point(coverage))
    if score >= WEAK:
        return None
    earned = f"{score:.1f}".removesuffix(".0")
    if quote:
        return phrases.of("weakness_low", topic=topic, points=earned, quote=quote)
    return phrases.of("weakness_low_plain", topic=topic, points=earned)


def _point(coverage: Coverage) -> str:
    return " ".join(coverage.text.split()).rstrip(".")
