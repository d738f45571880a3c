"""Which recogniser this machine has."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from viva.speech.endpoint import Endpoint
from viva.speech.stt.base import Recogniser
from viva.speech.stt.endpoint import EndpointRecogniser
from viva.speech.stt.none import BrowserRecogniser, NoRecogniser
from viva.speech.stt.pocketsphinx import PocketsphinxRecogniser
from viva.speech.stt.whisper import WhisperRecogniser

ENGINES = ("auto", "endpoint", "whisper", "pocketsphinx", "browser", "none")


def choose_recogniser(
    name: str,
    *,
    endpoint: Endpoint,
    models: Path,
    model: str,
    workers: int = 1,
    niceness: int | None = None,
) -> Recogniser:
    """The engine of that name; `auto` is the endpoint if one is set, else the best that is here, else the
    browser's.

    `niceness` of what works on this machine, where it is not that of a live interview.
    """
    makers: dict[str, Callable[[], Recogniser]] = {
        "endpoint": lambda: EndpointRecogniser(endpoint),
        "whisper": lambda: WhisperRecogniser(models, model=model, workers=workers, niceness=niceness),
        "pocketsphinx": lambda: PocketsphinxRecogniser(workers=workers, niceness=niceness),
        "browser": BrowserRecogniser,
        "none": NoRecogniser,
    }
    if name != "auto":
        return makers.get(name, NoRecogniser)()
    candidates = (makers[each]() for each in ("endpoint", "whisper", "pocketsphinx"))
    return next((each for each in candidates if each.available), BrowserRecogniser())
