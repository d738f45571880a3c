"""Microphones of the page's own making: Chromium's fake device does not play a file on every machine."""

from __future__ import annotations

import asyncio
import base64
import importlib.util
import shutil
from concurrent.futures import ThreadPoolExecutor

from playwright.sync_api import Page

from tests.conftest import lacking
from tests.speech.voices import silence, spoken
from viva.speech.audio import RATE, Sound, write_wav

# `window.microphones` are the streams that were opened, the latest last.
_SAYING = """
window.microphones = [];
navigator.mediaDevices.getUserMedia = async () => {
  const context = new AudioContext({ sampleRate: 48000 });
  const bytes = Uint8Array.from(atob("SOUND"), (sign) => sign.charCodeAt(0));
  const source = context.createBufferSource();
  source.buffer = await context.decodeAudioData(bytes.buffer);
  const out = context.createMediaStreamDestination();
  source.connect(out);
  source.start();
  window.microphones.push(out.stream);
  return out.stream;
};
"""

# Switched off by a key of the device: it opens, and gives nothing but zeros.
DEAD = """
navigator.mediaDevices.getUserMedia = async () => new AudioContext().createMediaStreamDestination().stream;
"""

DENIED = """
window.refusal = "NotAllowedError";
navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", window.refusal));
"""

# Pulled out: what a browser says that does not end the track by itself.
UNPLUG = """() => {
  navigator.mediaDevices.enumerateDevices = async () => [];
  navigator.mediaDevices.dispatchEvent(new Event("devicechange"));
}"""


def microphone_saying(words: str, *, times: int = 1) -> str:
    """A script that gives the page a microphone which hears the words four seconds after it is opened."""
    if not shutil.which("flite"):
        lacking("flite")
    with ThreadPoolExecutor() as elsewhere:  # this thread has Playwright's loop
        voice = elsewhere.submit(asyncio.run, spoken(words, voice="rms")).result()
    said = (voice + silence(1.2, noise=0.0005)) * times
    sound = Sound(silence(4, noise=0.0005) + said + silence(20, noise=0.0005), RATE)
    return _SAYING.replace("SOUND", base64.b64encode(write_wav(sound)).decode())


def needs_pocketsphinx() -> None:
    if importlib.util.find_spec("pocketsphinx") is None:
        lacking("pocketsphinx")


def turn_on(page: Page) -> None:
    page.get_by_role("button", name="Microphone off").click()
    page.get_by_role("button", name="Use the microphone").click()
