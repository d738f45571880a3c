"""A long stretch of sound in pieces that a recogniser takes, cut where least is said."""

from __future__ import annotations

from collections.abc import Iterator

from viva.speech.audio import BYTES_PER_SAMPLE, RATE
from viva.speech.turns.activity import loudness

LONGEST_SECONDS = 25.0
SEARCHED_SECONDS = 8.0
"""Before the latest place for a cut, for a quieter one."""
STEP_BYTES = RATE // 5 * BYTES_PER_SAMPLE
"""200 ms: a pause between words, not the closure within one."""


def in_pieces(pcm: bytes, *, longest: float = LONGEST_SECONDS) -> Iterator[bytes]:
    """All of `pcm` (16 kHz), in order, in pieces of at most `longest` seconds."""
    most = int(longest * RATE) * BYTES_PER_SAMPLE
    while len(pcm) > most:
        cut = _quietest(pcm, before=most)
        yield pcm[:cut]
        pcm = pcm[cut:]
    if pcm:
        yield pcm


def _quietest(pcm: bytes, *, before: int) -> int:
    """The middle of the quietest step."""
    first = max(STEP_BYTES, before - int(SEARCHED_SECONDS * RATE) * BYTES_PER_SAMPLE)
    steps = range(first, before - STEP_BYTES + 1, STEP_BYTES)
    start = min(steps, key=lambda at: loudness(pcm[at : at + STEP_BYTES]), default=before - STEP_BYTES // 2)
    return start + STEP_BYTES // 2
