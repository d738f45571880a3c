"""Any server that speaks OpenAI's `/v1/audio/transcriptions`. The operator names it."""

from __future__ import annotations

import json
import math
from typing import Any

from viva.speech.audio import RATE, Sound, write_wav
from viva.speech.endpoint import Endpoint, call
from viva.speech.errors import SpeechError
from viva.speech.stt.base import Transcript

NAME = "endpoint"
LARGEST_REPLY = 1024 * 1024
UNSAID_QUALITY = 0.8
"""Of a server that does not say how sure it is."""


class EndpointRecogniser:
    name = NAME
    rough = False

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self.version = endpoint.model

    @property
    def available(self) -> bool:
        return bool(self._endpoint.url)

    async def transcribe(self, pcm: bytes, *, deadline: float) -> Transcript:
        form = {"model": self._endpoint.model, "language": "en", "response_format": "verbose_json"}
        sound = {"file": ("speech.wav", write_wav(Sound(pcm, RATE)), "audio/wav")}
        reply = await call(
            self._endpoint,
            "audio/transcriptions",
            deadline=deadline,
            largest=LARGEST_REPLY,
            data=form,
            files=sound,
        )
        return _transcript(reply)

    async def stop(self) -> None:
        """There is nothing to stop."""


def _transcript(reply: bytes) -> Transcript:
    """Of plain or verbose JSON: the latter says how likely each segment is."""
    try:
        told = json.loads(reply)
        text = told["text"].encode("utf-8", "replace").decode().strip()  # JSON can name halves of letters
        segments = [_likely(each) for each in told.get("segments") or ()]
    except (ValueError, ArithmeticError, RecursionError, KeyError, TypeError, AttributeError) as cause:
        raise SpeechError("endpoint_no_text", "The speech server sent no text that can be read.") from cause
    quality = sum(segments) / len(segments) if segments else UNSAID_QUALITY
    return Transcript(text, round(quality, 3) if text else 0.0, NAME)


def _likely(segment: dict[str, Any]) -> float:
    likely = segment.get("avg_logprob")
    return math.exp(min(0.0, float(likely))) if isinstance(likely, int | float) else UNSAID_QUALITY
