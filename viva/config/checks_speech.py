"""`manage.py check` of the speech settings. Address and key are not repeated: both may be secret."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning

from viva.config.settings.environment import is_loopback
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
            id="viva.E040",
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
            id="viva.W040",
        )
    yield from address("VIVA_VOICE_URL", "VIVA_VOICE_KEY")


def recogniser() -> Found:
    """VIVA_LISTEN, and whether this machine has what it names."""
    wanted = settings.VIVA_LISTEN
    if wanted not in RECOGNISERS:
        yield Error(
            f"VIVA_LISTEN is {wanted!r}, which is no recogniser.",
            hint=f"Give one of {', '.join(RECOGNISERS)}, or remove it to have the best that there is.",
            id="viva.E042",
        )
        return
    there = Endpoint(settings.VIVA_LISTEN_URL, settings.VIVA_LISTEN_MODEL)
    models = Path(settings.SPEECH_MODELS)
    engine = choose_recogniser(wanted, endpoint=there, models=models, model=settings.VIVA_WHISPER_MODEL)
    if wanted in _MISSED and not engine.available:
        yield Warning(
            f"VIVA_LISTEN is {wanted}, which is not here: answers are typed.", hint=_MISSED[wanted], id="viva.W042"
        )
    yield from address("VIVA_LISTEN_URL", "VIVA_LISTEN_KEY")


def address(name: str, key: str) -> Found:
    """That the setting `name`, where it is given, is an address that a key can be sent to."""
    url = getattr(settings, name)
    parts = _split(url)
    if parts is None or (url and not _is_bare(parts)):
        yield Error(
            f"{name} is not a whole, bare address.",
            hint=f"Write it up to /v1, as in http://127.0.0.1:8880/v1; a secret goes into {key}.",
            id="viva.E041",
        )
    elif getattr(settings, key) and parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        yield Warning(
            f"{name} is http:// to another machine: what is said and {key} can be read on the way.",
            hint="Use https://, unless nobody else is on the network between the two.",
            id="viva.W041",
        )


def _is_bare(parts: SplitResult) -> bool:
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and not (parts.query or parts.username)


def _split(address: str) -> SplitResult | None:
    try:
        return urlsplit(address)
    except ValueError:
        return None


SPEECH_CHECKS: Sequence[Callable[[], Found]] = (voice, recogniser)
