"""Who listens without a recogniser of the server's: the browser, or nobody."""

from __future__ import annotations

from viva.speech.errors import SpeechError
from viva.speech.stt.base import Transcript


class BrowserRecogniser:
    """A marker: the page has the browser's recogniser write down what is said, if its user agrees to that."""

    name = "browser"
    version = ""
    rough = True  # nothing is known of it
    available = True

    async def transcribe(self, pcm: bytes, *, deadline: float) -> Transcript:
        raise SpeechError("recogniser_elsewhere", "The browser listens for itself.")

    async def stop(self) -> None:
        """There is nothing to stop."""


class NoRecogniser(BrowserRecogniser):
    """Answers are typed."""

    name = "none"
    rough = False
    available = False

    async def transcribe(self, pcm: bytes, *, deadline: float) -> Transcript:
        raise SpeechError("recogniser_missing", "There is no recogniser on this machine.")
