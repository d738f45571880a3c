"""Who speaks without a voice of the server's: the browser, or nobody."""

from __future__ import annotations

from viva.speech.errors import SpeechError
from viva.speech.tts.base import Clip, SpeechRequest, Voice


class BrowserVoice:
    """A marker: the page speaks the same sentences with the voices that the browser has."""

    name = "browser"
    version = ""
    voices = (Voice("", "Your browser's voice"),)

    async def synthesise(self, request: SpeechRequest, *, deadline: float) -> Clip:
        raise SpeechError("voice_elsewhere", "The browser speaks for itself.")


class NoVoice:
    """The interview is read."""

    name = "none"
    version = ""
    voices: tuple[Voice, ...] = ()

    async def synthesise(self, request: SpeechRequest, *, deadline: float) -> Clip:
        raise SpeechError("voice_missing", "There is no voice on this machine.")
