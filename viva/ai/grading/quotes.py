"""Quotes as evidence: word for word from what was said, or none."""

from __future__ import annotations

from collections.abc import Sequence


def verify_quote(quote: str | None, answers: Sequence[str]) -> str | None:
    """`quote` if it stands in one of `answers` to the letter, else None."""
    if not quote or not quote.strip():
        return None
    return quote if any(quote in answer for answer in answers) else None
