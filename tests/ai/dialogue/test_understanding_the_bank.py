"""What the bank expects to hear is an answer: all of it by the rules, the first of it by the model too."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from viva.ai.bank.loader import load_bank
from viva.ai.dialogue.understanding import understand, understand_by_rules
from viva.ai.engines.base import UnderstandRequest
from viva.ai.types import Intent, Question, Understanding

pytestmark = pytest.mark.integration  # thousands of utterances through the model


def said_in_bank(question: Question) -> list[str]:
    points = [text for point in question.key_points for text in (point.text, *point.paraphrases)]
    return [question.expected_answer, *question.expected_answer.split(". "), *points]


def misread_of_bank(read: Callable[[UnderstandRequest], Understanding], most: int | None) -> list[tuple[str, str]]:
    return [
        (question.id, words)
        for question in load_bank()
        for said in said_in_bank(question)[:most]
        for words in (said, f"I'm not sure, but {said}", f"Hmm, let me think. {said}")
        if read(UnderstandRequest(words, question, question.text)).intent is not Intent.ANSWER
    ]


def test_everything_that_the_bank_expects_is_read_as_an_answer_by_the_rules():
    assert misread_of_bank(understand_by_rules, most=None) == []


def test_nearly_all_that_the_bank_expects_first_is_read_as_an_answer():
    misread = misread_of_bank(understand, most=2)
    assert len(misread) <= 0.01 * len(load_bank()) * 6, misread
