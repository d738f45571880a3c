"""Frames of sound as they come over a line that is cut, repeats itself and mixes up their order."""

from __future__ import annotations

import struct
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from viva.speech.audio import BYTES_PER_SAMPLE, RATE

FRAME_MS = 20
FRAME_BYTES = RATE * FRAME_MS // 1000 * BYTES_PER_SAMPLE
VERSION = 1
HEAD = struct.Struct("!BB16sI")
"""Before the frames of a message: version, flags (1: the interviewer is heard), stream, number of the first."""
MOST_AHEAD = 500
"""Frames (10 s) that may wait for one before them; what lies further ahead is sent again later."""


@dataclass(frozen=True, slots=True)
class Frame:
    """`voice`: the interviewer was heard at this moment."""

    number: int
    pcm: bytes
    voice: bool = False


def packed(pcm: bytes, *, first: int, stream: uuid.UUID, voice: bool = False) -> bytes:
    """A message of whole frames, as a page sends them."""
    return HEAD.pack(VERSION, int(voice), stream.bytes, first) + pcm


class Sequencer:
    """Gives each frame once and in order. `next` is the number that it waits for: all before are acknowledged."""

    def __init__(self, first: int = 0) -> None:
        self.next = first
        self._early: dict[int, Frame] = {}

    def take(self, frames: list[Frame]) -> Iterator[Frame]:
        """Those of `frames` and of the ones before that can be given now; of two with one number the first."""
        for frame in frames:
            if self.next <= frame.number < self.next + MOST_AHEAD:
                self._early.setdefault(frame.number, frame)
        while self.next in self._early:
            frame = self._early.pop(self.next)
            self.next += 1
            yield frame
