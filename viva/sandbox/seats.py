"""The seats at which submissions are judged, and the bounded queue before them, in which owners take turns."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque

MOST_WAITING = 256


class BusyError(Exception):
    """So many wait that another one would wait for nothing."""


class Ticket:
    """One place in the queue. `before` is how many are served before this one."""

    def __init__(self, seats: Seats, owner: str) -> None:
        self._seats, self.owner = seats, owner
        self.called = asyncio.get_running_loop().create_future()

    @property
    def before(self) -> int:
        return self._seats.before(self)


class Seats:
    """Owners with something waiting are served round and round, one submission each, in order of their coming."""

    def __init__(self, count: int, *, most_waiting: int = MOST_WAITING) -> None:
        self._free, self._most = count, most_waiting
        self._waiting: OrderedDict[str, deque[Ticket]] = OrderedDict()

    @property
    def waiting(self) -> int:
        return sum(map(len, self._waiting.values()))

    def queue(self, owner: str) -> Ticket:
        """A ticket whose `called` is done when its seat is free. Raises BusyError."""
        if self.waiting >= self._most:
            raise BusyError
        ticket = Ticket(self, owner)
        self._waiting.setdefault(owner, deque()).append(ticket)
        self._call()
        return ticket

    def leave(self, ticket: Ticket) -> None:
        """Give the seat back, or the place in the queue. Once for each ticket."""
        line = self._waiting.get(ticket.owner)
        if line is not None and ticket in line:
            line.remove(ticket)
            if not line:
                del self._waiting[ticket.owner]
            return
        self._free += 1
        self._call()

    def before(self, ticket: Ticket) -> int:
        line = self._waiting.get(ticket.owner, deque())
        if ticket not in line:
            return 0
        rounds = line.index(ticket)
        owners = list(self._waiting)
        earlier = set(owners[: owners.index(ticket.owner)])
        return sum(min(len(each), rounds + (owner in earlier)) for owner, each in self._waiting.items())

    def _call(self) -> None:
        while self._free and self._waiting:
            owner, line = next(iter(self._waiting.items()))
            ticket = line.popleft()
            del self._waiting[owner]
            if line:
                self._waiting[owner] = line  # behind the others
            self._free -= 1
            ticket.called.set_result(None)
