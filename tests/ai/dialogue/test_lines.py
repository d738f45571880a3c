from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viva.ai.dialogue.lines import load_lines, say, section_of, sections_of, variants_of
from viva.ai.dialogue.template import MissingSlotError
from viva.ai.engines.base import Line, Mode, Move, SayRequest

pytestmark = pytest.mark.unit

QUESTION = "What does {name} mean in [this] template, and why"
SLOTS: dict[str, dict[str, str]] = {
    Move.GREET: {"name": "Zoë", "role": "Data Wizard", "minutes": "25", "total": "7"},
    Move.ASK: {"question": QUESTION, "order": "2", "total": "7"},
    "ask_first": {"question": QUESTION},
    "ask_last": {"question": QUESTION},
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
SECTIONS = [section for move in Move for section in sections_of(move)]
PRACTICE_ALONE = {"acknowledge_strong", "acknowledge_fair", "acknowledge_thin"}
EVERY = [
    (section, mode, number)
    for section in SECTIONS
    for mode in Mode
    for number in range(len(variants_of(section, mode)))
]
GREETINGS = re.compile(r"\b(hello|hi|hey|welcome|good (morning|afternoon|evening)|nice to meet)\b", re.IGNORECASE)
# Words that tell, or could be taken to tell, whether an answer was right.
GIVING_AWAY = """
    accurate agree almost amazing awesome bad best better bingo brilliant but clear clearly correct
    correctly disagree doubt error exactly excellent failed false fantastic flawless good great hardly
    however ideal impressive inaccurate incomplete incorrect indeed interesting lacking love mistake
    mistaken missed missing neat nice nicely off perfect pity poor precisely progress proper quite really
    right sadly solid splendid strong super terrific thorough true unfortunately unsure weak wonderful
    worry wrong yes
""".split()  # noqa: SIM905 - a list of seventy strings is no easier to read
JUDGING = re.compile(rf"\b(?:{'|'.join(GIVING_AWAY)}|well (?:done|put|said)|spot on|not sure)\b", re.IGNORECASE)
# What an acknowledgement or a consolation in practice is warm by.
WARM = re.compile(
    r"\b(thank you|thanks|pace|easier|on we go|strong|well|clear|nicely|nice|exactly|good|solid|much of it|"
    r"fine|points that matter|gave it a try|start|we all|every try|keep going|no problem|everyone|"
    r"worth a lot|tonight)\b",
    re.IGNORECASE,
)
COLD = re.compile(r"\b(wrong|bad|poor|weak|unfortunately|sadly|failure|disappointing)\b", re.IGNORECASE)
FAREWELL = re.compile(r"\b(goodbye|see you|farewell)\b", re.IGNORECASE)


def words(move: str, mode: Mode, number: int) -> str:
    """The line with slots that are a plain word, so that only its own sentences count."""
    return variants_of(move, mode)[number].render(dict.fromkeys(SLOTS.get(move, {}), "word") | {"topic": "word"})


def sentences(text: str) -> int:
    return len(re.findall(r"[.?!](?=\s|$)", text))


def test_every_section_has_at_least_three_different_variants_in_each_mode():
    for section in SECTIONS:
        for mode in Mode:
            variants = variants_of(section, mode)
            least = 0 if mode is Mode.REAL and section in PRACTICE_ALONE else 3
            assert least <= len(variants) <= 8, (section, mode)
            assert len(set(variants)) == len(variants), (section, mode)


def test_what_is_said_for_every_question_has_more_variants_than_an_interview_has_questions():
    for section in ("ask", "follow_up"):
        assert {len(variants_of(section, mode)) for mode in Mode} == {8}
    assert len(variants_of("acknowledge", Mode.REAL)) == 8
    practice = [variants_of(section, Mode.PRACTICE) for section in sections_of(Move.ACKNOWLEDGE)]
    assert min(map(len, practice)) >= 5


def test_no_line_is_left_over():
    assert {section for section, _ in load_lines("en")} == set(SECTIONS)


def test_a_line_carries_its_slots_word_for_word():
    for move, mode, number in EVERY:
        slots = SLOTS.get(move, {})
        text = variants_of(move, mode)[number].render(slots)
        assert [name for name, value in slots.items() if value not in text] == [], (move, mode, number)
        left = text.replace(QUESTION, "")
        assert not set("{}[]") & set(left), (move, mode, number)


def test_a_line_has_at_most_three_sentences_of_its_own():
    assert [line for line in EVERY if sentences(words(*line)) > 3] == []


def test_a_line_asks_nothing_that_a_yes_would_answer():
    """A bare *yes* is read as an answer to the interview's question."""
    asked = [question for line in EVERY for question in re.findall(r"[^.?!;:]+\?", words(*line))]
    assert asked
    assert [question for question in asked if not question.strip().startswith("What")] == []


def test_a_line_shouts_not_and_begins_with_a_capital():
    said = [words(*line) for line in EVERY]
    assert [text for text in said if "!" in text] == []
    assert [text for text in said if not (text[0].isupper() or text.startswith("word"))] == []


def test_only_the_greeting_greets():
    greeting = [line for line in EVERY if GREETINGS.search(words(*line))]
    assert greeting == [line for line in EVERY if line[0] == Move.GREET]


def test_only_the_end_says_goodbye():
    saying = [line for line in EVERY if FAREWELL.search(words(*line))]
    assert saying == [line for line in EVERY if line[0] in (Move.CLOSE, Move.TIME_UP)]


# These judge no answer: hints are off, and of code the tests say themselves how many failed.
INNOCENT = {Move.HINTS_OFF: {"off", "best", "but"}, Move.GREET: {"off", "but"}, Move.CODE_FAILED: {"failed"}}


def test_real_mode_says_nothing_about_correctness():
    for move, mode, number in EVERY:
        if mode is Mode.REAL:
            told = {word.casefold() for word in JUDGING.findall(words(move, mode, number))}
            assert told - INNOCENT.get(move, set()) == set(), (move, number)


def test_real_mode_has_no_line_for_how_an_answer_was():
    for quality in ("strong", "fair", "thin"):
        request = SayRequest(Move.ACKNOWLEDGE, Mode.REAL, {"quality": quality})
        assert section_of(request) == "acknowledge"
        assert variants_of(f"acknowledge_{quality}", Mode.REAL) == ()


@pytest.mark.parametrize("section", [*sections_of(Move.ACKNOWLEDGE), Move.DONT_KNOW])
def test_practice_is_warm_after_every_answer_and_none(section):
    said = [words(section, Mode.PRACTICE, number) for number in range(len(variants_of(section, Mode.PRACTICE)))]
    assert [text for text in said if not WARM.search(text)] == []


def test_practice_never_discourages():
    said = [words(*line) for line in EVERY if line[1] is Mode.PRACTICE]
    assert said
    assert [text for text in said if COLD.search(text)] == []


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
def test_the_end_thanks_and_says_where_to_look(move):
    """A company's candidate sees a result only once it is released: no line of real mode promises one."""
    for mode, page in ((Mode.PRACTICE, "result page"), (Mode.REAL, "page that follows")):
        for variant in variants_of(move, mode):
            text = variant.render({})
            assert re.search(r"\bthank", text, re.IGNORECASE)
            assert page in text
    told = [variant.render({}) for each in Move for variant in variants_of(each, Mode.REAL) if not variant.slots()]
    assert [text for text in told if re.search(r"feedback|result", text)] == []


def test_the_same_request_gives_the_same_words():
    request = SayRequest(Move.ACKNOWLEDGE, Mode.PRACTICE, seed=7, turn=3)
    assert say(request) == say(request)


def test_interviews_differ_in_their_words():
    said = {say(SayRequest(Move.ACKNOWLEDGE, Mode.PRACTICE, seed=seed)) for seed in range(40)}
    assert len(said) == len(variants_of(Move.ACKNOWLEDGE, Mode.PRACTICE))


QUALITIES = ["", "strong", "fair", "thin"]


def thanked(seed: int, qualities: list[str], mode: Mode) -> list[str]:
    """The acknowledgements of one interview, with other lines between them."""
    history: tuple[Line, ...] = ()
    said = []
    for turn, quality in enumerate(qualities):
        slots = {"quality": quality, "topic": "caching"}
        text = say(SayRequest(Move.ACKNOWLEDGE, mode, slots, seed=seed, turn=2 * turn, history=history))
        said.append(text)
        history = (*history, Line("interviewer", text), Line("interviewer", f"Question {turn + 2} of 9. Why?"))
    return said


@given(st.integers(), st.lists(st.sampled_from(QUALITIES), min_size=2, max_size=20), st.sampled_from(Mode))
def test_acknowledgements_never_begin_alike_twice_in_a_row(seed, qualities, mode):
    openings = [re.match(r"\w+", text).group() for text in thanked(seed, qualities, mode)]
    assert [pair for pair in pairwise(openings) if pair[0] == pair[1]] == []


@given(st.integers(), st.sampled_from(QUALITIES), st.sampled_from(Mode))
def test_no_line_comes_again_while_another_is_left(seed, quality, mode):
    section = section_of(SayRequest(Move.ACKNOWLEDGE, mode, {"quality": quality}))
    count = len(variants_of(section, mode))
    assert len(set(thanked(seed, [quality] * count, mode))) == count


@given(st.integers(), st.lists(st.sampled_from(Move), min_size=5, max_size=60), st.sampled_from(Mode))
def test_over_a_whole_interview_each_move_uses_all_its_lines_before_one_comes_again(seed, moves, mode):
    history: tuple[Line, ...] = ()
    said: dict[Move, list[str]] = {}
    for turn, move in enumerate(moves):
        text = say(SayRequest(move, mode, SLOTS.get(move, {}), seed=seed, turn=turn, history=history))
        said.setdefault(move, []).append(text)
        history = (*history, Line("interviewer", text))
    for move, texts in said.items():
        count = len(variants_of(section_of(SayRequest(move, mode, SLOTS.get(move, {}))), mode))
        assert len(set(texts[:count])) == len(texts[:count])


@pytest.mark.parametrize(
    ("order", "section"), [("1", "ask_first"), ("2", "ask"), ("6", "ask"), ("7", "ask_last"), ("", "ask")]
)
def test_the_first_and_the_last_question_have_words_of_their_own(order, section):
    assert section_of(SayRequest(Move.ASK, Mode.REAL, {"order": order, "total": "7"})) == section


def test_an_only_question_is_a_first_one():
    assert section_of(SayRequest(Move.ASK, Mode.REAL, {"order": "1", "total": "1"})) == "ask_first"


def test_what_has_no_other_words_is_left_to_the_candidate():
    assert section_of(SayRequest(Move.CLARIFY, Mode.REAL, {"question": "Why?"})) == "clarify_open"


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
