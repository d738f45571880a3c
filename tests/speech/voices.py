"""Speech for tests: synthesised by flite, as 16 kHz PCM."""

from __future__ import annotations

import numpy

from viva.speech.audio import RATE, read_wav
from viva.speech.tts.base import SpeechRequest
from viva.speech.tts.flite import FliteVoice


async def spoken(text: str, *, voice: str = "slt") -> bytes:
    sound = read_wav((await FliteVoice().synthesise(SpeechRequest(text, voice), deadline=30)).data)
    assert sound.rate == RATE
    return sound.pcm


def mixed(*sounds: bytes, loudness: tuple[float, ...] = ()) -> bytes:
    """All at the same time, each by its factor."""
    length = max(len(sound) for sound in sounds) // 2
    total = numpy.zeros(length)
    for sound, factor in zip(sounds, loudness or (1.0,) * len(sounds), strict=True):
        samples = numpy.frombuffer(sound, dtype="<i2")
        total[: len(samples)] += samples * factor
    return numpy.clip(total, -32_768, 32_767).astype("<i2").tobytes()


def silence(seconds: float, *, noise: float = 0.0, seed: int = 1) -> bytes:
    """`noise`: root mean square as a share of full scale."""
    samples = numpy.random.default_rng(seed).normal(0, noise * 32_768, int(seconds * RATE))
    return numpy.clip(samples, -32_768, 32_767).astype("<i2").tobytes()
