"""What the operator says of the model: where it is, what it may take and cost. Secrets do not show themselves."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit


class Secret:
    """A text that neither `repr`, `str`, logs nor JSON give away; `reveal` does."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        return self._text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __repr__(self) -> str:
        return "Secret(…)" if self._text else "Secret()"

    def __reduce__(self) -> str:
        raise TypeError("a secret is not pickled")


@dataclass(frozen=True, slots=True)
class Seconds:
    """How long one call of a kind may take, whatever the turn has left."""

    say: float = 8.0
    judge: float = 20.0
    plan: float = 12.0
    conclude: float = 20.0
    probe: float = 20.0


@dataclass(frozen=True, slots=True)
class Caps:
    """Most that may be spent, in tokens and in money (of the prices' currency); 0: no cap."""

    interview_tokens: int = 0
    day_tokens: int = 0
    interview_money: float = 0.0
    day_money: float = 0.0


@dataclass(frozen=True, slots=True)
class Prices:
    """Money for a million tokens."""

    prompt: float = 0.0
    completion: float = 0.0

    def cost(self, prompt_tokens: int, completion_tokens: int) -> int:
        """In millionths of the currency, rounded up: no call is free where there is a price."""
        millionths = prompt_tokens * self.prompt + completion_tokens * self.completion
        return -int(-millionths // 1)


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """`samples` judgements are asked for and their middle taken; `sceptic` looks again at what was found met.

    `fixed_json` names the JSON mode instead of finding it out: one of `dialect.Json`.
    """

    base_url: str
    model: str
    api_key: Secret = field(default_factory=lambda: Secret(""))
    seconds: Seconds = field(default_factory=Seconds)
    caps: Caps = field(default_factory=Caps)
    prices: Prices = field(default_factory=Prices)
    concurrency: int = 8
    samples: int = 1
    sceptic: bool = False
    fixed_json: str = ""
    history_chars: int = 12_000

    @property
    def host(self) -> str:
        """Where it is, for people: without name, password, path and query, which may be secret."""
        parts = urlsplit(self.base_url)
        port = f":{parts.port}" if parts.port else ""
        return f"{parts.scheme}://{parts.hostname or ''}{port}"
