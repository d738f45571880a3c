"""The same with voices for tones: the interviewer's in the microphone, a nod, an interruption, an answer."""

from __future__ import annotations

import shutil

import pytest

from tests.conftest import lacking
from tests.speech.turns.hearing import ends, frames, hear, only, pause, says
from tests.speech.voices import mixed, silence, spoken
from viva.speech.turns import listener
from viva.speech.turns.frames import FRAME_BYTES, Frame
from viva.speech.turns.listener import Began, Ended, Interrupted, Listener, Piece

pytestmark = pytest.mark.integration

QUESTION = "A query that looks up orders was quick last year and takes seconds now. What would an index do?"
ANSWER = "An index is a sorted structure, so the server finds the rows without reading the table."


@pytest.fixture(autouse=True)
def flite() -> None:
    if not shutil.which("flite"):
        lacking("flite")


async def over_the_question(said: bytes, *, told: bool = True) -> list[Frame]:
    """What the microphone hears while the question is read: its echo at -20 dB, and `said` two seconds later.

    `told`: the page says with each frame that the interviewer is heard.
    """
    question = await spoken(QUESTION)
    own = silence(2, noise=0.001) + said
    room = silence(len(question) / 32_000, noise=0.001, seed=2)
    sound = mixed(question, own[: len(question)], room, loudness=(0.1, 1.0, 1.0))
    return [*frames(pause(3)), *frames(sound, first=150, voice=told)]


async def test_the_question_in_the_microphone_is_not_written_down() -> None:
    assert hear(Listener(), await over_the_question(b""), says("never")) == []


async def test_control_the_same_echo_is_written_down_where_nobody_says_what_it_is() -> None:
    assert only(hear(Listener(), await over_the_question(b"", told=False), says("what")), Piece)


async def late_echo(voice: str, *, late: float) -> list[Frame]:
    """The question's echo at -20 dB, `late` seconds after the page has played it; then nobody says anything."""
    question = (await spoken(QUESTION, voice=voice)).rstrip(b"\0")
    question = question[: len(question) // FRAME_BYTES * FRAME_BYTES]
    heard = pause(late, noise=0) + question + pause(4, noise=0)
    sound = mixed(heard, silence(len(heard) / 32_000, noise=0.001, seed=2), loudness=(0.1, 1.0))
    played = len(question) // FRAME_BYTES
    return [
        *frames(pause(3)),
        *(Frame(150 + each.number, each.pcm, each.number < played) for each in frames(sound)),
    ]


@pytest.mark.parametrize("voice", ["slt", "rms", "awb"])
@pytest.mark.parametrize("late", [0.1, 0.2, 0.3])
async def test_the_end_of_a_question_that_comes_back_late_is_not_written_down(voice: str, late: float) -> None:
    assert hear(Listener(), await late_echo(voice, late=late), says("cost")) == []


async def test_control_it_is_written_down_where_an_echo_is_thought_to_end_with_the_sound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(listener, "ECHO_MS", 0)
    assert only(hear(Listener(), await late_echo("awb", late=0.3), says("cost")), Piece)


async def test_who_answers_in_the_same_breath_is_heard_from_the_first_word() -> None:
    question, answer = await spoken(QUESTION), await spoken(ANSWER, voice="rms")
    asked = frames(mixed(question, silence(len(question) / 32_000, noise=0.001), loudness=(0.1, 1.0)), voice=True)
    sound = [*asked, *frames(answer + pause(4), first=len(asked))]
    found = hear(Listener(), sound, says("an index is sorted"))
    kept = sum(len(piece.pcm) for piece in only(found, Piece) if isinstance(piece, Piece))
    assert kept >= len(answer.strip(b"\0"))


@pytest.mark.parametrize("nod", ["uh huh", "yeah", "right", "sure", "okay"])
@pytest.mark.parametrize("voice", ["slt", "rms", "awb"])
async def test_a_nod_does_not_stop_the_voice(nod: str, voice: str) -> None:
    over = await over_the_question(await spoken(nod, voice=voice))
    assert only(hear(Listener(), over, says("")), Interrupted) == []


@pytest.mark.parametrize("voice", ["slt", "rms", "awb"])
async def test_a_sentence_stops_the_voice(voice: str) -> None:
    over = await over_the_question(await spoken("Sorry, could you say that again please", voice=voice))
    assert [type(event) for _, event in hear(Listener(), over, says("x"))][:2] == [Interrupted, Began]


async def test_control_a_nod_stops_a_voice_that_does_not_wait_for_half_a_second(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(listener, "BARGE_MS", 120)
    assert only(hear(Listener(), await over_the_question(await spoken("yeah")), says("")), Interrupted)


@pytest.mark.parametrize("noise", [0.003, 0.01])
async def test_an_answer_in_a_noisy_room_is_heard_whole_and_ends(noise: float) -> None:
    """About 30 and 20 dB below the voice: a fan, a street behind a window."""
    voice = await spoken(ANSWER, voice="rms")
    sound = mixed(pause(3) + voice + pause(5), silence(8 + len(voice) / 32_000, noise=noise))
    found = hear(Listener(), frames(sound), says("an index is sorted and makes reads quick"))
    ended = ends(found)
    assert ended[-1][0] * 20 < (3 + len(voice) / 32_000 + 3.5) * 1000
    assert sum(len(piece.pcm) for piece in only(found, Piece)) >= len(voice) * 0.97


async def test_a_thinking_pause_and_a_trailing_um_are_not_cut_into() -> None:
    first, um, rest = [await spoken(text) for text in ("I would look at the query and", "um", ANSWER)]
    for said, words in ((first, "I would look at the query and"), (first + pause(0.4) + um, "the query and um")):
        sound = pause(3) + said + pause(2.5) + rest + pause(5)
        found = hear(Listener(), frames(sound), says(words, words, "an index is a sorted structure"))
        [(frame, _)] = ends(found)
        assert frame * 20 > (len(sound) / 32 - 5_000)


async def test_a_spoken_answer_is_one_turn_and_nothing_of_it_is_lost() -> None:
    voice = await spoken(ANSWER, voice="rms")
    sound = pause(3) + voice + pause(4)
    found = hear(Listener(), frames(sound), says("an index is sorted"))
    [(_, ended)] = ends(found)
    assert isinstance(ended, Ended)
    kept = sum(len(piece.pcm) for piece in only(found, Piece) if isinstance(piece, Piece))
    assert kept >= len(voice.strip(b"\0"))
