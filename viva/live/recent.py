"""The conversation of each room, both sides', in memory: so that nothing is worded twice in the same way, and a
model knows what was said."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock

from viva.ai.engines.base import Line

# As many lines as a long interview has; of the longest, problem statements and answers, about 1 MB a room.
MOST_LINES = 250
MOST_ROOMS = 500
EARLIER = Line("note", "Earlier lines of the conversation are not told here.")


class RecentLines:
    """Each room's lines with the number of the last message that they answer: they hold for that alone.

    A turn worked out anew, after a kill or in another process, thereby finds the same words. What is added in a
    transaction that fails holds for no state of the room and is read anew. Of more than MOST_LINES the last are
    kept, behind a note that there were earlier ones.
    """

    def __init__(self) -> None:
        self._rooms: OrderedDict[int, tuple[int, tuple[Line, ...]]] = OrderedDict()
        self._lock = Lock()

    def of(self, session_id: int, *, at: int) -> tuple[Line, ...] | None:
        """The lines, oldest first; None where they are not known for that state."""
        with self._lock:
            handled, lines = self._rooms.get(session_id, (-1, ()))
        return lines if handled == at else None

    def put(self, session_id: int, lines: Iterable[Line], *, at: int) -> tuple[Line, ...]:
        kept = _kept(tuple(lines))
        with self._lock:
            self._rooms[session_id] = (at, kept)
            self._rooms.move_to_end(session_id)
            while len(self._rooms) > MOST_ROOMS:
                self._rooms.popitem(last=False)
        return kept

    def add(self, session_id: int, lines: Iterable[Line], *, at: int, then: int) -> None:
        """What was said in the turn that leads from `at` to `then`; nothing where the lines before are unknown."""
        known = self.of(session_id, at=at)
        if known is not None:
            self.put(session_id, (*known, *lines), at=then)

    def forget(self, session_id: int) -> None:
        with self._lock:
            self._rooms.pop(session_id, None)


def _kept(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    said = tuple(line for line in lines if line != EARLIER)
    left_out = len(said) < len(lines) or len(said) > MOST_LINES
    return (EARLIER, *said[-MOST_LINES:]) if left_out else said


recent_lines = RecentLines()
