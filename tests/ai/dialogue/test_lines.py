from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viva.ai.dialogue.lines import load_lines, say, variants_of
from viva.ai.dialogue.template import MissingSlotError
from viva.ai.engines.base import Line, Mode, Move, SayRequest

pytestmark = pytest.mark.unit

QUESTION = "What does {name} mean in [this] template, and why"
SLOTS: dict[Move, dict[str, str]] = {
    Move.GREET: {"name": "Zoë", "role": "Data Wizard", "minutes": "25", "total": "7"},
    Move.ASK: {"question": QUESTION, "order": "2", "total": "7"},
    Move.ASK_CODE: {"title": "Two Sum", "statement": QUESTION, "order": "2", "total": "7"},
    Move.FOLLOW_UP: {"question": QUESTION},
    Move.HINT: {"hint": QUESTION, "rung": "2", "rungs": "3"},
    Move.REPEAT: {"question": QUESTION},
    Move.CLARIFY: {"clarification": QUESTION},
    Move.TIME: {"minutes_left": "12"},
    Move.CODE_PASSED: {"passed": "9", "total": "9"},
    Move.CODE_FAILED: {"passed": "3", "total": "9", "verdict": "wrong answer"},
    Move.CODE_TALK: {"question": QUESTION},
    Move.FIVE_MINUTES: {"minutes_left": "5"},
}
EVERY = [(move, mode, number) for move in Move for mode in Mode for number in range(len(variants_of(move, mode)))]
GREETINGS = re.compile(r"\b(hello|hi|hey|welcome|good (morning|afternoon|evening)|nice to meet)\b", re.IGNORECASE)
JUDGING = re.compile(r"\b(correct|incorrect|wrong|right|well done|great|perfect|excellent|good)\b", re.IGNORECASE)
FAREWELL = re.compile(r"\b(goodbye|see you|farewell)\b", re.IGNORECASE)

every_line = pytest.mark.parametrize(("move", "mode", "number"), EVERY)


def words(move: Move, mode: Mode, number: int) -> str:
    """The line with slots that are a plain word, so that only its own sentences count."""
    return variants_of(move, mode)[number].render(dict.fromkeys(SLOTS.get(move, {}), "word"))


def sentences(text: str) -> int:
    return len(re.findall(r"[.?!](?=\s|$)", text))


def test_every_move_has_three_to_six_different_variants_in_each_mode():
    for move in Move:
        for mode in Mode:
            variants = variants_of(move, mode)
            assert 3 <= len(variants) <= 6, (move, mode)
            assert len(set(variants)) == len(variants), (move, mode)


def test_no_line_is_left_over():
    assert {move for move, _ in load_lines("en")} == set(Move)


@every_line
def test_a_line_carries_its_slots_word_for_word(move, mode, number):
    slots = SLOTS.get(move, {})
    text = variants_of(move, mode)[number].render(slots)
    assert [name for name, value in slots.items() if value not in text] == []
    left = text.replace(QUESTION, "")
    assert not set("{}[]") & set(left)


@every_line
def test_a_line_has_at_most_three_sentences_of_its_own(move, mode, number):
    assert sentences(words(move, mode, number)) <= 3


@every_line
def test_a_line_asks_nothing_that_a_yes_would_answer(move, mode, number):
    """A bare *yes* is read as an answer to the interview's question."""
    own = re.findall(r"[^.?!;:]+\?", words(move, mode, number))
    assert [asked for asked in own if not asked.strip().startswith("What")] == []


@every_line
def test_a_line_shouts_not_and_begins_with_a_capital(move, mode, number):
    text = words(move, mode, number)
    assert "!" not in text
    assert text[0].isupper() or text.startswith("word")


@every_line
def test_only_the_greeting_greets(move, mode, number):
    greets = bool(GREETINGS.search(words(move, mode, number)))
    assert greets is (move is Move.GREET)


@every_line
def test_only_the_end_says_goodbye(move, mode, number):
    farewell = bool(FAREWELL.search(words(move, mode, number)))
    assert farewell is (move in (Move.CLOSE, Move.TIME_UP))


@pytest.mark.parametrize(("move", "number"), [(move, number) for move, mode, number in EVERY if mode is Mode.REAL])
def test_real_mode_says_nothing_about_correctness(move, number):
    if move is not Move.CLARIFY:  # "good that you ask" judges no answer
        assert JUDGING.search(words(move, Mode.REAL, number)) is None


@pytest.mark.parametrize("mode", Mode)
def test_the_greeting_says_what_to_expect(mode):
    for variant in variants_of(Move.GREET, mode):
        text = variant.render(SLOTS[Move.GREET])
        assert "Zoë" in text
        assert "AI interviewer" in text
        assert "25 minutes" in text
        assert "7 questions" in text
        assert re.search(r"\bhints?\b", text, re.IGNORECASE)
        assert "?" not in text


@pytest.mark.parametrize("mode", Mode)
def test_the_greeting_does_without_a_name(mode):
    for variant in variants_of(Move.GREET, mode):
        text = variant.render(SLOTS[Move.GREET] | {"name": "", "total": "1"})
        assert re.match(r"(Hello|Hi|Welcome)[,.] ", text)
        assert "1 question for" in text or "1 question in" in text or "1 question and" in text


@pytest.mark.parametrize("move", [Move.CLOSE, Move.TIME_UP])
def test_the_end_thanks_and_names_the_result_page(move):
    for mode in Mode:
        for variant in variants_of(move, mode):
            text = variant.render({})
            assert re.search(r"\bthank", text, re.IGNORECASE)
            assert "result page" in text


def test_the_same_request_gives_the_same_words():
    request = SayRequest(Move.ACKNOWLEDGE, Mode.PRACTICE, seed=7, turn=3)
    assert say(request) == say(request)


def test_interviews_differ_in_their_words():
    said = {say(SayRequest(Move.ACKNOWLEDGE, Mode.PRACTICE, seed=seed)) for seed in range(40)}
    assert len(said) == len(variants_of(Move.ACKNOWLEDGE, Mode.PRACTICE))


@given(st.integers(), st.lists(st.sampled_from(Move), min_size=2, max_size=40), st.sampled_from(Mode))
def test_a_move_never_sounds_the_same_twice_in_a_row(seed, moves, mode):
    history: tuple[Line, ...] = ()
    last: dict[Move, str] = {}
    for turn, move in enumerate(moves):
        text = say(SayRequest(move, mode, SLOTS.get(move, {}), seed=seed, turn=turn, history=history))
        assert text != last.get(move)
        last[move] = text
        history = (*history, Line("interviewer", text), Line("candidate", "Something else."))


def test_neighbouring_turns_differ_without_a_history():
    for turn in range(20):
        first, second = (say(SayRequest(Move.THINKING, Mode.REAL, seed=5, turn=turn + step)) for step in (0, 1))
        assert first != second


def test_an_unknown_locale_speaks_english():
    english = say(SayRequest(Move.CLOSE, Mode.REAL, seed=1))
    assert say(SayRequest(Move.CLOSE, Mode.REAL, locale="tlh-QO", seed=1)) == english
    assert say(SayRequest(Move.CLOSE, Mode.REAL, locale="../../en", seed=1)) == english


def test_a_missing_slot_is_an_error_that_names_it():
    with pytest.raises(MissingSlotError, match="'question'"):
        say(SayRequest(Move.REPEAT, Mode.REAL))
