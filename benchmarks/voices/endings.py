"""How soon an answer is known to be over, and how often one that is not is cut: frames fed faster than time.

The words of a piece come WORDS_MS after it, all of them right: as a recogniser writes that hears everything and
sets no marks (`bare`), and as one that leaves out fillers and makes a sentence of each piece (`polished`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from benchmarks.voices.sound import hush
from viva.speech.audio import BYTES_PER_SAMPLE, RATE
from viva.speech.stt.base import Transcript
from viva.speech.turns.completeness import looks_finished
from viva.speech.turns.frames import FRAME_BYTES, FRAME_MS, Frame
from viva.speech.turns.listener import Ended, Event, Listener, Piece
from viva.speech.turns.patience import PATIENT_MS, Patience

BEFORE, BETWEEN, AFTER = 3.0, 2.0, 8.0
"""Seconds of the room: first, while the interviewer speaks, after the last word."""
WORDS_MS = 300
"""Until the words of a piece come back from a recogniser that keeps up."""
QUALITY = 0.9
FILLER = re.compile(r"\b(?:so um|um|uh|you know)\b[,.]?\s*", re.IGNORECASE)
MS = RATE * BYTES_PER_SAMPLE // 1000
_MARKS = re.compile(r"[^\w' ]+")
Writing = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Spell:
    """Words and when they are heard, in ms."""

    begin: float
    end: float
    text: str


@dataclass(slots=True)
class Answer:
    """Its sound and its spells, with a pause between two of them."""

    pcm: bytearray = field(default_factory=bytearray)
    spells: list[Spell] = field(default_factory=list)

    @property
    def ms(self) -> float:
        return len(self.pcm) / MS

    @property
    def end(self) -> float:
        return self.spells[-1].end

    def say(self, text: str, sound: bytes, *, pause: float) -> None:
        self.spells.append(Spell(self.ms, self.ms + len(sound) / MS, text))
        self.pcm += sound + hush(pause, seed=len(self.spells))

    def words(self, begin: float, end: float) -> str:
        """Those whose middle lies between the two."""
        return " ".join(word for word, at in self._timed() if begin <= at < end)

    def pauses(self) -> Iterator[tuple[float, float]]:
        for one, other in zip(self.spells, self.spells[1:], strict=False):
            yield one.end, other.begin

    def _timed(self) -> Iterator[tuple[str, float]]:
        for spell in self.spells:
            at, sign = spell.begin, (spell.end - spell.begin) / (len(spell.text) + 1)
            for word in spell.text.split():
                yield word, at + len(word) * sign / 2
                at += (len(word) + 1) * sign


@dataclass(slots=True)
class Found:
    """`waits`: ms from the last sound of an answer to its end; `cut`: the pauses (ms) that were taken for it."""

    waits: list[float] = field(default_factory=list)
    cut: list[float] = field(default_factory=list)
    pauses: int = 0

    @property
    def cut_percent(self) -> float:
        return 100 * len(self.cut) / self.pauses


class FixedPatience(Patience):
    """What came before: the same silence after all words that look complete."""

    def __init__(self, ms: int) -> None:
        super().__init__()
        self._fixed = ms

    def ms(self, said: Transcript) -> int:
        return self._fixed if said.is_good and looks_finished(said.text) else PATIENT_MS


def listen_to(interviews: Iterable[list[Answer]], writing: Writing, *, fixed: int | None = None) -> Found:
    """Each interview is heard by one listener, as in a room."""
    found = Found()
    for answers in interviews:
        hearing = _Hearing(Listener(FixedPatience(fixed) if fixed else None), writing)
        hearing.interviewer(BEFORE)
        for answer in answers:
            _judge(answer, hearing.ends_of(answer), found)
            hearing.interviewer(BETWEEN)
    return found


def _judge(answer: Answer, ends: list[float], found: Found) -> None:
    for begin, end in answer.pauses():
        found.pauses += 1
        if any(begin <= at < end for at in ends):
            found.cut.append(end - begin)
    found.waits += [at - answer.end for at in ends if at >= answer.end]


def bare(text: str) -> str:
    return " ".join(_MARKS.sub(" ", text).lower().split())


def polished(text: str) -> str:
    words = FILLER.sub("", text).strip().rstrip(",;:.")
    return f"{words[:1].upper()}{words[1:]}." if words else ""


class _Hearing:
    def __init__(self, listener: Listener, writing: Writing) -> None:
        self._listener, self._writing = listener, writing
        self._late: list[tuple[int, Piece, Transcript]] = []
        self._number = 0

    def interviewer(self, seconds: float) -> None:
        for frame in self._frames(hush(seconds), voice=True):
            self._listener.feed(frame)

    def ends_of(self, answer: Answer) -> list[float]:
        """In ms from its beginning, to the first one after its last word."""
        first, ends = self._number, list[float]()
        for frame in self._frames(bytes(answer.pcm) + hush(AFTER, seed=99)):
            now = (frame.number + 1 - first) * FRAME_MS
            for event in (*self._listener.feed(frame), *self._written_down()):
                if isinstance(event, Piece):
                    words = self._words(event, now, answer)
                    self._late.append((self._number + WORDS_MS // FRAME_MS, event, words))
                elif isinstance(event, Ended):
                    ends.append(now)
            if ends and ends[-1] >= answer.end:
                break
        return ends

    def _words(self, piece: Piece, now: float, answer: Answer) -> Transcript:
        text = self._writing(answer.words(now - len(piece.pcm) / MS, now))
        return Transcript(text, QUALITY if text else 0.0, "perfect")

    def _written_down(self) -> list[Event]:
        due = [each for each in self._late if each[0] <= self._number]
        self._late = [each for each in self._late if each[0] > self._number]
        return [event for _, piece, words in due for event in self._listener.heard(piece, words)]

    def _frames(self, pcm: bytes, *, voice: bool = False) -> Iterator[Frame]:
        for at in range(0, len(pcm) - FRAME_BYTES + 1, FRAME_BYTES):
            yield Frame(self._number, pcm[at : at + FRAME_BYTES], voice)
            self._number += 1
