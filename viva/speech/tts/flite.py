"""flite, where it is installed: slower than espeak-ng and nearer to a person."""

from __future__ import annotations

import asyncio
import functools
import shutil
import tempfile
from pathlib import Path

from viva.speech.tts.base import Clip, SpeechRequest, Voice
from viva.speech.tts.espeak import first_line
from viva.speech.tts.program import speak

_VOICES = (Voice("slt", "flite: Susan"), Voice("rms", "flite: Robert"), Voice("awb", "flite: Alan"))


class FliteVoice:
    name = "flite"

    def __init__(self, program: str = "flite") -> None:
        self._program = shutil.which(program) or ""

    @functools.cached_property
    def version(self) -> str:
        return first_line([self._program, "--version"], holding="version") if self._program else ""

    @property
    def voices(self) -> tuple[Voice, ...]:
        return _VOICES if self._program else ()

    async def synthesise(self, request: SpeechRequest, *, deadline: float) -> Clip:
        stretch = f"duration_stretch={1 / request.speed:.3f}"
        # It can neither write to a pipe nor read from what uvloop gives a program as its input, a socket.
        with tempfile.TemporaryDirectory(prefix="viva-voice-") as folder:
            text, output = Path(folder, "text"), Path(folder, "clip.wav")
            await asyncio.to_thread(text.write_text, request.text, "utf-8")
            command = [
                self._program,
                "-voice",
                request.voice,
                "--setf",
                stretch,
                "-f",
                str(text),
                "-o",
                str(output),
            ]
            return await speak(command, "", deadline=deadline, output=output)
