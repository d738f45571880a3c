"""How many words of ten a recogniser gets wrong, on the voices that this machine has."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Sequence
from pathlib import Path

from benchmarks.machine import ROOT
from viva.speech.errors import SpeechError
from viva.speech.stt.base import Recogniser
from viva.speech.stt.pocketsphinx import PocketsphinxRecogniser
from viva.speech.stt.whisper import WhisperRecogniser

DEADLINE = 120.0


def recognisers() -> list[Recogniser]:
    models = Path(os.environ.get("VIVA_DATA_DIR") or ROOT / "var") / "speech_models"
    whisper = WhisperRecogniser(models, model=os.environ.get("VIVA_WHISPER_MODEL", "base.en"))
    return [PocketsphinxRecogniser(), whisper]


def lacks(recogniser: Recogniser) -> str:
    """Why it is not measured here, "" where it is."""
    if recogniser.available:
        return ""
    package = {"whisper": "faster_whisper"}.get(recogniser.name, recogniser.name)
    return f"no {package}" if importlib.util.find_spec(package) is None else "no model (download_speech_models)"


async def word_errors(recogniser: Recogniser, said: Sequence[tuple[str, bytes]]) -> list[tuple[int, int]]:
    """Of each text how many words are wrong, and how many it has; all are wrong of one that fails."""
    found = []
    try:
        for text, pcm in said:
            words = text.split()
            try:
                heard = (await recogniser.transcribe(pcm, deadline=DEADLINE)).text.lower().split()
            except SpeechError:
                heard = []
            found.append((distance(words, heard), len(words)))
    finally:
        await recogniser.stop()
    return found


def distance(wanted: Sequence[str], heard: Sequence[str]) -> int:
    """Words left out, put in or taken for others (Levenshtein)."""
    row = list(range(len(heard) + 1))
    for at, word in enumerate(wanted, start=1):
        before, row[0] = row[0], at
        for other, each in enumerate(heard, start=1):
            before, row[other] = row[other], min(row[other] + 1, row[other - 1] + 1, before + (word != each))
    return row[-1]
