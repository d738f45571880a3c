"""How likely each intent is: a last layer of the encoder trained for intents, and the utterance's signs.

The encoder is the grader's own (`viva.ai.grading.encoder`), read below its last layer; the layer here takes that
one's place. It is made by `scripts/train_intents.py` and runs in numpy: about 2 ms beside the encoder's 5.
CPU-bound, and loads the encoder: in the server it runs in the grading processes (`GraderPool.weigh`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING

from viva.ai.dialogue.signs import SLOTS, runs
from viva.ai.grading.encoder import load_encoder
from viva.ai.grading.errors import GradingError
from viva.ai.types import Intent

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

INTENTS = tuple(Intent)
HEADS = 12
RUNS_WEIGHT = 3.0
MOST_PIECES = 96
FILE = "intents.npz"


@dataclass(frozen=True, slots=True)
class Classifier:
    """`layer`: a transformer layer's matrices (`wq`, `bq` …, as `_layer` reads them), then `head` and `bias`."""

    layer: dict[str, Vectors]
    head: Vectors
    bias: Vectors

    def weigh(self, below: Vectors, slots: Sequence[int], signs: Sequence[float]) -> Vectors:
        """A probability for each of INTENTS, from the encoder's vectors, `runs` and `signs` of one utterance."""
        import numpy as np

        mean = _layer(self.layer, below[:MOST_PIECES]).mean(axis=0)
        wide = np.zeros(SLOTS, dtype=np.float32)
        wide[list(slots)] = RUNS_WEIGHT / np.sqrt(max(len(slots), 1))
        features = np.concatenate([mean, np.asarray(signs, dtype=np.float32), wide])
        return np.asarray(_softmax(features @ self.head + self.bias), dtype=np.float32)


def weigh(text: str, signs: Sequence[float]) -> tuple[float, ...]:
    """Probabilities in the order of INTENTS. Raises GradingError where encoder or classifier are not there."""
    whole = text.encode("utf-8", "replace").decode()  # half a surrogate pair is no text for the tokenizer
    shares = load_classifier().weigh(load_encoder().below_top(whole), runs(text), signs)
    return tuple(float(share) for share in shares)


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
        arrays = {name: _widened(name, stored) for name in stored.files if not name.endswith(".scale")}
    head, bias = arrays.pop("head"), arrays.pop("bias")
    return Classifier(layer=arrays, head=head, bias=bias)


def _widened(name: str, stored: np.lib.npyio.NpzFile) -> Vectors:
    """Matrices are stored as int8 with a scale for each output channel."""
    import numpy as np

    scale = f"{name}.scale"
    whole = stored[name].astype(np.float32)
    return np.asarray(whole * stored[scale] if scale in stored.files else whole, dtype=np.float32)


def _layer(p: dict[str, Vectors], x: Vectors) -> Vectors:
    """One layer of BERT, as in Devlin et al. 2018, with the tangent form of GELU."""
    import numpy as np

    pieces, width = x.shape
    query, key, value = (
        (x @ p[f"w{name}"] + p[f"b{name}"]).reshape(pieces, HEADS, -1).transpose(1, 0, 2) for name in "qkv"
    )
    near = np.asarray(query @ key.transpose(0, 2, 1) / np.sqrt(width // HEADS), dtype=np.float32)
    heard: Vectors = np.asarray(_softmax(near) @ value).transpose(1, 0, 2).reshape(pieces, width)
    x = _norm(x + heard @ p["wo"] + p["bo"], p["s1"], p["t1"])
    inner = x @ p["wf"] + p["bf"]
    inner = 0.5 * inner * (1 + np.tanh(np.float32(0.7978845608) * (inner + np.float32(0.044715) * inner**3)))
    return _norm(x + inner @ p["wg"] + p["bg"], p["s2"], p["t2"])


def _norm(x: Vectors, scale: Vectors, shift: Vectors) -> Vectors:
    import numpy as np

    centred = x - x.mean(axis=-1, keepdims=True)
    return np.asarray(centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-12) * scale + shift)


def _softmax(x: Vectors) -> Vectors:
    import numpy as np

    raised = np.exp(x - x.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))
