"""The grader's own process.

It judges answers, and weighs what an utterance is, which takes the same encoder.

`python -m viva.ai.grading.worker`. It says hello once the model is loaded and warm.
"""

from __future__ import annotations

import contextlib
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
from viva.ai.grading.grader import grade
from viva.ai.grading.readability import read_code
from viva.core.worker_side import serve_requests, standard_pipes


def main() -> None:
    serve(*standard_pipes())


def serve(source: BinaryIO, target: BinaryIO) -> None:
    load_encoder().encode(["The model is warm when this sentence has been through it."])
    with contextlib.suppress(GradingError):  # without it utterances are read by rules alone
        load_classifier()
    warm_rubrics()
    read_code("def warm(): ...", "python")
    serve_requests(source, target, _reply)


def _reply(data: bytes) -> bytes:
    try:
        if utterances := decode_utterances(data):
            return encode_shares(weigh(utterances))
        return encode_evaluation(grade(decode_request(data)))
    except GradingError as error:
        return encode_error(error)
    except (ValueError, KeyError, TypeError):
        return encode_error(GradingError("bad_request", "The request to the grader could not be read."))


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        main()
