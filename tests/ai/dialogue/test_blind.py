"""Utterances that neither rules nor training have seen: the figures that intents are held to."""

from __future__ import annotations

import pytest

from tests.ai.dialogue.asking import Labelled, blind, heldout, intent_of
from viva.ai.types import Intent

pytestmark = pytest.mark.unit

WRITERS = [pytest.param(blind, 0.95, 0.99, id="blind"), pytest.param(heldout, 0.90, 0.98, id="held out")]


def right(utterances: list[Labelled]) -> tuple[float, list[str]]:
    """The share that is understood, and what is not."""
    read = [(want, intent_of(**said), said["say"]) for want, said in utterances]
    wrong = [f"{want.value} read as {got.value}: {say!r}" for want, got, say in read if want is not got]
    return 1 - len(wrong) / len(read), wrong


@pytest.mark.parametrize(("writer", "accuracy", "_recall"), WRITERS)
def test_utterances_of_a_stranger_are_understood(writer, accuracy, _recall):
    share, wrong = right(writer())
    assert share >= accuracy, "\n".join(wrong)


@pytest.mark.parametrize(("writer", "_accuracy", "recall"), WRITERS)
def test_answers_of_a_stranger_are_taken_for_answers(writer, _accuracy, recall):
    share, wrong = right([(intent, said) for intent, said in writer() if intent is Intent.ANSWER])
    assert share >= recall, "\n".join(wrong)
