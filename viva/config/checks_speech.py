"""`manage.py check` of the speech settings. Address and key are not repeated: both may be secret."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning

from viva.config.checks_address import Server, address_amiss
from viva.speech.endpoint import Endpoint
from viva.speech.stt.choosing import ENGINES as RECOGNISERS
from viva.speech.stt.choosing import choose_recogniser
from viva.speech.tts.choosing import ENGINES as VOICES
from viva.speech.tts.choosing import choose_voice

Found = Iterator[CheckMessage]
_NEEDED = {
    "espeak-ng": "Install it (apt install espeak-ng), or set VIVA_VOICE to auto.",
    "flite": "Install it (apt install flite), or set VIVA_VOICE to auto.",
    "endpoint": "Set VIVA_VOICE_URL and VIVA_VOICE_NAMES, or set VIVA_VOICE to auto.",
}

_MISSED = {
    "pocketsphinx": "Install it (requirements/speech.txt), or set VIVA_LISTEN to auto.",
    "whisper": "Install requirements/whisper.txt and run manage.py download_speech_models.",
    "endpoint": "Set VIVA_LISTEN_URL, or set VIVA_LISTEN to auto.",
}


def voice() -> Found:
    """VIVA_VOICE, and whether this machine has what it names."""
    wanted = settings.VIVA_VOICE
    if wanted not in VOICES:
        yield Error(
            f"VIVA_VOICE is {wanted!r}, which is no voice engine.",
            hint=f"Give one of {', '.join(VOICES)}, or remove it to have the best that there is.",
            id="viva.E050",
        )
        return
    there = Endpoint(settings.VIVA_VOICE_URL, settings.VIVA_VOICE_MODEL)
    if (
        wanted in _NEEDED
        and not choose_voice(wanted, endpoint=there, voices=tuple(settings.VIVA_VOICE_NAMES)).voices
    ):
        yield Warning(
            f"VIVA_VOICE is {wanted}, which is not here: the interviewer's words are only shown.",
            hint=_NEEDED[wanted],
            id="viva.W050",
        )
    yield from _address("VIVA_VOICE_URL", secrets="VIVA_VOICE_KEY", sent="what the interviewer says")


def recogniser() -> Found:
    """VIVA_LISTEN, and whether this machine has what it names."""
    wanted = settings.VIVA_LISTEN
    if wanted not in RECOGNISERS:
        yield Error(
            f"VIVA_LISTEN is {wanted!r}, which is no recogniser.",
            hint=f"Give one of {', '.join(RECOGNISERS)}, or remove it to have the best that there is.",
            id="viva.E051",
        )
        return
    there = Endpoint(settings.VIVA_LISTEN_URL, settings.VIVA_LISTEN_MODEL)
    models = Path(settings.SPEECH_MODELS)
    engine = choose_recogniser(wanted, endpoint=there, models=models, model=settings.VIVA_WHISPER_MODEL)
    if wanted in _MISSED and not engine.available:
        yield Warning(
            f"VIVA_LISTEN is {wanted}, which is not here: answers are typed.", hint=_MISSED[wanted], id="viva.W051"
        )
    yield from _address("VIVA_LISTEN_URL", secrets="VIVA_LISTEN_KEY", sent="what candidates say")


def _address(name: str, *, secrets: str, sent: str) -> Found:
    if url := getattr(settings, name):
        server = Server(
            example="it up to /v1, as in http://127.0.0.1:8880/v1",
            secrets=secrets,
            sent=f"{sent} and {secrets}" if getattr(settings, secrets) else sent,
            not_whole="viva.E052",
            not_bare="viva.E053",
            in_clear="viva.W052",
        )
        yield from address_amiss(name, url, server)


SPEECH_CHECKS: Sequence[Callable[[], Found]] = (voice, recogniser)
