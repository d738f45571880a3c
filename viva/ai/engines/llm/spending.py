"""What is spent: reserved before a request is sent, settled by what the server reports, kept as a record."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Protocol

from viva.ai.engines.llm.config import Caps

LETTERS_PER_TOKEN = 3
"""On the safe side: English has four to a token, code and other scripts have fewer."""


def estimate_tokens(letters: int) -> int:
    return letters // LETTERS_PER_TOKEN + 1


@dataclass(frozen=True, slots=True)
class Amount:
    """`cost` in millionths of the currency."""

    tokens: int = 0
    cost: int = 0

    def __add__(self, other: Amount) -> Amount:
        return Amount(self.tokens + other.tokens, self.cost + other.cost)

    def __sub__(self, other: Amount) -> Amount:
        return Amount(self.tokens - other.tokens, self.cost - other.cost)


@dataclass(slots=True)
class CallRecord:
    """One call of the engine: its requests, repairs and samples together. `failure` "" where it gave something.

    `line` is the interviewer's line it was for. No words in it, neither the model's nor a person's.
    """

    kind: str
    session: int = 0
    line: int = 0
    model: str = ""
    prompt_version: str = ""
    failure: str = ""
    status: int | None = None
    requests: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: int = 0
    latency_ms: int = 0
    first_ms: int | None = None

    def add(self, *, prompt_tokens: int, completion_tokens: int, cost: int) -> None:
        self.prompt_tokens += prompt_tokens
        self.completion_tokens += completion_tokens
        self.cost += cost


class Ledger(Protocol):
    """Counts durably, for all processes that share it."""

    async def reserve(self, session: int, amount: Amount) -> bool:
        """Count `amount` on the session (0: none) and on the day; False, and nothing counted, over a cap."""
        ...

    async def settle(self, session: int, *, reserved: Amount, spent: Amount) -> None:
        """What was reserved has come to this."""
        ...

    async def record(self, record: CallRecord) -> None: ...


@dataclass
class MemoryLedger:
    """For commands and tests: of this process, and gone with it."""

    caps: Caps = field(default_factory=Caps)
    records: list[CallRecord] = field(default_factory=list)
    spent: dict[int, Amount] = field(default_factory=lambda: defaultdict(Amount))
    day: Amount = field(default_factory=Amount)

    async def reserve(self, session: int, amount: Amount) -> bool:
        caps = self.caps
        on_interview = not session or fits(
            self.spent[session] + amount, caps.interview_tokens, caps.interview_money
        )
        if not on_interview or not fits(self.day + amount, caps.day_tokens, caps.day_money):
            return False
        self._count(session, amount)
        return True

    async def settle(self, session: int, *, reserved: Amount, spent: Amount) -> None:
        self._count(session, spent - reserved)

    async def record(self, record: CallRecord) -> None:
        self.records.append(record)

    def _count(self, session: int, amount: Amount) -> None:
        self.day += amount
        if session:
            self.spent[session] += amount


def fits(amount: Amount, tokens: int, money: float) -> bool:
    """Whether it is within caps of so many tokens and so much money; 0: no cap."""
    return (not tokens or amount.tokens <= tokens) and (not money or amount.cost <= millionths(money))


def millionths(money: float) -> int:
    return int(money * 1_000_000)
