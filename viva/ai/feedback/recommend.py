"""Three things to do next, the most telling first."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from viva.ai.engines.base import AnsweredQuestion, ConcludeRequest, Outcome
from viva.ai.feedback.evidence import topic_of
from viva.ai.feedback.findings import missing_of
from viva.ai.feedback.phrases import Phrases
from viva.ai.feedback.scores import communication, is_assessed, overall, points, tests_passed
from viva.ai.types import Difficulty

HOW_MANY = 3
UNCLEAR = 60.0  # communication, out of 100
READY_FOR_MORE = 75.0  # overall, out of 100
SOLID = 8.0  # points out of 10
_HARDER = {Difficulty.EASY: Difficulty.MEDIUM, Difficulty.MEDIUM: Difficulty.HARD}


def recommend(request: ConcludeRequest, phrases: Phrases) -> tuple[str, ...]:
    """Exactly HOW_MANY different ones."""
    if not any(is_assessed(item) for item in request.answered):
        return _to_begin_with(request, phrases)
    found = dict.fromkeys(_ranked(request, phrases))
    return tuple(islice(found, HOW_MANY))


def _to_begin_with(request: ConcludeRequest, phrases: Phrases) -> tuple[str, ...]:
    topic = topic_of(request.answered[0].question) if request.answered else request.kind.value.replace("_", " ")
    return (
        phrases.of("answer_something", topic=topic),
        phrases.of("think_aloud"),
        phrases.of("begin_easy"),
    )


def _ranked(request: ConcludeRequest, phrases: Phrases) -> Iterator[str]:
    """The weakest question, then what held the whole back, then the other questions, then ways onward."""
    counted = [item for item in request.answered if points(item) is not None]
    weakest_first = sorted(counted, key=lambda item: points(item) or 0.0)
    to_learn = [text for item in weakest_first if (text := _for_question(item, phrases))]
    yield from to_learn[:1]
    yield from _for_time(request, phrases)
    yield from to_learn[1:2]
    yield from _for_hints(weakest_first, phrases)
    clear = communication(request.answered)
    if clear is not None and clear < UNCLEAR:
        yield phrases.of("be_clear")
    yield from to_learn[2:]
    yield from _onward(request, weakest_first, phrases)


def _for_question(item: AnsweredQuestion, phrases: Phrases) -> str | None:
    topic = topic_of(item.question)
    share = tests_passed(item)
    if share is not None and share < 10:
        return phrases.of("test_code", topic=topic)
    missing = next(missing_of(item), None)
    if item.outcome is Outcome.ANSWERED and missing:
        return phrases.of("learn_point", topic=topic, point=" ".join(missing.text.split()).rstrip("."))
    if item.outcome is not Outcome.ANSWERED:
        return phrases.of("learn_topic", topic=topic)
    return phrases.of("deepen_topic", topic=topic) if (points(item) or 0.0) < SOLID else None


def _for_time(request: ConcludeRequest, phrases: Phrases) -> Iterator[str]:
    missed = [item for item in request.answered if item.outcome is Outcome.NOT_REACHED]
    if missed:
        minutes = sum(item.question.minutes for item in request.answered) / len(request.answered)
        yield phrases.of("keep_time", missed=str(len(missed)), minutes=f"{minutes:.0f}")


def _for_hints(items: list[AnsweredQuestion], phrases: Phrases) -> Iterator[str]:
    for item in sorted(items, key=lambda item: -item.hints_used)[:1]:
        if item.hints_used:
            yield phrases.of("without_hints", topic=topic_of(item.question), hints=str(item.hints_used))


def _onward(request: ConcludeRequest, weakest_first: list[AnsweredQuestion], phrases: Phrases) -> Iterator[str]:
    harder = _HARDER.get(request.difficulty)
    if harder and (overall(request.answered) or 0.0) >= READY_FOR_MORE:
        yield phrases.of("harder", difficulty=harder.value)
    yield phrases.of("same_again", kind=request.kind.value.replace("_", " "))
    topic = topic_of(weakest_first[0].question)
    yield phrases.of("two_minutes", topic=topic)
    yield phrases.of("other_side", topic=topic)
