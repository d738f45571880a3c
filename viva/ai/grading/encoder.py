"""The int8 ONNX encoder: texts in, one unit vector per word and one per text out.

onnxruntime and tokenizers are imported when an encoder is first loaded, never at import of this module.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from viva.ai.grading.errors import GradingError
from viva.ai.grading.words import Word, split_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

MODEL_FOLDER = Path(__file__).parent / "model"
MODEL_FILE = "encoder.onnx"
TOKENIZER_FILE = "tokenizer.json"
TOP = "token_vectors"
LOWER, UPPER = (f"/model/encoder/layer.{n}/output/LayerNorm/LayerNormalization_output_0" for n in (2, 4))
TOGETHER = 8
"""What the file calls the outputs of the third and the fifth layer of six; they are made outputs of the whole."""
MODEL_NAME = "all-MiniLM-L6-v2-int8"
PIECES = 160
"""Longest text in word pieces; what is longer is cut (callers split texts into far shorter segments)."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text's words, a unit row vector for each (words × 384), the unit mean of all pieces, and rarities
    (0-1)."""

    text: str
    words: tuple[Word, ...]
    vectors: Vectors
    mean: Vectors
    rarity: Vectors


@dataclass(frozen=True, slots=True)
class Inside:
    """A text's unit mean, as `Encoded` has it, and its pieces' vectors (pieces × 384) after two inner layers."""

    mean: Vectors
    lower: Vectors
    upper: Vectors


class Encoder:
    """Deterministic: vectors depend neither on the batch nor on the number of threads."""

    def __init__(self, folder: Path = MODEL_FOLDER, *, threads: int = 1) -> None:
        model, tokenizer, self.sha256 = _verified(folder)
        self._session = _session(model, threads)
        self._tokenizer = _tokenizer(tokenizer)

    @property
    def name(self) -> str:
        return f"{MODEL_NAME}@{self.sha256[:12]}"

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        """The work is done in few calls for all `texts`, so give it all that there are."""
        return [
            _encoded(text, piece, top) for text, (piece, [top]) in zip(texts, self._run(texts, TOP), strict=True)
        ]

    def look_inside(self, texts: Sequence[str]) -> list[Inside]:
        """As `encode`, of each text with what lies below the last layer."""
        return [
            Inside(_unit(top.mean(axis=0)), lower, upper)
            for _, [top, lower, upper] in self._run(texts, TOP, LOWER, UPPER)
        ]

    def _run(self, texts: Sequence[str], *outputs: str) -> list[tuple[Any, list[Vectors]]]:
        """For each text its pieces, and of each output their vectors (pieces × 384).

        Texts of like length go together, TOGETHER at a time: in one call the short ones would be worked on
        as if they were as long as the longest (measured: 84 % of the time for a question's wordings).
        """
        pieces = self._tokenizer.encode_batch(list(texts))
        order = sorted(range(len(pieces)), key=lambda place: len(pieces[place].ids))
        found: dict[int, tuple[Any, list[Vectors]]] = {}
        for begin in range(0, len(order), TOGETHER):
            group = order[begin : begin + TOGETHER]
            values = self._infer([pieces[place].ids for place in group], outputs)
            for row, place in enumerate(group):
                length = len(pieces[place].ids)
                found[place] = (pieces[place], [value[row, :length] for value in values])
        return [found[place] for place in range(len(pieces))]

    def _infer(self, rows: Sequence[Sequence[int]], outputs: Sequence[str]) -> list[Vectors]:
        """Of each output the vectors (rows × pieces × 384), rows filled up to the longest."""
        import numpy as np

        ids = np.zeros((len(rows), max(map(len, rows))), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, values in enumerate(rows):
            ids[row, : len(values)] = values
            mask[row, : len(values)] = 1
        try:
            return list(self._session.run([*outputs], {"input_ids": ids, "attention_mask": mask}))
        except Exception as cause:  # onnxruntime raises its own family, known only once it is imported
            raise GradingError("model_failed", "The grading model failed.", retryable=True) from cause


@lru_cache(maxsize=1)
def load_encoder() -> Encoder:
    """The shared encoder of this process. Raises GradingError if its files are missing or not the ones of
    the card."""
    return Encoder()


def _verified(folder: Path) -> tuple[bytes, str, str]:
    try:
        wanted = json.loads((folder / "sha256.json").read_text(encoding="utf-8"))
        model, tokenizer = (folder / MODEL_FILE).read_bytes(), (folder / TOKENIZER_FILE).read_bytes()
    except (OSError, ValueError) as cause:
        raise GradingError("model_missing", "The grading model is not installed.") from cause
    found = {MODEL_FILE: _sha256(model), TOKENIZER_FILE: _sha256(tokenizer)}
    if found != wanted:
        raise GradingError("model_changed", "The grading model is not the one that was shipped.")
    return model, tokenizer.decode(), found[MODEL_FILE]


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _session(model: bytes, threads: int) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # Without this the weights would be widened to float32 anew at every call.
    options.add_session_config_entry("session.disable_quant_qdq", "1")
    model += _one_more_output(LOWER) + _one_more_output(UPPER)
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _one_more_output(name: str) -> bytes:
    """Bytes that, put behind an ONNX file, add an output: serialised protocol buffers merge when joined, and
    what is repeated (graph, field 7; its outputs, field 12; their names, field 1) is added."""
    message = name.encode()
    for field in (1, 12, 7):
        message = bytes((field << 3 | 2, len(message))) + message
    return message


def _tokenizer(text: str) -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(text)
    tokenizer.enable_truncation(PIECES)
    return tokenizer


def _encoded(text: str, piece: Any, output: Vectors) -> Encoded:
    import numpy as np

    words = split_words(text)
    owner = _owners(words, piece.offsets)
    seen = [word for index, word in enumerate(words) if index in owner]
    vectors = np.zeros((len(seen), output.shape[1]), dtype=np.float32)
    rarity = np.zeros(len(seen), dtype=np.float32)
    for row, index in enumerate(index for index in range(len(words)) if index in owner):
        vectors[row] = output[owner[index]].mean(axis=0)
        rarity[row] = _rarity([piece.ids[place] for place in owner[index]])
    return Encoded(
        text=text, words=tuple(seen), vectors=_unit(vectors), mean=_unit(output.mean(axis=0)), rarity=rarity
    )


def _owners(words: Sequence[Word], offsets: Sequence[tuple[int, int]]) -> dict[int, list[int]]:
    """Word index → places of its pieces; pieces of no word (brackets, dots, markers) belong to none."""
    owner: dict[int, list[int]] = {}
    current = 0
    for place, (start, end) in enumerate(offsets):
        if start == end:
            continue
        while current < len(words) and words[current].end <= start:
            current += 1
        if current < len(words) and words[current].start < end:
            owner.setdefault(current, []).append(place)
    return owner


FIRST_WORD, LAST_WORD = 1996, 29_612
"""Ids of the first (commonest) and last whole word in the vocabulary, which is ordered by frequency."""


def _rarity(ids: Sequence[int]) -> float:
    """0 for the commonest word to 1 for the rarest: the logarithm of the rank in the vocabulary; words in
    several pieces are rare."""
    import math

    if len(ids) > 1:
        return 1.0
    rank = min(max(ids[0] - FIRST_WORD, 1), LAST_WORD - FIRST_WORD)
    return math.log(rank) / math.log(LAST_WORD - FIRST_WORD)


def _unit(vectors: Vectors) -> Vectors:
    import numpy as np

    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(length, 1e-9), dtype=np.float32)
