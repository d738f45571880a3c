"""The interviewer's last lines of each room, in memory: so that nothing is worded twice in the same way."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterable

from viva.ai.engines.base import Line

MOST_LINES = 12
MOST_ROOMS = 2_000


class RecentLines:
    """Lost with the process, which costs no more than a line in words already used."""

    def __init__(self) -> None:
        self._rooms: OrderedDict[int, deque[Line]] = OrderedDict()

    def of(self, session_id: int) -> tuple[Line, ...]:
        """The last lines, oldest first."""
        return tuple(self._rooms.get(session_id, ()))

    def add(self, session_id: int, texts: Iterable[str]) -> None:
        lines = self._rooms.setdefault(session_id, deque(maxlen=MOST_LINES))
        lines.extend(Line(speaker="interviewer", text=text) for text in texts)
        self._rooms.move_to_end(session_id)
        while len(self._rooms) > MOST_ROOMS:
            self._rooms.popitem(last=False)

    def forget(self, session_id: int) -> None:
        self._rooms.pop(session_id, None)


recent_lines = RecentLines()
