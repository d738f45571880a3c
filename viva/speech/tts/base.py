"""The seam of the voices: a sentence in words goes in, a WAV file comes out."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Protocol

WAV = "audio/wav"
SLOWEST, FASTEST = 0.5, 2.0
LONGEST_TEXT = 1_000
"""Characters of one sentence with its signs in words."""


@dataclass(frozen=True, slots=True)
class Voice:
    """`name` is the engine's own, `title` for people."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class SpeechRequest:
    """`text` is read as it stands (`viva.speech.reading` made it); `speed` 1.0 is the voice's usual one."""

    text: str
    voice: str
    speed: float = 1.0


@dataclass(frozen=True, slots=True)
class Clip:
    data: bytes
    content_type: str = WAV


class Synthesiser(Protocol):
    """`name` and `version` say together what a clip sounds like: another version's clips are other clips."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    @property
    def voices(self) -> tuple[Voice, ...]:
        """The first is taken where none is chosen. None at all: this machine lacks the engine."""

    async def synthesise(self, request: SpeechRequest, *, deadline: float) -> Clip:
        """The clip within `deadline` seconds. Raises SpeechError."""


def clip_key(engine: Synthesiser, request: SpeechRequest) -> str:
    """Names the clip: the same for what sounds the same, in every process."""
    told = [engine.name, engine.version, WAV, asdict(request)]
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
