"""What may go wrong in grading. The caller shows *not assessed*; a score is never made up."""

from __future__ import annotations

from viva.core.errors import ProviderError


class GradingError(ProviderError):
    """Never carries the answer."""
