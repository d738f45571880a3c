"""The linter's rules for a question: each gives (field, message) for what it finds wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from viva.ai.bank.roles import ROLES
from viva.ai.bank.skills import is_known, suggestion
from viva.ai.bank.words import common_run, content_words, words
from viva.ai.types import Question

Finding = tuple[str, str]
Rule = Callable[[Question], Iterator[Finding]]

TEXT_WORDS = (8, 75)
TEXT_SENTENCES = 3
CLARIFICATION_WORDS = (8, 60)
ANSWER_WORDS = (60, 150)
KEY_POINTS = (3, 6)
PARAPHRASES = (2, 4)
FOLLOW_UPS = (3, 9)
HINTS = (2, 3)
MODEL_WORDS = (80, 200)
WRONG_ANSWERS_AT_LEAST = 2
WRONG_WORDS = (25, 150)
SHARED = 0.4  # share of the expected answer's content words that a wrong answer has at least
RETOLD_RUN = 8  # words in a row that a model answer may not have in common with the expected one
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


def skills_are_known(question: Question) -> Iterator[Finding]:
    """Two names for one skill would tear its questions apart, in choosing as in what somebody's progress shows."""
    for skill in question.skills:
        if not is_known(skill):
            meant = suggestion(skill)
            yield "skills", f"{skill} is not in skills.txt" + (f"; is {meant} meant?" if meant else "")


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
    for point in texts.keys() - {step.key_point for step in question.follow_ups}:
        yield "follow_ups", f"none leads to {point}"
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


def model_answer_in_own_words(question: Question) -> Iterator[Finding]:
    """What is shown as a good answer says the same as the expected one without repeating it."""
    yield from _within("model_answer", len(words(question.model_answer)), MODEL_WORDS, "words")
    if len(run := common_run(question.model_answer, question.expected_answer)) >= RETOLD_RUN:
        yield "model_answer", f"word for word in the expected answer: {' '.join(run)!r}"
    for point in question.key_points:
        if len(run := common_run(point.text, question.model_answer)) >= min(COPIED_RUN, len(words(point.text))):
            yield "model_answer", f"word for word the key point {point.id}: {' '.join(run)!r}"


def wrong_answers_sound_right(question: Question) -> Iterator[Finding]:
    """They have the vocabulary of the right answer, so that a grader cannot tell them by their words alone."""
    if len({wrong.text for wrong in question.wrong_answers}) < WRONG_ANSWERS_AT_LEAST:
        yield "wrong_answers", f"at least {WRONG_ANSWERS_AT_LEAST} different ones are wanted"
    expected = content_words(question.expected_answer)
    for index, wrong in enumerate(question.wrong_answers):
        yield from _within(f"wrong_answers.{index}.text", len(words(wrong.text)), WRONG_WORDS, "words")
        shared = len(content_words(wrong.text) & expected) / max(len(expected), 1)
        if shared < SHARED:
            missing = ", ".join(sorted(expected - content_words(wrong.text)))
            yield f"wrong_answers.{index}.text", f"shares {shared:.0%} of the expected words; not: {missing}"


RULES: tuple[Rule, ...] = (
    lengths,
    roles_are_known,
    skills_are_known,
    key_points_in_own_words,
    follow_ups_aim_well,
    clarification_tells_nothing,
    hints_leave_something,
    model_answer_in_own_words,
    wrong_answers_sound_right,
)


def _within(field: str, number: int, limits: tuple[int, int], unit: str) -> Iterator[Finding]:
    low, high = limits
    if not low <= number <= high:
        yield field, f"{number} {unit}; {low} to {high} are wanted"
