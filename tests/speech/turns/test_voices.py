"""The same with voices for tones: the interviewer's in the microphone, a nod, an interruption, an answer."""

from __future__ import annotations

import shutil

import pytest

from tests.conftest import lacking
from tests.speech.turns.hearing import ends, frames, hear, only, pause, says
from tests.speech.voices import mixed, silence, spoken
from viva.speech.turns.frames import Frame
from viva.speech.turns.listener import Began, Ended, Interrupted, Listener, Piece

pytestmark = pytest.mark.integration

QUESTION = "A query that looks up orders was quick last year and takes seconds now. What would an index do?"
ANSWER = "An index is a sorted structure, so the server finds the rows without reading the table."


@pytest.fixture(autouse=True)
def flite() -> None:
    if not shutil.which("flite"):
        lacking("flite")


async def over_the_question(said: bytes) -> list[Frame]:
    """What the microphone hears while the question is read: its echo at -20 dB, and `said` two seconds later."""
    question = await spoken(QUESTION)
    own = silence(2, noise=0.001) + said
    room = silence(len(question) / 32_000, noise=0.001, seed=2)
    sound = mixed(question, own[: len(question)], room, loudness=(0.1, 1.0, 1.0))
    return [*frames(pause(3)), *frames(sound, first=150, voice=True)]


async def test_the_question_in_the_microphone_is_not_written_down() -> None:
    assert hear(Listener(), await over_the_question(b""), says("never")) == []


async def test_a_nod_does_not_stop_the_voice_and_a_sentence_does() -> None:
    for nod in ("yeah", "right", "sure"):
        assert only(hear(Listener(), await over_the_question(await spoken(nod)), says("")), Interrupted) == [], nod
    found = hear(
        Listener(), await over_the_question(await spoken("Sorry, could you say that again please")), says("x")
    )
    assert [type(event) for _, event in found][:2] == [Interrupted, Began]


async def test_a_spoken_answer_is_one_turn_and_nothing_of_it_is_lost() -> None:
    voice = await spoken(ANSWER, voice="rms")
    sound = pause(3) + voice + pause(4)
    found = hear(Listener(), frames(sound), says("an index is sorted"))
    [(_, ended)] = ends(found)
    assert isinstance(ended, Ended)
    kept = sum(len(piece.pcm) for piece in only(found, Piece) if isinstance(piece, Piece))
    assert kept >= len(voice.strip(b"\0"))
