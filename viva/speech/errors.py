"""What may go wrong in speaking and listening. The interview then goes on in text."""

from __future__ import annotations

from viva.core.errors import VivaError


class SpeechError(VivaError):
    """`retryable` says whether the same request may succeed later. Never carries what was said or a key."""

    code = "speech_failed"
    message = "The speech engine could not do that."

    def __init__(self, code: str, message: str, *, retryable: bool = False) -> None:
        super().__init__(message, code=code)
        self.retryable = retryable
