"""A part is copied into one file that can be searched in, or some of its sound is taken out: by ffmpeg, where
there is one.

It reads what candidates send, so it is told what the format is (none is guessed, so no playlist names other
files), may open nothing but files, and has bounds on time, memory and what it writes.
"""

from __future__ import annotations

import logging
import shutil
import subprocess
from pathlib import Path

from django.conf import settings

from viva.live.models.recording import Container, PartKind
from viva.speech.audio import BYTES_PER_SAMPLE, RATE

log = logging.getLogger(__name__)

SECONDS = 120.0
_MEMORY_KB = 2 * 1024 * 1024
_BLOCK = 512  # bytes, of the shell's limit on what is written
_ROOM = 1024 * 1024
_READER = {Container.WEBM: "matroska", Container.OGG: "ogg", Container.MP4: "mov"}
_WRITER = {
    Container.WEBM: ["-f", "webm", "-cues_to_front", "1"],
    Container.OGG: ["-f", "ogg"],
    Container.MP4: ["-f", "mp4", "-movflags", "+faststart"],
}
_BOUNDS = 'ulimit -v "$1" && ulimit -f "$2" && ulimit -t "$3" && shift 3 && exec "$@"'


def ffmpeg() -> str | None:
    """Where it is, by VIVA_FFMPEG; None where there is none, or it is not wanted."""
    return shutil.which(settings.VIVA_FFMPEG) if settings.VIVA_FFMPEG else None


def remux(source: Path, target: Path, *, kind: str, container: str) -> bool:
    """Copy the streams of `source`, none of them coded anew, into `target`; False where that came to nothing.

    Of a part of sound nothing but sound is taken: a picture that nobody agreed to is not kept.
    """
    streams = ["-map", "0:a:0"] if kind == PartKind.AUDIO else ["-map", "0:v:0?", "-map", "0:a:0?"]
    wanted = [*streams, "-c", "copy", "-map_metadata", "-1", *_WRITER[Container(container)]]
    largest = 2 * source.stat().st_size + _ROOM
    return _convert(source, target, wanted, container=container, largest=largest)


def take_sound(source: Path, target: Path, *, container: str, begin: float, seconds: float) -> bool:
    """Write `seconds` of the sound of `source`, from `begin` on its clock, as 16 kHz mono PCM into `target`; False
    where that came to nothing."""
    wanted = ["-map", "0:a:0", "-ss", f"{begin:.3f}", "-t", f"{seconds:.3f}", "-ac", "1", "-ar", str(RATE)]
    largest = int(seconds * RATE * BYTES_PER_SAMPLE) + _ROOM
    return _convert(source, target, [*wanted, "-f", "s16le"], container=container, largest=largest)


def _convert(source: Path, target: Path, wanted: list[str], *, container: str, largest: int) -> bool:
    """`largest`: bytes that it may write."""
    program = ffmpeg()
    if program is None:
        return False
    command = [
        program, "-nostdin", "-hide_banner", "-loglevel", "error", "-y", "-threads", "1",
        "-protocol_whitelist", "file", "-fflags", "+genpts+discardcorrupt",
        "-f", _READER[Container(container)], "-i", f"file:{source}", *wanted, f"file:{target}",
    ]  # fmt: skip
    bounded = ["sh", "-c", _BOUNDS, "sh", str(_MEMORY_KB), str(largest // _BLOCK), str(int(SECONDS)), *command]
    try:
        done = subprocess.run(
            bounded, capture_output=True, timeout=SECONDS, check=False, env={}, cwd=source.parent
        )
    except subprocess.TimeoutExpired:
        log.warning("ffmpeg was stopped after %.0f s", SECONDS)
        return False
    if done.returncode != 0:
        log.warning("ffmpeg could not read a part (exit %d)", done.returncode)
        return False
    return target.exists() and target.stat().st_size > 0
