"""What may go wrong in speaking and listening. The interview then goes on in text."""

from __future__ import annotations

from viva.core.errors import ProviderError


class SpeechError(ProviderError):
    """Never carries what was said or a key."""
