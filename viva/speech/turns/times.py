"""When each frame of a stream was heard, from when the messages that carried them came."""

from __future__ import annotations

from bisect import bisect_left

from viva.speech.turns.frames import FRAME_MS

MOST = 2_000


class FrameTimes:
    """Frames are numbered by their device without gaps, and a line makes them late, never early: so of all that
    came from a frame on, the one that was least late tells best. A pause of the microphone, in which no frames
    are made, moves only what comes after it.
    """

    def __init__(self) -> None:
        self._least: list[tuple[int, float]] = []
        self._highest = -1

    def arrived(self, number: int, at: float) -> None:
        """Frame `number` was here at `at`, in seconds. What comes a second time says nothing."""
        if number <= self._highest:
            return
        self._highest = number
        late = at - _end(number)
        while self._least and self._least[-1][1] >= late:
            self._least.pop()
        self._least.append((number, late))
        del self._least[:-MOST]

    def begin(self, number: int) -> float:
        """When the frame began, in the seconds of `arrived`; only once one as high has arrived."""
        at = bisect_left(self._least, number, key=lambda each: each[0])
        return self._least[min(at, len(self._least) - 1)][1] + _end(number - 1)


def _end(number: int) -> float:
    return (number + 1) * FRAME_MS / 1000
