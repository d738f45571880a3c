"""The tower of the classifier of intents (`viva/ai/dialogue/classifier.py`): upper layers, trained on.

Used by `train_intents.py`. Training begins from the encoder's own layers, as its file has them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn
from torch.nn import functional

from viva.ai.dialogue.classifier import LAYERS, MOST_PIECES, TOWER_WEIGHT
from viva.ai.dialogue.layers import HEADS
from viva.ai.dialogue.signs import INTENTS
from viva.ai.grading.encoder import MODEL_FOLDER, Inside, load_encoder

EPOCHS, BATCH, RATE, HEAD_FASTER, WARM_UP = 4, 32, 2e-4, 10.0, 60
LOWER_SLOWER = 0.8  # of each layer's rate, for the one below it
DROP, SMOOTH, DECAY = 0.1, 0.05, 0.01
ALL_LAYERS = 6
MATRICES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "o": "attention.output.dense",
    "f": "intermediate.dense",
    "g": "output.dense",
}
NORMS = {"1": "attention.output.LayerNorm", "2": "output.LayerNorm"}


@cache
def look_inside(text: str) -> Inside:
    return load_encoder().look_inside([text])[0]


def own_layer(number: int) -> dict[str, np.ndarray]:
    """The encoder's layer, under the names of `layers.py`, widened to float32."""
    graph = onnx.load(MODEL_FOLDER / "encoder.onnx").graph
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    wide = {
        node.output[0]: stored[node.input[0]].astype(np.float32) * stored[node.input[1]]
        for node in graph.node
        if node.op_type == "DequantizeLinear" and node.attribute[0].i == 1
    }
    factors = {
        node.output[0]: wide[node.input[1]] for node in graph.node if node.input[1:] and node.input[1] in wide
    }
    layer = {}
    for name, part in MATRICES.items():
        layer[f"w{name}"] = factors[f"/model/encoder/layer.{number}/{part.replace('.', '/')}/MatMul_output_0"]
        layer[f"b{name}"] = stored[f"model.encoder.layer.{number}.{part}.bias"]
    for name, part in NORMS.items():
        layer[f"s{name}"] = stored[f"model.encoder.layer.{number}.{part}.weight"]
        layer[f"t{name}"] = stored[f"model.encoder.layer.{number}.{part}.bias"]
    return layer


class Layer(nn.Module):
    """As `layers.pass_through`, in batches and with drop-out."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.parts = nn.ParameterDict(
            {name: nn.Parameter(torch.tensor(values)) for name, values in own_layer(number).items()}
        )

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        p, (size, pieces, width) = self.parts, x.shape
        query, key, value = (
            (x @ p[f"w{name}"] + p[f"b{name}"]).view(size, pieces, HEADS, -1).transpose(1, 2) for name in "qkv"
        )
        dropped = DROP if self.training else 0.0
        heard = functional.scaled_dot_product_attention(
            query, key, value, attn_mask=mask[:, None, None, :], dropout_p=dropped
        )
        heard = heard.transpose(1, 2).reshape(size, pieces, width) @ p["wo"] + p["bo"]
        x = functional.layer_norm(self._drop(x, heard), (width,), p["s1"], p["t1"], 1e-12)
        inner = functional.gelu(x @ p["wf"] + p["bf"], approximate="tanh") @ p["wg"] + p["bg"]
        return functional.layer_norm(self._drop(x, inner), (width,), p["s2"], p["t2"], 1e-12)

    def _drop(self, x: Tensor, added: Tensor) -> Tensor:
        return x + functional.dropout(added, DROP, self.training)


class Tower(nn.Module):
    def __init__(self, signs: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList([Layer(number) for number in range(ALL_LAYERS - LAYERS, ALL_LAYERS)])
        self.head = nn.Linear(own_layer(0)["bo"].size + signs, len(INTENTS))
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)

    def forward(self, x: Tensor, mask: Tensor, signs: Tensor) -> Tensor:
        for layer in self.layers:
            x = layer(x, mask)
        mean = (x * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        return self.head(torch.cat([functional.dropout(mean, DROP, self.training) * TOWER_WEIGHT, signs], 1))


def train_tower(
    texts: Sequence[str], signs: np.ndarray, labels: np.ndarray, weights: np.ndarray, seed: int = 0
) -> dict[str, np.ndarray]:
    """The arrays of the file that are the tower's."""
    torch.set_num_threads(1)  # sums in one order
    torch.manual_seed(seed)
    rng, tower = np.random.default_rng(seed), Tower(signs.shape[1])
    steps = EPOCHS * (len(texts) // BATCH)
    optimiser = torch.optim.AdamW(_rates(tower), betas=(0.9, 0.98), weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / WARM_UP) * max(0.02, 1 - step / steps)
    )
    given, wanted, heavy = (torch.tensor(each) for each in (signs, labels, weights.astype(np.float32)))
    for epoch in range(EPOCHS):
        for batch in _batches([len(look_inside(text).lower) for text in texts], rng):
            shares = tower(*_padded([texts[at] for at in batch]), given[batch])
            losses = functional.cross_entropy(shares, wanted[batch], reduction="none", label_smoothing=SMOOTH)
            loss = (losses * heavy[batch]).sum() / heavy[batch].sum()
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(tower.parameters(), 1.0)
            optimiser.step()
            schedule.step()
        print(f"epoch {epoch}: {loss.item():.3f}", flush=True)
    return _stored(tower)


def _rates(tower: Tower) -> list[dict[str, object]]:
    layers = [
        {"params": list(layer.parameters()), "lr": RATE * LOWER_SLOWER ** (LAYERS - 1 - number)}
        for number, layer in enumerate(tower.layers)
    ]
    return [*layers, {"params": list(tower.head.parameters()), "lr": RATE * HEAD_FASTER}]


def _batches(lengths: Sequence[int], rng: np.random.Generator) -> list[np.ndarray]:
    """Of texts about as long as each other, in a new order each time."""
    order, found = rng.permutation(len(lengths)), []
    for start in range(0, len(order), BATCH * 16):
        part = sorted(order[start : start + BATCH * 16], key=lambda at: lengths[at])
        found += [np.array(part[at : at + BATCH]) for at in range(0, len(part) - BATCH + 1, BATCH)]
    return [found[at] for at in rng.permutation(len(found))]


def _padded(texts: Sequence[str]) -> tuple[Tensor, Tensor]:
    vectors = [look_inside(text).lower[:MOST_PIECES] for text in texts]
    x = np.zeros((len(texts), max(map(len, vectors)), vectors[0].shape[1]), dtype=np.float32)
    mask = np.zeros(x.shape[:2], dtype=bool)
    for row, each in enumerate(vectors):
        x[row, : len(each)], mask[row, : len(each)] = each, True
    return torch.tensor(x), torch.tensor(mask)


def _stored(tower: Tower) -> dict[str, np.ndarray]:
    """The layers' matrices in int8 with a scale for each column, the rest in halves and floats."""
    arrays = {
        "tower.head": tower.head.weight.detach().numpy().T.astype(np.float16),
        "tower.bias": tower.head.bias.detach().numpy().astype(np.float32),
    }
    for number, layer in enumerate(tower.layers):
        for name, part in layer.parts.items():
            values, key = part.detach().numpy().astype(np.float32), f"layer.{number}.{name}"
            if values.ndim == 1:
                arrays[key] = values
                continue
            scale = np.maximum(np.abs(values).max(axis=0), 1e-8) / np.float32(127)
            arrays[key], arrays[f"{key}.scale"] = np.rint(values / scale).astype(np.int8), scale
    return arrays
