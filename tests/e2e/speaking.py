"""A microphone that speaks: Chromium's fake capture from a WAV file made here; and how a recording sounds."""

from __future__ import annotations

import shutil
import subprocess
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser

from tests.conftest import lacking
from tests.web.gallery.browser import FLAGS

RATE = 16_000  # of what is compared
LEAD_SECONDS = 3.0  # of silence before the words: the page opens the microphone before it records
WORDS = (
    "An index makes reads fast, because the database need not look at every row. "
    "It costs space, and every write has to keep it up to date. I would measure first."
)

# Recorded as it comes, so that it can be compared with what was spoken.
UNPROCESSED = """
if (navigator.mediaDevices) {
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  const off = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
  navigator.mediaDevices.getUserMedia = (wanted) =>
    ask({ ...wanted, ...(wanted.audio ? { audio: off } : {}) });
}
"""


def speak(folder: Path, words: str = WORDS, *, then_seconds: float = 60.0) -> Path:
    """A WAV file: some silence, the words, silence."""
    spoken, padded = folder / "spoken.wav", folder / "microphone.wav"
    if shutil.which("flite"):
        command = ["flite", "-voice", "slt", "-t", words, "-o", str(spoken)]
    elif shutil.which("espeak-ng"):
        command = ["espeak-ng", "-w", str(spoken), words]
    else:
        lacking("flite or espeak-ng")
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    sound = decoded(spoken, rate=48_000)
    lead, tail = (np.zeros(int(seconds * 48_000), np.float32) for seconds in (LEAD_SECONDS, then_seconds))
    _write(padded, np.concatenate([lead, sound * 0.8, tail]))
    return padded


def _write(path: Path, sound: np.ndarray) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes((np.clip(sound, -1, 1) * 32_000).astype("<i2").tobytes())


def decoded(path: Path, *, rate: int = RATE) -> np.ndarray:
    """Its sound as one channel of floats."""
    if not shutil.which("ffmpeg"):
        lacking("ffmpeg")
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-ac", "1", "-ar", str(rate), "-f", "f32le", "-"]
    done = subprocess.run(command, check=True, capture_output=True, timeout=120)
    return np.frombuffer(done.stdout, np.float32)


def likeness(spoken: np.ndarray, recorded: np.ndarray) -> tuple[float, float]:
    """(correlation from -1 to 1 where they fit best, by how many seconds `recorded` is later)."""
    size = 1 << (len(spoken) + len(recorded)).bit_length()
    product = np.fft.rfft(recorded, size) * np.conj(np.fft.rfft(spoken, size))
    lag = int(np.argmax(np.fft.irfft(product, size)))
    lag = lag - size if lag > size // 2 else lag
    begin, end = max(0, lag), min(len(recorded), lag + len(spoken))
    mine, theirs = spoken[begin - lag : end - lag], recorded[begin:end]
    correlation = float(np.dot(mine, theirs) / (np.linalg.norm(mine) * np.linalg.norm(theirs)))
    covered = float(np.linalg.norm(mine) / np.linalg.norm(spoken))
    return correlation * covered, lag / RATE


def words_in(microphone: Path) -> np.ndarray:
    """The words alone, without the silence about them."""
    sound = decoded(microphone)
    loud = np.flatnonzero(np.abs(sound) > 0.01)
    return sound[loud[0] : loud[-1]]


@contextmanager
def speaking_browser(chromium: Browser, microphone: Path) -> Iterator[Browser]:
    """Another one beside `chromium`, with that file as its microphone, each time from its beginning."""
    flags = [
        *FLAGS,
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={microphone}%noloop",
    ]
    speaker = chromium.browser_type.launch(executable_path=shutil.which("chromium"), args=flags)
    try:
        yield speaker
    finally:
        speaker.close()
