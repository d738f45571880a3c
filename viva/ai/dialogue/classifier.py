"""How likely each intent is: one linear layer over the encoder's sentence vector, the utterance's runs of words
and its signs (`signs.py`).

The encoder is the grader's own (`viva.ai.grading.encoder`); the layer is made by `scripts/train_intents.py`.
CPU-bound, and loads the encoder: in the server it runs in the grading processes (`GraderPool.weigh`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from math import sqrt
from typing import TYPE_CHECKING

from viva.ai.dialogue.signs import SLOTS, Shares, Weighable, runs
from viva.ai.grading.encoder import load_encoder
from viva.ai.grading.errors import GradingError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

FILE = "intents.npz"
VECTOR_WEIGHT, RUNS_WEIGHT = 5.0, 5.0
"""How much the parts count beside each other in training, which holds all weights down alike."""


@dataclass(frozen=True, slots=True)
class Classifier:
    """`plain` weighs vector and signs, `runs` the slots of `signs.runs` (slots × intents); `bias` is added."""

    plain: Vectors
    runs: Vectors
    bias: Vectors

    def weigh(self, vector: Vectors, slots: Sequence[int], signs: Sequence[float]) -> Vectors:
        """A probability for each of `signs.INTENTS`. Raises ValueError if `signs` are too many or too few."""
        import numpy as np

        features = np.concatenate([vector * VECTOR_WEIGHT, np.asarray(signs, dtype=np.float32)])
        sums = features @ self.plain + self.runs[list(slots)].sum(axis=0) * run_weight(slots) + self.bias
        raised = np.exp(sums - sums.max())
        return np.asarray(raised / raised.sum(), dtype=np.float32)


def run_weight(slots: Sequence[int]) -> float:
    """Of each run, so that long utterances weigh no more than short ones."""
    return RUNS_WEIGHT / sqrt(max(len(slots), 1))


def weigh(utterances: Sequence[Weighable]) -> list[Shares]:
    """The shares of each. Raises GradingError where encoder or classifier are not there, ValueError for signs that
    do not fit."""
    # Half a surrogate pair is no text for the tokenizer.
    encoded = load_encoder().encode([text.encode("utf-8", "replace").decode() for text, _ in utterances])
    given, known = zip(encoded, utterances, strict=True), load_classifier()
    weighed = [known.weigh(each.mean, runs(text), signs) for each, (text, signs) in given]
    return [tuple(float(share) for share in shares) for shares in weighed]


@lru_cache(maxsize=1)
def load_classifier() -> Classifier:
    """Raises GradingError if the file is missing or not the one that was shipped."""
    import numpy as np

    folder = files("viva.ai.dialogue").joinpath("model")
    try:
        data = folder.joinpath(FILE).read_bytes()
        wanted = folder.joinpath(f"{FILE}.sha256").read_text(encoding="utf-8").strip()
    except OSError as cause:
        raise GradingError("model_missing", "The classifier of intents is not installed.") from cause
    if hashlib.sha256(data).hexdigest() != wanted:
        raise GradingError("model_changed", "The classifier of intents is not the one that was shipped.")
    with np.load(BytesIO(data), allow_pickle=False) as stored:
        plain, by_run, bias = (stored[name].astype(np.float32) for name in ("plain", "runs", "bias"))
    if len(by_run) != SLOTS:
        raise GradingError("model_changed", "The classifier of intents does not fit this version.")
    return Classifier(plain, by_run, bias)
