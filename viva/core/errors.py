"""One family of errors that a person may read. `code` is for programs, the message for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class VivaError(Exception):
    """The base: something the caller can understand and mend. Never carries an answer, transcript or key."""

    code = "error"
    message: StrOrPromise = "Something went wrong."

    def __init__(self, message: StrOrPromise | None = None, *, code: str | None = None) -> None:
        super().__init__(message or self.message)
        self.code = code or self.code

    @property
    def detail(self) -> str:
        return str(self)


class ProviderError(VivaError):
    """What works beside us (a voice, a recogniser, a grader) could not do it. `retryable`: the same may succeed
    later."""

    def __init__(self, code: str, message: str, *, retryable: bool = False) -> None:
        super().__init__(message, code=code)
        self.retryable = retryable


class StateForbids(VivaError):
    """The thing exists, but its state does not allow this (409)."""

    code = "state_forbids"
    message: StrOrPromise = "That is not possible any more."


class TooManyAttempts(VivaError):
    """A limit on tries was reached (429). `retry_after` in seconds."""

    code = "too_many_attempts"
    message: StrOrPromise = "Too many attempts. Please wait a little and try again."

    def __init__(self, message: StrOrPromise | None = None, *, retry_after: int = 60) -> None:
        super().__init__(message)
        self.retry_after = retry_after
