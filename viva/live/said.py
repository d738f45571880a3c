"""What was said in one room and when, until a message has told it: its turns, whatever streams they came on."""

from __future__ import annotations

import uuid
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime

from viva.speech.stt.base import Transcript, joined
from viva.speech.turns.times import FrameTimes

MOST = 50
Key = tuple[uuid.UUID, int]


@dataclass(frozen=True, slots=True)
class SaidTurn:
    """Frames `first` to `last` of a stream; of `missing` pieces nothing could be written down. `times` are the
    stream's, which know better the more they have seen: so they are asked late."""

    stream: uuid.UUID
    turn: int
    transcript: Transcript
    missing: int
    first: int
    last: int
    times: FrameTimes

    @property
    def begin(self) -> datetime:
        return datetime.fromtimestamp(self.times.begin(self.first), UTC)

    @property
    def end(self) -> datetime:
        return datetime.fromtimestamp(self.times.begin(self.last + 1), UTC)


@dataclass(frozen=True, slots=True)
class Told:
    """What one message tells of what was said: all turns since the message before it."""

    turns: tuple[SaidTurn, ...]

    @property
    def transcript(self) -> Transcript:
        return joined([each.transcript for each in self.turns])

    @property
    def missing(self) -> int:
        return sum(each.missing for each in self.turns)

    @property
    def begin(self) -> datetime:
        return min(each.begin for each in self.turns)

    @property
    def end(self) -> datetime:
        return max(each.end for each in self.turns)


class Said:
    """Turns that stand in the message box, as far as the server knows. A message tells those up to the one that it
    names; sent again it tells the same."""

    def __init__(self) -> None:
        self._unsent: list[SaidTurn] = []
        self._told: OrderedDict[Key, Told] = OrderedDict()

    @property
    def unsent(self) -> tuple[SaidTurn, ...]:
        return tuple(self._unsent)

    def add(self, turn: SaidTurn) -> None:
        self._unsent.append(turn)
        del self._unsent[:-MOST]

    def told(self, stream: uuid.UUID, turn: int) -> Told | None:
        """By the message that names this turn; None for one that is not known. Nothing is changed."""
        if known := self._told.get((stream, turn)):
            return known
        keys = [(each.stream, each.turn) for each in self._unsent]
        if (stream, turn) not in keys:
            return None
        return Told(tuple(self._unsent[: keys.index((stream, turn)) + 1]))

    def sent(self, stream: uuid.UUID | None = None, turn: int = 0) -> None:
        """A message was taken. One that was typed, without a turn, leaves nothing of what was said before it."""
        if stream is None:
            self._unsent.clear()
        elif told := self.told(stream, turn):
            self._told[(stream, turn)] = told
            self._unsent = [each for each in self._unsent if each not in told.turns]
            while len(self._told) > MOST:
                self._told.popitem(last=False)
