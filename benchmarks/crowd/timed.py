"""A room of the tests' client that knows when each frame arrived. Times are those of `time.monotonic`."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass, field

from tests.room_client import Frame, Person, Room


@dataclass(frozen=True, slots=True)
class Spoken:
    """A message: when it was sent, and after how many milliseconds its `ack` and the reply's first line came."""

    at: float
    ack_ms: float
    reply_ms: float


@dataclass
class Ledger:
    """What all rooms saw, in milliseconds, with the moment that each began."""

    answers: list[Spoken] = field(default_factory=list)
    others: list[Spoken] = field(default_factory=list)
    firsts: list[Spoken] = field(default_factory=list)  # those answers whose question the server met first
    saves: list[tuple[float, float]] = field(default_factory=list)
    echoes: list[tuple[float, float]] = field(default_factory=list)
    commits: list[tuple[float, float]] = field(default_factory=list)
    grades: list[tuple[float, float]] = field(default_factory=list)
    lags: list[tuple[float, float]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class TimedRoom(Room):
    """`speak` measures from before the frame is made to when the answer's frame has been read."""

    def __init__(self, person: Person, session_id: int) -> None:
        super().__init__(person, session_id)
        self._acked_at: dict[str, float] = {}
        self._replied_at: float | None = None

    async def speak(self, text: str, *, timeout: float) -> Spoken:
        client_id = str(uuid.uuid4())
        self._replied_at = None
        began = time.monotonic()
        await self.say(text, client_id=client_id, timeout=timeout)
        await self.until(lambda: self._replied_at is not None, timeout=timeout)
        assert self._replied_at is not None
        return Spoken(began, (self._acked_at[client_id] - began) * 1000, (self._replied_at - began) * 1000)

    def _take(self, frame: Frame) -> None:
        at = time.monotonic()
        super()._take(frame)
        if frame["type"] == "ack":
            self._acked_at[frame["id"]] = at
        elif frame["type"] == "message" and frame["speaker"] == "interviewer" and self._replied_at is None:
            self._replied_at = at
