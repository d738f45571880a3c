"""A listener fed faster than time: sound from silence and tones or from flite, words from a script."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tests.speech.voices import silence
from viva.speech.stt.base import Transcript
from viva.speech.tts.scripted import tone
from viva.speech.turns.frames import FRAME_BYTES, Frame
from viva.speech.turns.listener import Ended, Event, Listener, Piece

SYLLABLE, GAP = 32 * 300, 32 * 60  # bytes: 300 ms, of which 60 ms are quiet
Words = Callable[[Piece], Transcript | None]


def talk(seconds: float, *, loudness: float = 0.2) -> bytes:
    """Sound that counts as speech: syllables with short gaps, the last one whole."""
    pcm = bytearray(tone(seconds, loudness=loudness).pcm)
    for start in range(SYLLABLE, len(pcm) - SYLLABLE, SYLLABLE):
        pcm[start : start + GAP] = silence(GAP / 32_000, noise=0.001)
    return bytes(pcm)


def pause(seconds: float, *, noise: float = 0.001) -> bytes:
    return silence(seconds, noise=noise)


def says(*texts: str, quality: float = 0.95, rough: bool = False) -> Words:
    """One text for each piece, in order; the last again for more of them."""
    left = list(texts)

    def words(_: Piece) -> Transcript:
        return Transcript(left.pop(0) if len(left) > 1 else left[0], quality, "scripted", rough)

    return words


def frames(pcm: bytes, *, first: int = 0, voice: bool = False) -> list[Frame]:
    whole = len(pcm) // FRAME_BYTES
    cut = (pcm[number * FRAME_BYTES : (number + 1) * FRAME_BYTES] for number in range(whole))
    return [Frame(first + number, each, voice) for number, each in enumerate(cut)]


def hear(listener: Listener, sound: Iterable[Frame], words: Words) -> list[tuple[int, Event]]:
    """All events with the number of the frame that they came with; pieces are written down at once."""
    found: list[tuple[int, Event]] = []
    for frame in sound:
        for event in listener.feed(frame):
            found += [(frame.number, event), *((frame.number, each) for each in written(listener, event, words))]
    return found


def written(listener: Listener, event: Event, words: Words) -> list[Event]:
    return listener.heard(event, words(event)) if isinstance(event, Piece) else []


def ends(found: list[tuple[int, Event]]) -> list[tuple[int, Ended]]:
    return [(number, event) for number, event in found if isinstance(event, Ended)]


def only(found: list[tuple[int, Event]], kind: type) -> list[Event]:
    return [event for _, event in found if isinstance(event, kind)]
