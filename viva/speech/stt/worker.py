"""A recogniser's own process: it is sent sound and replies with words.

`python -m viva.speech.stt.worker pocketsphinx`, or `whisper FOLDER MODEL`. It says hello once the model is loaded.
"""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable
from dataclasses import asdict

from viva.core.worker_side import serve_requests, standard_pipes
from viva.speech.stt.base import Transcript

Recognise = Callable[[bytes], Transcript]


def main(arguments: list[str]) -> None:
    source, target = standard_pipes()
    recognise = load(arguments)
    serve_requests(source, target, lambda pcm: _reply(recognise, pcm))


def load(arguments: list[str]) -> Recognise:
    if arguments[0] == "pocketsphinx":
        from viva.speech.stt.pocketsphinx import load_pocketsphinx

        return load_pocketsphinx()
    from viva.speech.stt.whisper import load_whisper

    return load_whisper(*arguments[1:])


def _reply(recognise: Recognise, pcm: bytes) -> bytes:
    try:
        return json.dumps(asdict(recognise(pcm))).encode()
    except Exception as error:
        return json.dumps({"error": type(error).__name__}).encode()


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        main(sys.argv[1:])
