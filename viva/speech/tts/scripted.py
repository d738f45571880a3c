"""A voice for tests: a tone as long as the text, or what the script says goes wrong."""

from __future__ import annotations

import asyncio
import math
import struct

from viva.speech.audio import RATE, Sound, write_wav
from viva.speech.tts.base import Clip, SpeechRequest, Voice

SECONDS_PER_SIGN = 0.05


class ScriptedVoice:
    """Remembers in `asked` what was asked of it; raises `trouble` while that is set."""

    name = "scripted"
    version = "1"
    voices = (Voice("tone", "A tone"), Voice("hum", "A hum"))

    def __init__(self) -> None:
        self.asked: list[SpeechRequest] = []
        self.trouble: Exception | None = None
        self.gate: asyncio.Event | None = None
        self.begun = asyncio.Event()

    async def synthesise(self, request: SpeechRequest, *, deadline: float) -> Clip:
        self.asked.append(request)
        self.begun.set()
        if self.gate:
            await self.gate.wait()
        if self.trouble:
            raise self.trouble
        return Clip(write_wav(tone(SECONDS_PER_SIGN * len(request.text) / request.speed)))


def tone(seconds: float, *, hertz: float = 220.0, loudness: float = 0.2) -> Sound:
    turn = 2 * math.pi * hertz / RATE
    samples = (round(32_767 * loudness * math.sin(turn * each)) for each in range(int(seconds * RATE)))
    return Sound(b"".join(struct.pack("<h", sample) for sample in samples), RATE)
