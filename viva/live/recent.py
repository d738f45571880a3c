"""What the interviewer has said in each room, in memory: so that nothing is worded twice in the same way."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock

from viva.ai.engines.base import Line

# As many lines as a long interview has; of the longest, problem statements, about 200 KB a room.
MOST_LINES = 150
MOST_ROOMS = 500


class RecentLines:
    """Each room's lines with the number of the last message that they answer: they hold for that alone.

    A turn worked out anew, after a kill or in another process, thereby finds the same words. What is added in a
    transaction that fails holds for no state of the room and is read anew.
    """

    def __init__(self) -> None:
        self._rooms: OrderedDict[int, tuple[int, tuple[Line, ...]]] = OrderedDict()
        self._lock = Lock()

    def of(self, session_id: int, *, at: int) -> tuple[Line, ...] | None:
        """The lines, oldest first; None where they are not known for that state."""
        with self._lock:
            handled, lines = self._rooms.get(session_id, (-1, ()))
        return lines if handled == at else None

    def put(self, session_id: int, texts: Iterable[str], *, at: int) -> tuple[Line, ...]:
        lines = tuple(Line("interviewer", text) for text in texts)[-MOST_LINES:]
        with self._lock:
            self._rooms[session_id] = (at, lines)
            self._rooms.move_to_end(session_id)
            while len(self._rooms) > MOST_ROOMS:
                self._rooms.popitem(last=False)
        return lines

    def add(self, session_id: int, texts: Iterable[str], *, at: int, then: int) -> None:
        """What was said in the turn that leads from `at` to `then`; nothing where the lines before are unknown."""
        known = self.of(session_id, at=at)
        if known is not None:
            self.put(session_id, (*(line.text for line in known), *texts), at=then)

    def forget(self, session_id: int) -> None:
        with self._lock:
            self._rooms.pop(session_id, None)


recent_lines = RecentLines()
