"""Sound as the engines pass it on: 16-bit mono PCM, little-endian, and WAV files of it."""

from __future__ import annotations

import io
import struct
import wave
from dataclasses import dataclass

RATE = 16_000
"""Samples a second of what is listened to."""
BYTES_PER_SAMPLE = 2
_HEAD = struct.Struct("<4sI4s")
_CHUNK = struct.Struct("<4sI")


class BadSound(ValueError):
    """These bytes are no WAV file of 16-bit mono PCM."""


@dataclass(frozen=True, slots=True)
class Sound:
    pcm: bytes
    rate: int

    @property
    def seconds(self) -> float:
        return len(self.pcm) / (BYTES_PER_SAMPLE * self.rate)


def read_wav(data: bytes) -> Sound:
    """The sound of a WAV file, also of one from a pipe, whose sizes are lies (espeak-ng). Raises BadSound."""
    if len(data) < _HEAD.size or data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise BadSound("no WAV file")
    position, rate = _HEAD.size, 0
    while position + _CHUNK.size <= len(data):
        name, size = _CHUNK.unpack_from(data, position)
        body = data[position + _CHUNK.size : position + _CHUNK.size + size]
        if name == b"fmt ":
            rate = _rate(body)
        elif name == b"data" and rate:
            return Sound(body[: len(body) & ~1], rate)
        position += _CHUNK.size + size + (size & 1)
    raise BadSound("no sound in it")


def _rate(body: bytes) -> int:
    if len(body) < 16:
        raise BadSound("its format is cut off")
    kind, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", body)
    if (kind, channels, bits) != (1, 1, 16) or not 4_000 <= rate <= 192_000:
        raise BadSound("not 16-bit mono PCM")
    return int(rate)


def write_wav(sound: Sound) -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(BYTES_PER_SAMPLE)
        file.setframerate(sound.rate)
        file.writeframes(sound.pcm)
    return buffer.getvalue()
