"""Whether a frame has a voice in it: its loudness beside that of the room, which is learned."""

from __future__ import annotations

import math
from collections import deque

import numpy

SILENCE = -100.0
QUIETEST = -55.0
"""dB of full scale below which nothing is speech, whatever the room."""
ABOVE_ROOM = 9.0
"""dB over the room's own noise."""
ABOVE_ECHO = 20.0
"""dB more that a person must have over what comes back of the interviewer's voice through the loudspeaker."""
ROOM_FRAMES, KNOWN_FRAMES = 300, 25
ROOM_SHARE = 0.1
LOUDEST_ROOM = -25.0
"""Six seconds, of which the quietest tenth is the room: even who talks without a pause has gaps between words."""
LEARN_EVERY = 5
WINDOW = 5
ENOUGH = 3
"""Of the last five frames (100 ms) so many are loud: a click is one, a syllable is more."""


def loudness(pcm: bytes) -> float:
    """dB of full scale."""
    power = float(numpy.frombuffer(pcm, dtype="<i2").astype(numpy.float32).var())
    return 10 * math.log10(power / 32_768**2) if power > 0 else SILENCE


class Activity:
    """Learns the room from its quietest moments; while the interviewer is heard it asks for more."""

    def __init__(self) -> None:
        self._levels: deque[float] = deque(maxlen=ROOM_FRAMES)
        self._loud: deque[bool] = deque(maxlen=WINDOW)
        self._room = SILENCE
        self._count = 0

    def is_speech(self, pcm: bytes, *, voice: bool = False) -> bool:
        level = loudness(pcm)
        self._learn(level)
        least = max(QUIETEST, self._room + ABOVE_ROOM) + (ABOVE_ECHO if voice else 0.0)
        self._loud.append(level > least)
        return sum(self._loud) >= ENOUGH

    def _learn(self, level: float) -> None:
        self._levels.append(level)
        self._count += 1
        if self._count >= KNOWN_FRAMES and self._count % LEARN_EVERY == 0:
            quiet = sorted(self._levels)[int(len(self._levels) * ROOM_SHARE)]
            self._room = min(quiet, LOUDEST_ROOM)
