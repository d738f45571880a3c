"""The last lines of each room, both sides', in memory: what an engine needs to know of the conversation."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterable

from viva.ai.engines.base import Line

MOST_LINES = 200
MOST_ROOMS = 2_000


class RecentLines:
    """Lost with the process: a room that it does not know is added from what is stored."""

    def __init__(self) -> None:
        self._rooms: OrderedDict[int, deque[Line]] = OrderedDict()
        self._left_out: dict[int, int] = {}

    def of(self, session_id: int) -> tuple[Line, ...]:
        """The last lines, oldest first; where earlier ones are not here, the first says how many."""
        lines = tuple(self._rooms.get(session_id, ()))
        if missing := self._left_out.get(session_id, 0):
            return (Line("note", f"{missing} earlier lines of the conversation are not told here."), *lines)
        return lines

    def knows(self, session_id: int) -> bool:
        return session_id in self._rooms

    def add(self, session_id: int, lines: Iterable[Line]) -> None:
        room = self._rooms.setdefault(session_id, deque(maxlen=MOST_LINES))
        for line in lines:
            if len(room) == MOST_LINES:
                self._left_out[session_id] = self._left_out.get(session_id, 0) + 1
            room.append(line)
        self._rooms.move_to_end(session_id)
        while len(self._rooms) > MOST_ROOMS:
            self._left_out.pop(self._rooms.popitem(last=False)[0], None)

    def forget(self, session_id: int) -> None:
        self._rooms.pop(session_id, None)
        self._left_out.pop(session_id, None)


recent_lines = RecentLines()
