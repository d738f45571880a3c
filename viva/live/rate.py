"""How fast one tab may send: a token bucket, counted in memory."""

from __future__ import annotations

import time


class TokenBucket:
    """Holds at most `burst` tokens and gains `per_second`; `take` says whether one was left."""

    __slots__ = ("_at", "_burst", "_left", "_per_second")

    def __init__(self, *, burst: float, per_second: float) -> None:
        self._burst = burst
        self._per_second = per_second
        self._left = burst
        self._at = time.monotonic()

    def take(self) -> bool:
        moment = time.monotonic()
        self._left = min(self._burst, self._left + (moment - self._at) * self._per_second)
        self._at = moment
        if self._left < 1.0:
            return False
        self._left -= 1.0
        return True
