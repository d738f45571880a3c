"""espeak-ng, where it is installed: small, quick, many accents, the sound of a machine."""

from __future__ import annotations

import functools
import shutil
import subprocess

from viva.speech.tts.base import Clip, SpeechRequest, Voice
from viva.speech.tts.program import speak

WORDS_A_MINUTE = 165
_VOICES = (
    Voice("en-us", "espeak: American"),
    Voice("en-gb", "espeak: British"),
    Voice("en-gb-scotland", "espeak: Scottish"),
)


class EspeakVoice:
    name = "espeak-ng"

    def __init__(self, program: str = "espeak-ng") -> None:
        self._program = shutil.which(program) or ""

    @functools.cached_property
    def version(self) -> str:
        return first_line([self._program, "--version"]) if self._program else ""

    @property
    def voices(self) -> tuple[Voice, ...]:
        return _VOICES if self._program else ()

    async def synthesise(self, request: SpeechRequest, *, deadline: float) -> Clip:
        rate = str(round(WORDS_A_MINUTE * request.speed))
        command = [self._program, "--stdin", "--stdout", "-b", "1", "-v", request.voice, "-s", rate]
        return await speak(command, request.text, deadline=deadline)


def first_line(command: list[str], *, holding: str = "") -> str:
    """The first line with `holding` of what a program says of itself, "" where it says nothing in time."""
    try:
        told = subprocess.run(command, capture_output=True, text=True, timeout=5, check=False)
    except (OSError, subprocess.SubprocessError):
        return ""
    lines = (line for line in (told.stdout or told.stderr).splitlines() if line.strip() and holding in line)
    return next(lines, "").split(" Data at:")[0].strip()
