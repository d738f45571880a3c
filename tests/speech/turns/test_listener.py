"""Whose turn it is: the hard cases, fed faster than time."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.speech.turns.hearing import ends, frames, hear, only, pause, says, talk, written
from tests.speech.voices import mixed, silence
from viva.speech.stt.base import Transcript
from viva.speech.turns.frames import FRAME_BYTES, FRAME_MS, Frame, Sequencer
from viva.speech.turns.listener import (
    NUDGE_MS,
    Began,
    Ended,
    Interrupted,
    Listener,
    Piece,
    Silent,
)
from viva.speech.turns.patience import PATIENT_MS, Patience

pytestmark = pytest.mark.unit

START = pause(3.0)
DONE = "An index is sorted and makes reads quick"
MS_OF_SLACK = 120
COMMIT_MS = Patience().ms(Transcript(DONE, 0.95, "scripted"))
"""After words that look complete, of somebody not heard before."""


def ms_after(frame: int, sound: bytes) -> int:
    """From the end of `sound` to the frame."""
    return (frame + 1) * FRAME_MS - len(sound) // 32


def test_a_complete_answer_ends_after_a_short_pause() -> None:
    said = START + talk(3.0)
    [(frame, ended)] = ends(hear(Listener(), frames(said + pause(4)), says(DONE)))
    assert (ended.transcript.text, ended.missing) == (DONE, 0)
    assert COMMIT_MS <= ms_after(frame, said) <= COMMIT_MS + MS_OF_SLACK


@pytest.mark.parametrize(
    "text", ["An index is a", "Well, um", "I would look at the query and", "It is sorted, because…"]
)
def test_a_pause_to_think_is_not_cut_into(text: str) -> None:
    sound = START + talk(2) + pause(2.5) + talk(2) + pause(4)
    [(_, ended)] = ends(hear(Listener(), frames(sound), says(text, "is sorted by its key")))
    assert ended.transcript.text == f"{text} is sorted by its key"


def test_who_trails_off_is_waited_for_three_seconds_and_no_longer() -> None:
    said = START + talk(2)
    [(frame, _)] = ends(hear(Listener(), frames(said + pause(6)), says("So what I mean is, um")))
    assert PATIENT_MS <= ms_after(frame, said) <= PATIENT_MS + MS_OF_SLACK


def test_rough_or_unsure_words_do_not_tell_that_an_answer_is_over() -> None:
    said = START + talk(2)
    for unsure in (says(DONE, rough=True), says(DONE, quality=0.5)):
        [(frame, _)] = ends(hear(Listener(), frames(said + pause(6)), unsure))
        assert ms_after(frame, said) >= PATIENT_MS


def test_one_word_is_an_answer_too() -> None:
    [(_, ended)] = ends(hear(Listener(), frames(START + talk(0.4) + pause(5)), says("Yes")))
    assert ended.transcript.text == "Yes"


def test_four_minutes_are_one_answer_heard_in_pieces_of_which_none_is_too_long() -> None:
    sentence = talk(5.0) + pause(0.5)
    found = hear(Listener(), frames(START + sentence * 43 + talk(30) + pause(4)), says("and then the"))
    [(_, ended)] = ends(found)
    pieces = [event for event in only(found, Piece) if isinstance(event, Piece)]
    assert [piece.number for piece in pieces] == list(range(len(pieces)))
    assert len(pieces) == 46
    assert max(len(piece.pcm) for piece in pieces) / 32_000 <= 15.3
    assert ended.transcript.text.split() == ["and", "then", "the"] * 46


def test_i_am_finished_ends_it_at_once_and_its_words_are_waited_for() -> None:
    listener = Listener()
    hear(listener, frames(START + talk(2)), says("unheard"))
    [piece] = listener.finish()
    assert isinstance(piece, Piece)
    assert written(listener, piece, says("An index is a")) == [
        Ended(0, Transcript("An index is a", 0.95, "scripted"))
    ]


def test_i_am_finished_without_a_word_is_no_answer() -> None:
    listener = Listener()
    hear(listener, frames(START), says("unheard"))
    assert listener.finish() == []


def test_words_that_come_late_hold_the_end_back_and_come_in_their_order() -> None:
    listener, pieces = Listener(), []
    for frame in frames(START + talk(2) + pause(0.5) + talk(2) + pause(6)):
        pieces += [event for event in listener.feed(frame) if isinstance(event, Piece)]
    first, second = pieces
    assert listener.heard(second, Transcript("makes reads quick", 0.9, "scripted")) == []
    [ended] = listener.heard(first, Transcript("An index", 0.9, "scripted"))
    assert isinstance(ended, Ended)
    assert ended.transcript.text == "An index makes reads quick"
    assert listener.heard(first, Transcript("again", 0.9, "scripted")) == []


def test_a_piece_that_could_not_be_written_down_is_told_of() -> None:
    [(_, ended)] = ends(hear(Listener(), frames(START + talk(2) + pause(6)), lambda piece: None))
    assert (ended.transcript.text, ended.missing) == ("", 1)


def test_a_silence_is_told_once_after_25_seconds_and_again_after_the_next_word() -> None:
    listener = Listener()
    found = hear(listener, frames(pause(60)), says(""))
    assert [(frame, event) for frame, event in found] == [(NUDGE_MS // FRAME_MS - 1, Silent())]
    spoken = hear(listener, frames(talk(1) + pause(60), first=3000), says("Sorry, I am here"))
    assert len(only(spoken, Silent)) == 1


def test_who_has_extra_time_is_nudged_as_much_later() -> None:
    found = hear(Listener(Patience(times=1.5)), frames(pause(60)), says(""))
    assert [(frame, event) for frame, event in found] == [(NUDGE_MS * 3 // 2 // FRAME_MS - 1, Silent())]


def test_while_the_interviewer_speaks_nobody_is_silent() -> None:
    assert only(hear(Listener(), frames(pause(60), voice=True), says("")), Silent) == []


def test_clicks_coughs_and_noise_are_nobodys_turn() -> None:
    click = talk(0.04, loudness=0.8)
    assert hear(Listener(), frames(START + (click + pause(1)) * 5), says("the"))[1:] == []  # at most that it began
    found = hear(Listener(), frames(START + talk(0.5) + pause(4)), says(""))
    assert ends(found) == []
    assert [type(event) for _, event in found] == [Began, Piece]


@pytest.mark.parametrize("noise", [0.0, 0.001, 0.01, 0.03])
def test_steady_noise_is_learned_and_an_answer_in_it_is_heard_whole(noise: float) -> None:
    before, voice = silence(6, noise=noise), talk(3, loudness=0.3)
    sound = before + mixed(voice, silence(3, noise=noise)) + silence(4, noise=noise, seed=2)
    found = hear(Listener(), frames(sound), lambda piece: says(DONE if len(piece.pcm) > 64_000 else "")(piece))
    [(frame, ended)] = ends(found)
    assert ended.transcript.text == DONE
    assert COMMIT_MS <= ms_after(frame, before + voice) <= COMMIT_MS + 300
    *others, piece = [event for event in only(found, Piece) if isinstance(event, Piece)]
    assert 3.0 <= len(piece.pcm) / 32_000 <= 3.8
    assert len(others) <= 1, "the room's own noise until it is known"


def test_half_a_second_over_the_voice_interrupts_and_is_part_of_the_answer() -> None:
    listener = Listener()
    quiet = frames(pause(4), voice=True)
    over = frames(talk(0.8), first=200, voice=True)
    after = frames(talk(1.5) + pause(2), first=240)
    found = hear(listener, [*quiet, *over, *after], says(DONE))
    assert [type(event) for _, event in found] == [Interrupted, Began, Piece, Ended]
    assert 200 + 25 - 1 <= found[0][0] <= 200 + 25 + 10
    [piece] = [event for event in only(found, Piece) if isinstance(event, Piece)]
    assert len(piece.pcm) / 32_000 >= 2.3, "with what was said before it counted as an interruption"


@pytest.mark.parametrize("sounds", [(0.3,), (0.35, 0.35), (0.2, 0.2, 0.2)])
def test_a_nod_does_not_stop_the_voice(sounds: tuple[float, ...]) -> None:
    """ "mm-hm", "yeah", now and then."""
    nods = b"".join(talk(seconds) + pause(1.5) for seconds in sounds)
    found = hear(Listener(), frames(pause(4) + nods, voice=True), says("mm-hm"))
    assert found == []


def test_the_interviewers_own_voice_in_the_microphone_is_not_heard() -> None:
    echo = mixed(talk(8), silence(8, noise=0.001), loudness=(0.1, 1.0))  # -20 dB
    found = hear(Listener(), [*frames(START), *frames(echo, first=150, voice=True)], says("What is an index?"))
    assert found == []


def test_the_same_sound_without_the_voice_is_heard() -> None:
    """The control of the one before."""
    echo = mixed(talk(8), silence(8, noise=0.001), loudness=(0.1, 1.0))
    assert ends(hear(Listener(), frames(START + echo + pause(4)), says(DONE)))


def test_what_was_sent_in_another_way_is_dropped() -> None:
    listener = Listener()
    hear(listener, frames(START + talk(2)), says(DONE))
    listener.forget()
    assert ends(hear(listener, frames(pause(6)), says(DONE))) == []


def test_frames_repeated_mixed_up_and_cut_off_give_the_same_turns() -> None:
    sound = frames(START + talk(2) + pause(0.5) + talk(2) + pause(3))
    wanted = hear(Listener(), sound, says("An index", "makes reads quick"))
    chance = random.Random(7)
    messages = [sound[at : at + 5] for at in range(0, len(sound), 5)]
    twice = [message for message in messages for _ in range(chance.randint(1, 3))]
    for at in range(0, len(twice) - 12, 12):
        part = twice[at : at + 12]
        chance.shuffle(part)
        twice[at : at + 12] = part
    sequencer, listener = Sequencer(), Listener()
    got = [
        event
        for message in twice
        for event in hear(listener, sequencer.take(message), says("An index", "makes reads quick"))
    ]
    assert [frame for frame, _ in got] == [frame for frame, _ in wanted]
    assert sequencer.next == len(sound)
    assert only(got, Piece) == only(wanted, Piece)


@given(st.lists(st.integers(0, 700), max_size=200))
def test_each_frame_is_given_once_in_order_and_none_before_its_predecessor(numbers: list[int]) -> None:
    sequencer = Sequencer()
    given_out = [
        frame.number for number in numbers for frame in sequencer.take([Frame(number, bytes(FRAME_BYTES))])
    ]
    assert given_out == list(range(sequencer.next))


def test_what_lies_too_far_ahead_is_not_kept() -> None:
    sequencer = Sequencer()
    assert list(sequencer.take([Frame(500, b"far"), Frame(1, b"near")])) == []
    assert [frame.number for frame in sequencer.take([Frame(0, b"")])] == [0, 1]
    assert sequencer.next == 2
