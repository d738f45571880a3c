"""A line of the interviewer on its way: each piece goes to the room as it comes, numbered, and is not stored."""

from __future__ import annotations

from viva.live.publish import publish_saying


class Saying:
    """One line; piece 0 tells the room to begin it anew."""

    def __init__(self, session_id: int, *, line: int) -> None:
        self._session_id = session_id
        self._line = line
        self._pieces = 0
        self._told = ""

    async def settle(self, text: str) -> None:
        """The line has come to be `text`: say so at once where other words were told of it."""
        if self._pieces and self._told != text:
            self._pieces, self._told = 0, ""
            await self.tell(text)

    async def tell(self, text: str) -> None:
        piece, self._pieces = self._pieces, self._pieces + 1
        self._told += text
        await publish_saying(self._session_id, line=self._line, piece=piece, text=text)
