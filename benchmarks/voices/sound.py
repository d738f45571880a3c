"""Words as sound, in this machine's voices, at the listener's rate and without the silence around them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

import numpy

from benchmarks.machine import ROOT
from viva.speech.audio import RATE, Sound, read_wav
from viva.speech.tts.base import Synthesiser
from viva.speech.tts.cache import ClipCache
from viva.speech.tts.espeak import EspeakVoice
from viva.speech.tts.flite import FliteVoice
from viva.speech.tts.speaker import Speaker

FOLDER = ROOT / "var" / "benchmarks" / "voices"
LARGEST = 512 * 1024 * 1024
DEADLINE = 60.0
QUIET = 0.004
"""Of full scale: what is softer at either end is silence."""
STEP = RATE // 100


@dataclass(frozen=True, slots=True)
class Voice:
    name: str
    speaker: Speaker


def installed() -> list[Voice]:
    """By turns of the engines that have them; none on a machine without any."""
    engines: tuple[Synthesiser, ...] = (FliteVoice(), EspeakVoice())
    speakers = [Speaker(engine, ClipCache(Path(FOLDER), largest=LARGEST)) for engine in engines]
    voices = [[Voice(voice.name, speaker) for voice in speaker.engine.voices] for speaker in speakers]
    longest = max(map(len, voices))
    return [own[at] for at in range(longest) for own in voices if at < len(own)]


async def said(voice: Voice, text: str) -> bytes:
    clip = await voice.speaker.clip(text, voice=voice.name, deadline=DEADLINE)
    return await asyncio.to_thread(lambda: trimmed(at_rate(read_wav(clip.data))))


def at_rate(sound: Sound) -> numpy.ndarray:
    """At RATE, by straight lines between the samples."""
    samples = numpy.frombuffer(sound.pcm, dtype="<i2").astype(numpy.float32)
    wanted = int(len(samples) * RATE / sound.rate)
    return numpy.interp(numpy.arange(wanted) * sound.rate / RATE, numpy.arange(len(samples)), samples)


def trimmed(samples: numpy.ndarray) -> bytes:
    steps = numpy.abs(samples[: len(samples) // STEP * STEP]).reshape(-1, STEP).max(axis=1)
    loud = numpy.flatnonzero(steps > QUIET * 32_768)
    kept = samples[loud[0] * STEP : (loud[-1] + 1) * STEP] if len(loud) else samples[:0]
    return bytes(kept.astype("<i2").tobytes())


def hush(seconds: float, *, noise: float = 0.001, seed: int = 1) -> bytes:
    """The room by itself: noise as a share of full scale."""
    samples = numpy.random.default_rng(seed).normal(0, noise * 32_768, int(seconds * RATE))
    return bytes(numpy.clip(samples, -32_768, 32_767).astype("<i2").tobytes())
