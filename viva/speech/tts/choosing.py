"""Which voice this machine has."""

from __future__ import annotations

from viva.speech.endpoint import Endpoint
from viva.speech.tts.base import Synthesiser
from viva.speech.tts.endpoint import EndpointVoice
from viva.speech.tts.espeak import EspeakVoice
from viva.speech.tts.flite import FliteVoice
from viva.speech.tts.none import BrowserVoice, NoVoice

ENGINES = ("auto", "espeak-ng", "flite", "endpoint", "browser", "none")


def choose_voice(name: str, *, endpoint: Endpoint, voices: tuple[str, ...]) -> Synthesiser:
    """The engine of that name; `auto` is the endpoint if one is set, else the best installed, else the browser's.

    An engine that is named and not there has no voices, and says so when it is asked.
    """
    made: dict[str, Synthesiser] = {
        "endpoint": EndpointVoice(endpoint, voices=voices),
        "flite": FliteVoice(),
        "espeak-ng": EspeakVoice(),
        "browser": BrowserVoice(),
        "none": NoVoice(),
    }
    if name != "auto":
        return made.get(name, made["none"])
    return next(engine for engine in made.values() if engine.voices)
