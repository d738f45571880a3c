"""How likely each intent is: what two readers make of an utterance.

The *line* is one linear layer over the encoder's sentence vector, what its inner layers have (`profile`), the
utterance's runs of words and its signs (`signs.py`). The *tower* reads the encoder half-way up and goes on through
upper layers of its own (`layers.py`). They err in different places.

The encoder is the grader's own (`viva.ai.grading.encoder`); line and tower are made by `scripts/train_intents.py`.
CPU-bound, and loads the encoder: in the server it runs in the grading processes (`GraderPool.weigh`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from math import sqrt
from typing import TYPE_CHECKING

from viva.ai.dialogue.layers import PARTS, pass_through, softmax
from viva.ai.dialogue.signs import INTENTS, PLAINLY, Shares, Weighable, runs
from viva.ai.grading.encoder import Inside, load_encoder
from viva.ai.grading.errors import GradingError
from viva.ai.types import Intent

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

FILE = "intents.npz"
VECTOR_WEIGHT, RUNS_WEIGHT = 5.0, 5.0
"""How much the parts of the line count beside each other in training, which holds all weights down alike."""
LAYERS = 3
TOWER_WEIGHT = 3.0
TOWERS_PART = 0.5
"""Of what is decided on: with writers left out, the more of it, the fewer mistakes and the more answers lost."""
MOST_PIECES = 96


@dataclass(frozen=True, slots=True)
class Line:
    """`plain` weighs vector, signs and profile, `runs` the slots of `signs.runs` (slots × intents); `bias` is
    added."""

    plain: Vectors
    runs: Vectors
    bias: Vectors

    def weigh(self, inside: Inside, slots: Sequence[int], signs: Sequence[float]) -> Vectors:
        import numpy as np

        known = (inside.mean * VECTOR_WEIGHT, np.asarray(signs, dtype=np.float32), profile(inside))
        sums = np.concatenate(known) @ self.plain + self.runs[list(slots)].sum(axis=0) * run_weight(slots)
        return softmax(sums + self.bias)


@dataclass(frozen=True, slots=True)
class Tower:
    """`layers` as `layers.pass_through` wants them; `head` weighs the mean of what comes out, and the signs."""

    layers: tuple[Mapping[str, Vectors], ...]
    head: Vectors
    bias: Vectors

    def weigh(self, inside: Inside, signs: Sequence[float]) -> Vectors:
        import numpy as np

        vectors = inside.lower[:MOST_PIECES]
        for layer in self.layers:
            vectors = pass_through(layer, vectors)
        mean = vectors.mean(axis=0) * TOWER_WEIGHT
        return softmax(np.concatenate([mean, np.asarray(signs, dtype=np.float32)]) @ self.head + self.bias)


@dataclass(frozen=True, slots=True)
class Classifier:
    line: Line
    tower: Tower

    def weigh(self, inside: Inside, slots: Sequence[int], signs: Sequence[float]) -> Vectors:
        """A probability for each of `signs.INTENTS`, of what `Encoder.look_inside` and `signs.py` give. Raises
        ValueError if `signs` are too many or too few."""
        import numpy as np

        by_line, by_tower = self.line.weigh(inside, slots, signs), self.tower.weigh(inside, signs)
        return np.asarray((1 - TOWERS_PART) * by_line + TOWERS_PART * by_tower, dtype=np.float32)


def profile(inside: Inside) -> Vectors:
    """Mean, highest and first of the pieces, of both inner layers: nearer to how a thing is said than the last
    layer, which is trained for what it is about."""
    import numpy as np

    layers = (inside.lower, inside.upper)
    return np.concatenate([part for x in layers for part in (x.mean(axis=0), x.max(axis=0), x[0])])


def run_weight(slots: Sequence[int]) -> float:
    """Of each run, so that long utterances weigh no more than short ones."""
    return RUNS_WEIGHT / sqrt(max(len(slots), 1))


def weigh(utterances: Sequence[Weighable]) -> list[Shares]:
    """The shares of the first and, unless these make it plainly an answer, of all others, its sentences.

    Raises GradingError where encoder or classifier are not there, ValueError for signs that do not fit.
    """
    shares = _weigh(utterances[:1])
    if len(utterances) > 1 and shares[0][INTENTS.index(Intent.ANSWER)] < PLAINLY:
        shares += _weigh(utterances[1:])
    return shares


def _weigh(utterances: Sequence[Weighable]) -> list[Shares]:
    # Half a surrogate pair is no text for the tokenizer.
    encoded = load_encoder().look_inside([text.encode("utf-8", "replace").decode() for text, _ in utterances])
    given, known = zip(encoded, utterances, strict=True), load_classifier()
    weighed = [known.weigh(inside, runs(text), signs) for inside, (text, signs) in given]
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
        return classifier_of({name: stored[name] for name in stored.files})


def classifier_of(stored: Mapping[str, NDArray[np.generic]]) -> Classifier:
    """From the arrays of the file. Raises GradingError if they are not those of this version."""
    try:
        line = Line(*(_wide(f"line.{name}", stored) for name in ("plain", "runs", "bias")))
        layers = tuple(
            {name: _wide(f"layer.{number}.{name}", stored) for name in PARTS} for number in range(LAYERS)
        )
        tower = Tower(layers, _wide("tower.head", stored), _wide("tower.bias", stored))
    except KeyError as cause:
        raise GradingError("model_changed", "The classifier of intents does not fit this version.") from cause
    return Classifier(line, tower)


def _wide(name: str, stored: Mapping[str, NDArray[np.generic]]) -> Vectors:
    """Matrices of layers are stored as whole numbers, with a scale for each column."""
    import numpy as np

    values = stored[name].astype(np.float32)
    scale = stored.get(f"{name}.scale")
    return values if scale is None else values * scale.astype(np.float32)
