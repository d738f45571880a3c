"""The seam of the recognisers: up to half a minute of sound goes in, words and how sure they are come out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

LONGEST_SECONDS = 30.0
"""Of one piece of sound."""
GOOD = 0.75
"""Quality from which words may go on unseen; below it their speaker mends them first."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """`quality` estimates from 0 to 1 how much of `text` is right; `rough`: of an engine that guesses a lot."""

    text: str
    quality: float
    engine: str
    rough: bool = False

    @property
    def is_good(self) -> bool:
        """Whether it may be judged without its speaker having seen it."""
        return not self.rough and self.quality >= GOOD


class Recogniser(Protocol):
    """`rough` engines are called so wherever their text is shown."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    @property
    def rough(self) -> bool: ...

    @property
    def available(self) -> bool:
        """False: this machine lacks it."""

    async def transcribe(self, pcm: bytes, *, deadline: float) -> Transcript:
        """Of 16 kHz PCM, at most LONGEST_SECONDS, in `deadline` seconds; "" for no words. Raises SpeechError."""

    async def stop(self) -> None:
        """Nothing of it is left running."""


def joined(parts: list[Transcript]) -> Transcript:
    """An answer heard in pieces: its quality is that of its words, a long piece counting more than a short one."""
    words = sum(len(part.text.split()) for part in parts)
    if not words:
        return Transcript("", 0.0, parts[0].engine if parts else "", any(part.rough for part in parts))
    quality = sum(part.quality * len(part.text.split()) for part in parts) / words
    text = " ".join(part.text for part in parts if part.text)
    return Transcript(text, quality, parts[0].engine, any(part.rough for part in parts))
