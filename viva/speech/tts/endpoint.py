"""Any server that speaks OpenAI's `/v1/audio/speech`. The operator names it, so a private address is allowed."""

from __future__ import annotations

import hashlib

import httpx2 as httpx

from viva.speech.audio import BadSound, read_wav, write_wav
from viva.speech.endpoint import Endpoint, call
from viva.speech.errors import SpeechError
from viva.speech.tts.base import Clip, SpeechRequest, Voice

LARGEST_CLIP = 20 * 1024 * 1024


class EndpointVoice:
    """`voices` are named by the operator: the interface has no way to ask for them."""

    name = "endpoint"

    def __init__(
        self, endpoint: Endpoint, *, voices: tuple[str, ...], transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._endpoint = endpoint
        self._transport = transport
        self._voices = tuple(Voice(name, name.capitalize()) for name in voices)
        place = hashlib.sha256(endpoint.url.encode()).hexdigest()[:12]
        self.version = f"{endpoint.model}@{place}"

    @property
    def voices(self) -> tuple[Voice, ...]:
        return self._voices if self._endpoint.url else ()

    async def synthesise(self, request: SpeechRequest, *, deadline: float) -> Clip:
        wish = {
            "model": self._endpoint.model,
            "input": request.text,
            "voice": request.voice,
            "speed": request.speed,
            "response_format": "wav",
        }
        data = await call(
            self._endpoint,
            "audio/speech",
            deadline=deadline,
            largest=LARGEST_CLIP,
            json=wish,
            transport=self._transport,
        )
        try:
            sound = read_wav(data)
        except BadSound as cause:
            raise SpeechError("voice_no_sound", "The speech server sent no sound that can be read.") from cause
        if not sound.pcm:
            raise SpeechError("voice_no_sound", "The speech server sent an empty sound.")
        return Clip(write_wav(sound))
