"""Who listens without a recogniser of the server's: the browser, or nobody and answers are typed."""

from __future__ import annotations

from viva.speech.errors import SpeechError
from viva.speech.stt.base import Transcript


class BrowserRecogniser:
    """A marker: where the browser can, the page writes down what it hears, for its speaker to mend."""

    name = "browser"
    version = ""
    rough = True
    available = False

    async def transcribe(self, pcm: bytes, *, deadline: float) -> Transcript:
        raise SpeechError("recogniser_elsewhere", "The browser writes down for itself.")

    async def stop(self) -> None:
        """There is nothing to stop."""


class NoRecogniser:
    name = "none"
    version = ""
    rough = False
    available = False

    async def transcribe(self, pcm: bytes, *, deadline: float) -> Transcript:
        raise SpeechError("recogniser_missing", "There is no recogniser on this machine.")

    async def stop(self) -> None:
        """There is nothing to stop."""
