"""The linter's rules for a question: each gives (field, message) for what it finds wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from viva.ai.bank.roles import ROLES
from viva.ai.bank.words import common_run, content_words, words
from viva.ai.types import Question

Finding = tuple[str, str]
Rule = Callable[[Question], Iterator[Finding]]

TEXT_WORDS = (8, 75)
TEXT_SENTENCES = 3
CLARIFICATION_WORDS = (8, 60)
ANSWER_WORDS = (60, 150)
KEY_POINTS = (3, 6)
PARAPHRASES = (2, 3)
FOLLOW_UPS = (1, 3)
HINTS = (2, 3)
COPIED_RUN = 5  # words in a row that count as copied from the expected answer
GIVEN_AWAY = 0.5  # share of a key point's content words that a clarification may not reach
HINT_IS_ANSWER = 0.5  # share of the expected answer's content words that a hint may not reach


def lengths(question: Question) -> Iterator[Finding]:
    """Texts are as long as they can be spoken and judged; lists hold as much as the engine needs."""
    yield from _within("text", len(words(question.text)), TEXT_WORDS, "words")
    yield from _within("clarification", len(words(question.clarification)), CLARIFICATION_WORDS, "words")
    yield from _within("expected_answer", len(words(question.expected_answer)), ANSWER_WORDS, "words")
    yield from _within("key_points", len(question.key_points), KEY_POINTS, "key points")
    yield from _within("follow_ups", len(question.follow_ups), FOLLOW_UPS, "follow-ups")
    yield from _within("hints", len(question.hints), HINTS, "hints")
    for index, point in enumerate(question.key_points):
        yield from _within(f"key_points.{index}.paraphrases", len(point.paraphrases), PARAPHRASES, "paraphrases")
    if (sentences := len(re.findall(r"[.?!](?=\s|$)", question.text))) > TEXT_SENTENCES:
        yield "text", f"{sentences} sentences are more than {TEXT_SENTENCES}"


def roles_are_known(question: Question) -> Iterator[Finding]:
    for role in question.roles:
        if role not in ROLES:
            yield "roles", f"{role} is not in ROLES"


def key_points_in_own_words(question: Question) -> Iterator[Finding]:
    """A key point that repeats the expected answer would only find answers that copy it."""
    for index, point in enumerate(question.key_points):
        run = common_run(point.text, question.expected_answer)
        if len(run) >= min(COPIED_RUN, len(words(point.text))):
            yield f"key_points.{index}.text", f"word for word in the expected answer: {' '.join(run)!r}"
        texts = [" ".join(words(text)) for text in (point.text, *point.paraphrases)]
        if len(set(texts)) < len(texts):
            yield f"key_points.{index}.paraphrases", "a paraphrase repeats another or the key point"


def follow_ups_aim_well(question: Question) -> Iterator[Finding]:
    """A follow-up names an existing key point and says none of its content words."""
    texts = {point.id: point.text for point in question.key_points}
    asked = content_words(f"{question.text} {question.clarification}")
    for index, step in enumerate(question.follow_ups):
        if step.key_point not in texts:
            yield f"follow_ups.{index}.key_point", f"there is no key point {step.key_point}"
            continue
        if told := (content_words(step.text) & content_words(texts[step.key_point])) - asked:
            yield f"follow_ups.{index}.text", f"gives its key point away: {', '.join(sorted(told))}"


def clarification_tells_nothing(question: Question) -> Iterator[Finding]:
    """It restates the question; what it adds must not be half of a key point."""
    added = content_words(question.clarification) - content_words(question.text)
    for point in question.key_points:
        wanted = content_words(point.text) - content_words(question.text)
        if wanted and len(added & wanted) / len(wanted) >= GIVEN_AWAY:
            yield "clarification", f"gives away {point.id}: {', '.join(sorted(added & wanted))}"


def hints_leave_something(question: Question) -> Iterator[Finding]:
    answer = content_words(question.expected_answer)
    for index, hint in enumerate(question.hints):
        if answer and len(content_words(hint) & answer) / len(answer) >= HINT_IS_ANSWER:
            yield f"hints.{index}", "says as much as the expected answer"
        if hint in question.hints[:index]:
            yield f"hints.{index}", "repeats an earlier hint"


RULES: tuple[Rule, ...] = (
    lengths,
    roles_are_known,
    key_points_in_own_words,
    follow_ups_aim_well,
    clarification_tells_nothing,
    hints_leave_something,
)


def _within(field: str, number: int, limits: tuple[int, int], unit: str) -> Iterator[Finding]:
    low, high = limits
    if not low <= number <= high:
        yield field, f"{number} {unit}; {low} to {high} are wanted"
