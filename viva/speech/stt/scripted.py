"""A recogniser for tests: says what the script has next, or what goes wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from viva.speech.stt.base import Transcript


class ScriptedRecogniser:
    """Gives `texts` one after the other, then "". Remembers in `heard` the sound it was given."""

    name = "scripted"
    version = "1"
    available = True

    def __init__(self, texts: Iterable[str] = (), *, quality: float = 0.95, rough: bool = False) -> None:
        self.rough = rough
        self.quality = quality
        self.heard: list[bytes] = []
        self.trouble: Exception | None = None
        self.gate: asyncio.Event | None = None
        self._texts = list(texts)

    async def transcribe(self, pcm: bytes, *, deadline: float) -> Transcript:
        self.heard.append(pcm)
        if self.gate:
            await self.gate.wait()
        if self.trouble:
            raise self.trouble
        text = self._texts.pop(0) if self._texts else ""
        return Transcript(text, self.quality if text else 0.0, self.name, self.rough)

    async def stop(self) -> None:
        """There is nothing to stop."""
