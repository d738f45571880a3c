"""A recogniser's own process: sound on stdin, words on stdout, until stdin closes.

`python -m viva.speech.stt.worker pocketsphinx`, or `whisper FOLDER MODEL`. It says hello (an empty message) once
the model is loaded. Whatever a library prints goes to standard error.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict

from viva.speech.stt.base import Transcript
from viva.speech.stt.pipe import framed, read

NICENESS = 5
Recognise = Callable[[bytes], Transcript]


def main(arguments: list[str]) -> None:
    source, target = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    with contextlib.suppress(OSError):
        os.nice(NICENESS)
    recognise = load(arguments)
    target.write(framed(b""))
    target.flush()
    while (pcm := read(source)) is not None:
        target.write(framed(_reply(recognise, pcm)))
        target.flush()


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
