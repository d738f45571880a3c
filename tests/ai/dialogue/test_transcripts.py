"""Whole conversations read like a good interviewer's: the golden files are what was read and found good."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.ai.dialogue.transcripts import SCRIPTS, conversation
from viva.ai.types import Kind

pytestmark = pytest.mark.unit

every_script = pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)


def test_there_is_a_script_of_twelve_turns_for_every_kind():
    assert {script.stem for script in SCRIPTS} == {kind.value for kind in Kind}
    assert [len(conversation(script).raw["turns"]) for script in SCRIPTS] == [12] * len(Kind)


@every_script
def test_the_conversation_is_the_golden_one(script):
    assert conversation(script).text() == script.with_suffix(".md").read_text(encoding="utf-8")


@every_script
def test_it_greets_once_asks_each_question_once_and_says_goodbye_once(script):
    played = conversation(script)
    moves = Counter(played.moves)
    assert moves["greet"] == 1
    assert moves["ask"] + moves["ask_code"] == len(played.script.questions)
    assert moves["close"] + moves["time_up"] == 1


@every_script
def test_no_line_is_said_twice(script):
    said = [line.text for line in conversation(script).lines if line.speaker == "interviewer"]
    assert [text for text, times in Counter(said).items() if times > 1] == []
