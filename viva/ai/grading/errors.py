"""What may go wrong in grading. The caller shows *not assessed*; a score is never made up."""

from __future__ import annotations

from viva.core.errors import VivaError


class GradingError(VivaError):
    """`retryable` says whether the same request may succeed later."""

    code = "grading_failed"
    message = "The answer could not be judged."

    def __init__(self, code: str, message: str, *, retryable: bool = False) -> None:
        super().__init__(message, code=code)
        self.retryable = retryable
