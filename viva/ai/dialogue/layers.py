"""The upper layers of the encoder as intents need them: BERT's layers (Devlin et al. 2018) in numpy.

The grader's encoder is read below them (`Encoder.look_inside`); these stand in the place of its own, trained by
`scripts/train_intents.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.floating]

HEADS = 12
PARTS = ("wq", "wk", "wv", "wo", "wf", "wg", "bq", "bk", "bv", "bo", "bf", "bg", "s1", "t1", "s2", "t2")
TINY = 1e-12


def pass_through(layer: Mapping[str, Vectors], x: Vectors) -> Vectors:
    """One layer over the vectors of a text's pieces (pieces × width).

    Its matrices are `wq`, `wk`, `wv` and `wo` (attention), `wf` and `wg` (between and out), each with its `b…`;
    `s1`, `t1`, `s2` and `t2` scale and shift the two norms. GELU is the one by the hyperbolic tangent.
    """
    import numpy as np

    x = _norm(x + _heard(layer, x) @ layer["wo"] + layer["bo"], layer["s1"], layer["t1"])
    inner = x @ layer["wf"] + layer["bf"]
    inner *= 1 + np.tanh(0.7978845608 * (inner + 0.044715 * inner * inner * inner))
    return _norm(x + 0.5 * (inner @ layer["wg"]) + layer["bg"], layer["s2"], layer["t2"])


def softmax(x: Vectors) -> Vectors:
    import numpy as np

    raised = np.exp(x - x.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), dtype=np.float32)


def _heard(layer: Mapping[str, Vectors], x: Vectors) -> Vectors:
    """What each piece takes from the others."""
    pieces, width = x.shape
    query, key, value = (
        (x @ layer[f"w{name}"] + layer[f"b{name}"]).reshape(pieces, HEADS, -1).transpose(1, 0, 2) for name in "qkv"
    )
    weights = softmax(query @ key.transpose(0, 2, 1) / sqrt(width // HEADS))
    return (weights @ value).transpose(1, 0, 2).reshape(pieces, width)


def _norm(x: Vectors, scale: Vectors, shift: Vectors) -> Vectors:
    import numpy as np

    centred = x - x.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + TINY)
    return np.asarray(centred / spread * scale + shift, dtype=np.float32)
