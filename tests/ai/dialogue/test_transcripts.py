"""Whole conversations read like a good interviewer's: the golden files are what was read and found good."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import pytest

from tests.ai.dialogue.transcripts import SCRIPTS, Conversation, conversation
from viva.ai.types import Difficulty, Kind

pytestmark = pytest.mark.unit

every_script = pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
LONG = 50  # words


def said_by(played: Conversation, speaker: str) -> list[str]:
    return [line.text for line in played.lines if line.speaker == speaker]


def test_there_is_a_script_of_twelve_turns_for_every_kind():
    assert {script.stem for script in SCRIPTS} == {kind.value for kind in Kind}
    assert min(len(conversation(script).raw["turns"]) for script in SCRIPTS) >= 12


def test_hiring_and_practice_are_both_among_them():
    assert {conversation(script).script.mode.value for script in SCRIPTS} == {"practice", "real"}


@every_script
def test_the_conversation_is_the_golden_one(script):
    """After a change that is meant: `make transcripts`, and read what it wrote."""
    assert conversation(script).text() == script.with_suffix(".md").read_text(encoding="utf-8")


@every_script
def test_the_candidate_does_what_candidates_do(script):
    """Small talk, a question about the question, a wish for help, not knowing, a thin answer and a long one."""
    played = conversation(script)
    moves = set(played.moves)
    assert moves >= {"small_talk", "clarify", "dont_know"}
    assert moves & {"hint", "hints_off"}
    assert moves & {"follow_up", "code_talk"}
    assert max(len(text.split()) for text in said_by(played, "candidate")) >= LONG


@every_script
def test_it_greets_once_asks_each_question_once_and_says_goodbye_once(script):
    played = conversation(script)
    moves = Counter(played.moves)
    assert moves["greet"] == 1
    assert moves["ask"] + moves["ask_code"] == len(played.script.questions)
    assert moves["close"] + moves["time_up"] == 1


@every_script
def test_no_line_is_said_twice(script):
    said = said_by(conversation(script), "interviewer")
    assert [text for text, times in Counter(said).items() if times > 1] == []


@every_script
def test_the_interviewers_neighbouring_lines_do_not_begin_alike(script):
    said = said_by(conversation(script), "interviewer")
    openings = [re.sub(r"\W.*", "", text, flags=re.DOTALL) for text in said]
    assert [pair for pair in pairwise(openings) if pair[0] == pair[1]] == []


def test_the_technical_candidate_who_answers_well_is_asked_something_harder():
    played = conversation(next(script for script in SCRIPTS if script.stem == "technical"))
    assert [question.difficulty for question in played.questions] == list(Difficulty)
    assert [question.id for question in played.questions][:2] == played.raw["questions"][:2]
    assert played.state.exchanged == (2,)
