"""Where nobody listens: answers are typed."""

from __future__ import annotations

from viva.speech.errors import SpeechError
from viva.speech.stt.base import Transcript


class NoRecogniser:
    name = "none"
    version = ""
    rough = False
    available = False

    async def transcribe(self, pcm: bytes, *, deadline: float) -> Transcript:
        raise SpeechError("recogniser_missing", "There is no recogniser on this machine.")

    async def stop(self) -> None:
        """There is nothing to stop."""
