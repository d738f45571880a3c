"""A line of the interviewer on its way: each piece goes to the room as it comes, numbered, and is not kept."""

from __future__ import annotations

from viva.live.publish import publish_saying


class Saying:
    """One line, or one try at it: piece 0 tells the room to begin it anew."""

    def __init__(self, session_id: int, *, line: int) -> None:
        self._session_id = session_id
        self._line = line
        self._pieces = 0

    async def tell(self, text: str) -> None:
        piece, self._pieces = self._pieces, self._pieces + 1
        await publish_saying(self._session_id, line=self._line, piece=piece, text=text)
