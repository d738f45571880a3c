"""Why the model gave nothing: one word each. What a server wrote is never repeated: some echo keys."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from enum import StrEnum

from viva.ai.engines.base import EngineError
from viva.core.time import now


class Cause(StrEnum):
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    UNAUTHORIZED = "unauthorized"
    NO_MODEL = "no_model"
    RATE_LIMITED = "rate_limited"
    SERVER_ERROR = "server_error"
    BAD_REQUEST = "bad_request"
    CUT_OFF = "cut_off"  # the reply broke off
    EMPTY = "empty"
    REFUSED = "refused"
    MALFORMED = "malformed"  # no JSON, or not what the protocol says
    WRONG_SCHEMA = "wrong_schema"
    TOO_LONG = "too_long"
    UNFIT = "unfit"  # well-formed, but not to be used
    OVER_BUDGET = "over_budget"
    CIRCUIT_OPEN = "circuit_open"
    BUSY = "busy"  # no free place in time
    NO_TIME = "no_time"  # the turn had none left


RETRIED = frozenset({Cause.UNREACHABLE, Cause.RATE_LIMITED, Cause.SERVER_ERROR, Cause.CUT_OFF})
TELLING = RETRIED | {Cause.TIMEOUT, Cause.UNAUTHORIZED, Cause.NO_MODEL}
"""Those that say something about the server rather than about one reply."""


class ModelFailure(EngineError):
    """The model could not give what was asked. `retry_after` in seconds, None where the server named none."""

    def __init__(self, cause: Cause, *, status: int | None = None, retry_after: float | None = None) -> None:
        super().__init__(f"the language model gave nothing ({cause})", retryable=cause in RETRIED)
        self.cause = cause
        self.status = status
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refused request as the server put it; for `dialect.adapt` alone, never kept."""

    status: int
    text: str


_STATUSES = {
    400: Cause.BAD_REQUEST,
    401: Cause.UNAUTHORIZED,
    403: Cause.UNAUTHORIZED,
    404: Cause.NO_MODEL,
    408: Cause.TIMEOUT,
    409: Cause.SERVER_ERROR,
    413: Cause.BAD_REQUEST,
    422: Cause.BAD_REQUEST,
    429: Cause.RATE_LIMITED,
}


def of_status(status: int, *, retry_after: str | None = None) -> ModelFailure:
    cause = _STATUSES.get(status, Cause.SERVER_ERROR if status >= 500 else Cause.BAD_REQUEST)
    return ModelFailure(cause, status=status, retry_after=read_retry_after(retry_after))


def read_retry_after(value: str | None) -> float | None:
    """Seconds, from a number or a date; None for neither."""
    if not value:
        return None
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(value) - now()).total_seconds())
    except (TypeError, ValueError, OverflowError):
        return None
