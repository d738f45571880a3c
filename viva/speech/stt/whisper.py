"""faster-whisper: an optional extra (requirements/whisper.txt) with models that a command downloads."""

from __future__ import annotations

import importlib.util
import math
import sys
from collections.abc import Callable
from pathlib import Path

from viva.speech.stt.base import Transcript
from viva.speech.stt.pool import RecogniserPool

NAME = "whisper"
NO_SPEECH = 0.6
"""Above this likelihood of silence a segment is one of the sentences that whisper makes up."""


class WhisperRecogniser:
    name = NAME
    rough = False

    def __init__(self, folder: Path, *, model: str, workers: int = 1, niceness: int | None = None) -> None:
        self.version = model
        self._model = folder / model
        command = (sys.executable, "-m", "viva.speech.stt.worker", NAME, str(folder), model)
        self._pool = RecogniserPool(command, workers=workers, niceness=niceness)

    @property
    def available(self) -> bool:
        """The package is here, and so is the model."""
        return importlib.util.find_spec("faster_whisper") is not None and (self._model / "model.bin").is_file()

    async def transcribe(self, pcm: bytes, *, deadline: float) -> Transcript:
        return await self._pool.transcribe(pcm, deadline=deadline)

    async def stop(self) -> None:
        await self._pool.stop()


def load_whisper(folder: str, model: str) -> Callable[[bytes], Transcript]:
    """In the worker."""
    import numpy
    from faster_whisper import WhisperModel

    loaded = WhisperModel(str(Path(folder, model)), device="cpu", compute_type="int8", cpu_threads=1)

    def recognise(pcm: bytes) -> Transcript:
        samples = numpy.frombuffer(pcm, dtype="<i2").astype(numpy.float32) / 32_768
        segments, _ = loaded.transcribe(samples, language="en", beam_size=1, condition_on_previous_text=False)
        heard = [(each.text.strip(), each.avg_logprob) for each in segments if each.no_speech_prob < NO_SPEECH]
        return as_transcript(heard)

    return recognise


def as_transcript(heard: list[tuple[str, float]]) -> Transcript:
    """Of segments with the mean log likelihood of their tokens, weighed by their length."""
    signs = sum(len(text) for text, _ in heard)
    sure = sum(math.exp(min(0.0, likely)) * len(text) for text, likely in heard) / signs if signs else 0.0
    return Transcript(" ".join(text for text, _ in heard if text), round(sure, 3), NAME)
