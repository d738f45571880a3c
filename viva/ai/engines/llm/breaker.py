"""A circuit breaker: a server that fails again and again is left alone for a while, then tried by one call."""

from __future__ import annotations

import time
from collections.abc import Callable

from viva.ai.engines.llm.failures import TELLING, Cause, ModelFailure

FAILURES = 5
OPEN_SECONDS = 30.0
REFUSED_SECONDS = 60.0
LONGEST_SECONDS = 300.0
AT_ONCE = frozenset({Cause.UNAUTHORIZED, Cause.NO_MODEL})
"""What will not be otherwise at the next call: somebody has to mend the settings."""


class Breaker:
    """Closed: all calls go. Open: none. After the pause one call tries; it closes or opens it again."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._open_until = 0.0
        self._trying = False

    @property
    def is_open(self) -> bool:
        return self._failures >= FAILURES and (self._trying or self._clock() < self._open_until)

    def enter(self) -> None:
        """Raises ModelFailure while it is open."""
        if self.is_open:
            raise ModelFailure(Cause.CIRCUIT_OPEN)
        self._trying = self._failures >= FAILURES

    def leave(self, failure: ModelFailure | None) -> None:
        """A call has ended. None, or a failure that says nothing of the server: it answers."""
        self._trying = False
        if failure is None or failure.cause not in TELLING:
            self._failures = 0
            return
        self._failures = FAILURES if failure.cause in AT_ONCE else self._failures + 1
        if self._failures >= FAILURES:
            pause = REFUSED_SECONDS if failure.cause in AT_ONCE else OPEN_SECONDS
            wished = min(failure.retry_after or 0.0, LONGEST_SECONDS)
            self._open_until = self._clock() + max(pause, wished)

    def abandon(self) -> None:
        """A call was given up by its caller before it said anything."""
        self._trying = False
