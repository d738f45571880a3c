"""A voice that is a program on this machine: the sentence on its standard input, a WAV file on its output."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Sequence
from pathlib import Path

from viva.speech.audio import BadSound, read_wav, write_wav
from viva.speech.errors import SpeechError
from viva.speech.tts.base import Clip

PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "TMPDIR", "HOME", "ESPEAK_DATA_PATH")
"""Environment the program needs; secrets stay with the server."""
LARGEST_CLIP = 20 * 1024 * 1024
NICENESS = 10
"""Turns come before voices: what is said is shown at once."""


async def speak(command: Sequence[str], text: str, *, deadline: float, output: Path | None = None) -> Clip:
    """`output`: where the program writes, if not to its standard output.

    Raises SpeechError; no process is left, whatever happens.
    """
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ} | {"LC_ALL": "C.UTF-8"}
    pipe = asyncio.subprocess.PIPE
    try:
        process = await asyncio.create_subprocess_exec(
            *command, stdin=pipe, stdout=pipe, stderr=asyncio.subprocess.DEVNULL, env=environment
        )
    except OSError as cause:
        raise SpeechError("voice_missing", "The voice's program could not be started.") from cause
    with contextlib.suppress(OSError):  # it may have ended
        os.setpriority(os.PRIO_PROCESS, process.pid, NICENESS)
    try:
        async with asyncio.timeout(deadline):
            written, _ = await process.communicate(text.encode())
    except TimeoutError as cause:
        raise SpeechError("voice_timeout", "The voice took too long.", retryable=True) from cause
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await asyncio.shield(process.wait())
    if process.returncode != 0:
        raise SpeechError("voice_failed", f"The voice's program ended with {process.returncode}.", retryable=True)
    return await asyncio.to_thread(_clip, output or written)


def _clip(source: Path | bytes) -> Clip:
    try:
        data = source if isinstance(source, bytes) else source.read_bytes()
        sound = read_wav(data[:LARGEST_CLIP])
    except (BadSound, OSError) as cause:
        raise SpeechError("voice_no_sound", "The voice gave no sound.") from cause
    if not any(sound.pcm):
        raise SpeechError("voice_no_sound", "The voice gave nothing but silence.")
    return Clip(write_wav(sound))
