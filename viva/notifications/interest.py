"""Which events any webhook waits for, remembered in the process, so that a turn in a room costs no query for it.

A change made here counts at once; one made by another process within STALE_AFTER seconds at the latest.
"""

from __future__ import annotations

import threading
import time

from viva.notifications.models import Webhook

STALE_AFTER = 30.0


class Interest:
    """Reads the database only when what it knows is too old."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._events: frozenset[str] = frozenset()
        self._read_at = -STALE_AFTER
        self._additions = 0

    def wants(self, event: str) -> bool:
        if time.monotonic() - self._read_at >= STALE_AFTER:
            self.refresh()
        return event in self._events

    def refresh(self) -> None:
        """One query. What was added while it ran is kept: the query may have come before the commit."""
        before = self._additions
        rows = Webhook.objects.filter(is_active=True).values_list("events", flat=True)
        found = frozenset(event for events in rows for event in events)
        with self._lock:
            self._events = found if self._additions == before else found | self._events
            self._read_at = time.monotonic()

    def add(self, events: list[str]) -> None:
        """Once a webhook that waits for `events` is committed."""
        with self._lock:
            self._events |= frozenset(events)
            self._additions += 1

    def forget(self) -> None:
        """Read anew at the next question; for tests, whose rows are rolled back."""
        with self._lock:
            self._events, self._read_at = frozenset(), -STALE_AFTER


interest = Interest()
