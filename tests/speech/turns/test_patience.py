"""How long a silence is waited for: by the words before it, and by the pauses that this candidate makes."""

from __future__ import annotations

import pytest

from tests.speech.turns.hearing import ends, frames, hear, pause, says, talk
from viva.speech.stt.base import Transcript
from viva.speech.turns.frames import FRAME_MS
from viva.speech.turns.listener import CUT_MS, Listener
from viva.speech.turns.patience import COMMIT_MS, PATIENT_MS, QUICK_MS, Patience

pytestmark = pytest.mark.unit

START = pause(3.0)
SENTENCE = "An index is sorted and makes reads quick"


def said(text: str, *, quality: float = 0.95, rough: bool = False) -> Transcript:
    return Transcript(text, quality, "scripted", rough)


def who_pauses(ms: int, *, times: int = 40) -> Patience:
    patience = Patience()
    for _ in range(times):
        patience.went_on_after(ms)
    return patience


def wait_after(listener: Listener, sound: bytes, text: str) -> int:
    """ms from the end of `sound` to that of the answer."""
    [(frame, _)] = ends(hear(listener, frames(sound + pause(5)), says(text)))
    return (frame + 1) * FRAME_MS - len(sound) // 32


def test_who_has_not_been_heard_yet_is_given_two_seconds() -> None:
    assert 1_900 <= Patience().ms(said(SENTENCE)) <= 2_000


def test_who_makes_short_pauses_is_answered_sooner_and_who_makes_long_ones_later() -> None:
    usual = Patience().ms(said(SENTENCE))
    quick, slow = who_pauses(350).ms(said(SENTENCE)), who_pauses(1_100).ms(said(SENTENCE))
    assert COMMIT_MS <= quick < usual - 500
    assert usual + 500 < slow <= PATIENT_MS


@pytest.mark.parametrize(("ms", "wanted"), [(20, COMMIT_MS), (60_000, PATIENT_MS)])
def test_no_habit_takes_it_beyond_its_bounds(ms: int, wanted: int) -> None:
    assert who_pauses(ms, times=200).ms(said(SENTENCE)) == wanted


@pytest.mark.parametrize(
    ("text", "quality", "rough"),
    [("I would add an index and", 0.95, False), (SENTENCE, 0.5, False), (SENTENCE, 0.95, True), ("", 0.0, False)],
)
def test_words_that_do_not_tell_are_waited_for_longest_however_quick_their_speaker(
    text: str, quality: float, rough: bool
) -> None:
    assert who_pauses(300).ms(said(text, quality=quality, rough=rough)) == PATIENT_MS


def test_words_that_round_it_off_end_it_soon_however_slow_their_speaker() -> None:
    assert who_pauses(2_000).ms(said("An index is sorted. That's it.")) == QUICK_MS
    assert who_pauses(2_000).ms(said("An index is sorted. That's it.", rough=True)) == PATIENT_MS


@pytest.mark.parametrize("text", [SENTENCE, "I would add an index and", "That's it", ""])
def test_extra_time_is_extra_patience_too(text: str) -> None:
    assert Patience(times=1.5).ms(said(text)) == round(1.5 * Patience().ms(said(text)))


def test_a_listener_learns_from_the_pauses_inside_an_answer() -> None:
    stranger = wait_after(Listener(), START + talk(2), SENTENCE)
    quick = Listener()
    sound = START + (talk(1.5) + pause(0.4)) * 12 + talk(1.5)
    assert wait_after(quick, sound, SENTENCE) < stranger - 200


def test_who_goes_on_after_the_end_was_cut_off_and_is_given_longer() -> None:
    sound = START + (talk(2) + pause(2.6)) * 4 + talk(2) + pause(4)
    found = ends(hear(Listener(), frames(sound), says(SENTENCE)))
    assert len(found) < 5, "cut at each pause: nothing was learned"
    waits = [Listener(), Listener()]
    hear(waits[0], frames(START + talk(2) + pause(2.6) + talk(2)), says(SENTENCE))
    hear(waits[1], frames(START + talk(2) + pause(3 + CUT_MS / 1000) + talk(2)), says(SENTENCE))
    cut, answered = (each.learned.ms(said(SENTENCE)) for each in waits)
    assert cut > answered == Patience().ms(said(SENTENCE))


def test_what_was_learned_goes_over_to_the_next_listener() -> None:
    assert Listener(who_pauses(350)).learned.ms(said(SENTENCE)) == who_pauses(350).ms(said(SENTENCE))
    assert Listener().learned is not Listener().learned


def test_i_am_finished_teaches_nothing() -> None:
    listener = Listener()
    hear(listener, frames(START + talk(2) + pause(0.5)), says(SENTENCE))
    listener.finish()
    hear(listener, frames(talk(2), first=400), says(SENTENCE))
    assert listener.learned.ms(said(SENTENCE)) == Patience().ms(said(SENTENCE))
