"""The grader's own process: requests on stdin, replies on stdout, until stdin closes.

It judges answers, and weighs what an utterance is, which takes the same encoder.

`python -m viva.ai.grading.worker`. It says hello (an empty message) once the model is loaded and warm.
Standard output carries messages alone; whatever a library prints goes to standard error.
"""

from __future__ import annotations

import contextlib
import os
import sys
from typing import BinaryIO

from viva.ai.dialogue.classifier import load_classifier, weigh
from viva.ai.grading.codec import (
    decode_request,
    decode_utterances,
    encode_error,
    encode_evaluation,
    encode_shares,
)
from viva.ai.grading.criteria import warm_rubrics
from viva.ai.grading.encoder import load_encoder
from viva.ai.grading.errors import GradingError
from viva.ai.grading.frames import frame, read_frame
from viva.ai.grading.grader import grade
from viva.ai.grading.readability import read_code

NICENESS = 5
"""Below the web process, which must stay quick while answers are judged."""


def main() -> None:
    source, target = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    with contextlib.suppress(OSError):
        os.nice(NICENESS)
    serve(source, target)


def serve(source: BinaryIO, target: BinaryIO) -> None:
    load_encoder().encode(["The model is warm when this sentence has been through it."])
    with contextlib.suppress(GradingError):  # without it utterances are read by rules alone
        load_classifier()
    warm_rubrics()
    read_code("def warm(): ...", "python")
    _send(target, b"")
    while (data := read_frame(source)) is not None:
        _send(target, _reply(data))


def _reply(data: bytes) -> bytes:
    try:
        if utterances := decode_utterances(data):
            return encode_shares(weigh(utterances))
        return encode_evaluation(grade(decode_request(data)))
    except GradingError as error:
        return encode_error(error)
    except (ValueError, KeyError, TypeError):
        return encode_error(GradingError("bad_request", "The request to the grader could not be read."))


def _send(target: BinaryIO, data: bytes) -> None:
    target.write(frame(data))
    target.flush()


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        main()
