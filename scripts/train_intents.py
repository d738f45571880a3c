"""Train the classifier of intents: the encoder's last layer anew, and a head, on `scripts/intents/*.yaml`.

Run in a throw-away environment with `requirements/runtime.txt`, `jax==0.10.2` and `onnx==1.23.2`, one thread:

    PYTHONPATH=. python scripts/train_intents.py --to viva/ai/dialogue/model
    PYTHONPATH=. python scripts/train_intents.py --leave-out 03_british 06_chatty     # measures these writers
    PYTHONPATH=. python scripts/train_intents.py --folds                             # every writer left out once

Each file of `scripts/intents` is one writer, with questions of their own: who leaves a writer out leaves the
questions out too. The utterances of `tests/ai/dialogue/utterances_{first,second}.yaml` are always trained on,
those held out or blind never. The same data gives the same weights, up to the last bits of a machine's arithmetic.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import onnx
import yaml
from onnx import numpy_helper

from viva.ai.bank.loader import load_bank
from viva.ai.dialogue.classifier import FILE, HEADS, INTENTS, MOST_PIECES, RUNS_WEIGHT, Classifier
from viva.ai.dialogue.signs import SLOTS, runs, signs
from viva.ai.dialogue.understanding import decide, is_open, understand_by_rules
from viva.ai.engines.base import UnderstandRequest
from viva.ai.grading.encoder import MODEL_FOLDER, load_encoder
from viva.ai.types import Difficulty, Intent, Kind, Question

WRITERS = Path(__file__).parent / "intents"
TESTS = Path(__file__).parent.parent / "tests" / "ai" / "dialogue"
INDEX = "What is an index in a database, and when would you add one?"  # what the tests' utterances reply to
ANSWER = INTENTS.index(Intent.ANSWER)

EPOCHS, BATCH, RATE, HEAD_FASTER, WARM_UP = 7, 32, 3e-4, 10.0, 50
DROP, SMOOTH, DECAY = 0.1, 0.05, 0.01
ANSWERS_WEIGH = 1.5  # a lost answer is the worst mistake
MIXED, FROM_BANK = 300, 400
FOLDS = 4


@dataclass(frozen=True, slots=True)
class Said:
    writer: str
    kind: str
    question: str
    intent: int
    text: str


def read_writers() -> Iterator[Said]:
    for path in sorted(WRITERS.glob("*.yaml")):
        for group in yaml.safe_load(path.read_text(encoding="utf-8")):
            for line in group["said"].splitlines():
                intent, text = line.split(": ", 1)
                yield Said(
                    path.stem, group["kind"], group["question"], INTENTS.index(Intent(intent)), text.strip()
                )


def read_tests() -> Iterator[Said]:
    for name in ("first", "second"):
        raw = yaml.safe_load((TESTS / f"utterances_{name}.yaml").read_text(encoding="utf-8"))
        for intent, utterances in raw.items():
            for said in utterances:
                about = {"say": said} if isinstance(said, str) else said
                asked, kind = about.get("asked", INDEX), about.get("kind", "technical")
                yield Said("tests", kind, asked, INTENTS.index(Intent(intent)), about["say"])


def add_answers(known: Sequence[Said], seed: int = 0) -> list[Said]:
    """Answers from the bank, and answers with something else said before or after them, which are answers too."""
    rng = np.random.default_rng(seed)
    bank = [
        Said("bank", question.kind.value, question.text, ANSWER, point.text)
        for question in load_bank()
        for point in question.key_points[:1]
    ]
    bank = [bank[at] for at in rng.permutation(len(bank))[:FROM_BANK]]
    asides = [said for said in known if said.intent != ANSWER and len(said.text.split()) <= 15]
    told = [said for said in (*known, *bank) if said.intent == ANSWER and len(said.text.split()) >= 6]
    mixed = []
    for _ in range(MIXED):
        one, other = (rng.choice(len(group)) for group in (asides, told))
        parts = [asides[one].text.rstrip(". "), told[other].text]
        text = ". ".join(parts if rng.random() < 0.5 else parts[::-1])
        mixed.append(Said("mixed", told[other].kind, told[other].question, ANSWER, text))
    return [*bank, *mixed]


@dataclass(frozen=True, slots=True)
class Prepared:
    below: list[np.ndarray]
    slots: list[list[int]]
    signs: np.ndarray
    labels: np.ndarray


def prepare(utterances: Sequence[Said]) -> Prepared:
    requests = [request_of(said) for said in utterances]
    encoder, read = load_encoder(), [understand_by_rules(request) for request in requests]
    return Prepared(
        below=[encoder.below_top(said.text)[:MOST_PIECES].astype(np.float16) for said in utterances],
        slots=[runs(said.text) for said in utterances],
        signs=np.array([signs(*pair) for pair in zip(requests, read, strict=True)], dtype=np.float32),
        labels=np.array([said.intent for said in utterances]),
    )


def request_of(said: Said) -> UnderstandRequest:
    question = Question("asked", said.question, Kind(said.kind), Difficulty.EASY, expected_answer="")
    return UnderstandRequest(said.text, question, said.question, has_code=said.kind == "coding")


def last_layer() -> dict[str, Any]:
    """The encoder's own last layer, from which training starts."""
    graph = onnx.load(MODEL_FOLDER / "encoder.onnx").graph
    tensors = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    wide = {
        node.output[0]: tensors[node.input[0]].astype(np.float32) * tensors[node.input[1]]
        for node in graph.node
        if node.op_type == "DequantizeLinear" and node.attribute[0].i == 1
    }
    factors = {
        node.output[0]: wide[node.input[1]] for node in graph.node if node.input[1:] and node.input[1] in wide
    }
    parts = {"q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value"}
    parts |= {"o": "attention.output.dense", "f": "intermediate.dense", "g": "output.dense"}
    layer = {}
    for name, part in parts.items():
        layer[f"w{name}"] = factors[f"/model/encoder/layer.5/{part.replace('.', '/')}/MatMul_output_0"]
        layer[f"b{name}"] = tensors[f"model.encoder.layer.5.{part}.bias"]
    for name, part in (("1", "attention.output.LayerNorm"), ("2", "output.LayerNorm")):
        layer[f"s{name}"] = tensors[f"model.encoder.layer.5.{part}.weight"]
        layer[f"t{name}"] = tensors[f"model.encoder.layer.5.{part}.bias"]
    return {name: jnp.asarray(values) for name, values in layer.items()}


def norm(x: Any, scale: Any, shift: Any) -> Any:
    centred = x - x.mean(-1, keepdims=True)
    return centred / jnp.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12) * scale + shift


def drop(x: Any, key: Any) -> Any:
    return x * jax.random.bernoulli(key, 1 - DROP, x.shape) / (1 - DROP)


def forward(weights: Any, x: Any, mask: Any, features: Any, key: Any) -> Any:
    """As `Classifier.weigh`, in batches and with drop-out."""
    p, keys = weights["layer"], jax.random.split(key, 3)
    size, pieces, width = x.shape
    query, key_, value = (
        (x @ p[f"w{n}"] + p[f"b{n}"]).reshape(size, pieces, HEADS, -1).transpose(0, 2, 1, 3) for n in "qkv"
    )
    scores = query @ key_.transpose(0, 1, 3, 2) / np.float32(np.sqrt(width // HEADS))
    heard = jax.nn.softmax(scores + (mask[:, None, None, :] - 1) * 1e9) @ value
    heard = heard.transpose(0, 2, 1, 3).reshape(size, pieces, width)
    x = norm(x + drop(heard @ p["wo"] + p["bo"], keys[0]), p["s1"], p["t1"])
    inner = jax.nn.gelu(x @ p["wf"] + p["bf"], approximate=True) @ p["wg"] + p["bg"]
    x = norm(x + drop(inner, keys[1]), p["s2"], p["t2"])
    mean = (x * mask[..., None]).sum(1) / mask.sum(1, keepdims=True)
    return drop(jnp.concatenate([mean, features], -1), keys[2]) @ weights["head"] + weights["bias"]


@jax.jit
@jax.value_and_grad
def loss(weights: Any, x: Any, mask: Any, features: Any, labels: Any, key: Any) -> Any:
    shares = jax.nn.log_softmax(forward(weights, x, mask, features, key))
    wanted = jax.nn.one_hot(labels, len(INTENTS)) * (1 - SMOOTH) + SMOOTH / len(INTENTS)
    heavy = jnp.where(labels == ANSWER, ANSWERS_WEIGH, 1.0)
    return -((wanted * shares).sum(-1) * heavy).sum() / heavy.sum()


@jax.jit
def improve(weights: Any, first: Any, second: Any, slope: Any, step: Any, rate: Any) -> Any:
    """One step of Adam with decay of the weights; the head, which begins at nothing, takes longer steps."""
    first = jax.tree.map(lambda a, b: 0.9 * a + 0.1 * b, first, slope)
    second = jax.tree.map(lambda a, b: 0.98 * a + 0.02 * b * b, second, slope)

    def moved(pace: float) -> Any:
        def move(w: Any, a: Any, b: Any) -> Any:
            return w - pace * rate * (a / (1 - 0.9**step) / (jnp.sqrt(b / (1 - 0.98**step)) + 1e-6) + DECAY * w)

        return jax.tree.map(move, weights, first, second)

    slow, fast = moved(1.0), moved(HEAD_FASTER)
    return {"layer": slow["layer"], "head": fast["head"], "bias": fast["bias"]}, first, second


def batches(lengths: Sequence[int], chosen: np.ndarray, rng: np.random.Generator) -> list[np.ndarray]:
    """Of texts about as long as each other, in a new order each time."""
    order, found = rng.permutation(chosen), []
    for start in range(0, len(order), BATCH * 16):
        part = sorted(order[start : start + BATCH * 16], key=lambda at: lengths[at])
        found += [np.array(part[at : at + BATCH]) for at in range(0, len(part) - BATCH + 1, BATCH)]
    return [found[at] for at in rng.permutation(len(found))]


def padded(data: Prepared, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    longest = -(-max(len(data.below[at]) for at in chosen) // 16) * 16
    x = np.zeros((len(chosen), longest, data.below[0].shape[1]), dtype=np.float32)
    mask, wide = np.zeros(x.shape[:2], dtype=np.float32), np.zeros((len(chosen), SLOTS), dtype=np.float32)
    for row, at in enumerate(chosen):
        x[row, : len(data.below[at])], mask[row, : len(data.below[at])] = data.below[at], 1
        wide[row, data.slots[at]] = RUNS_WEIGHT / np.sqrt(max(len(data.slots[at]), 1))
    return x, mask, np.hstack([data.signs[chosen], wide])


def train(data: Prepared, chosen: np.ndarray, seed: int = 0) -> dict[str, Any]:
    rng, key = np.random.default_rng(seed), jax.random.PRNGKey(seed)
    width = data.below[0].shape[1] + data.signs.shape[1] + SLOTS
    weights = {"layer": last_layer(), "head": jnp.zeros((width, len(INTENTS))), "bias": jnp.zeros(len(INTENTS))}
    first = second = jax.tree.map(jnp.zeros_like, weights)
    lengths, steps, step = [len(each) for each in data.below], EPOCHS * len(chosen) // BATCH, 0
    for epoch in range(EPOCHS):
        for batch in batches(lengths, chosen, rng):
            step += 1
            rate = RATE * min(1.0, step / WARM_UP) * max(0.02, 1 - step / steps)
            x, mask, features = padded(data, batch)
            value, slope = loss(weights, x, mask, features, data.labels[batch], jax.random.fold_in(key, step))
            weights, first, second = improve(weights, first, second, slope, float(step), rate)
        print(f"epoch {epoch}: {float(value):.3f}", flush=True)
    return jax.tree.map(np.asarray, weights)


def stored(weights: dict[str, Any]) -> dict[str, np.ndarray]:
    """As the file has it: the layer's matrices in int8 with a scale per output channel, the rest in halves."""
    arrays = {"head": weights["head"].astype(np.float16), "bias": weights["bias"].astype(np.float32)}
    for name, values in weights["layer"].items():
        if values.ndim == 1:
            arrays[name] = values.astype(np.float32)
            continue
        scale = np.maximum(np.abs(values).max(axis=0), 1e-8) / np.float32(127)
        arrays[name], arrays[f"{name}.scale"] = np.rint(values / scale).astype(np.int8), scale.astype(np.float32)
    return arrays


def classifier_of(arrays: dict[str, np.ndarray]) -> Classifier:
    wide = {
        name: values.astype(np.float32) * arrays.get(f"{name}.scale", np.float32(1))
        for name, values in arrays.items()
        if not name.endswith(".scale")
    }
    head, bias = wide.pop("head"), wide.pop("bias")
    return Classifier(wide, head, bias)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", type=Path, help="folder for the trained file")
    parser.add_argument("--leave-out", nargs="+", default=[], help="writers to leave out and measure")
    parser.add_argument("--folds", action="store_true", help="leave every writer out, some at a time")
    parser.add_argument("--shares", type=Path, help="write what was measured, utterance by utterance (JSON lines)")
    arguments = parser.parse_args()
    writers = sorted({said.writer for said in read_writers()})
    rounds = [writers[at::FOLDS] for at in range(FOLDS)] if arguments.folds else [arguments.leave_out]
    measured = []
    for left_out in rounds:
        known = [said for said in (*read_writers(), *read_tests()) if said.writer not in left_out]
        weights = stored(train(data := prepare([*known, *add_answers(known)]), np.arange(len(data.labels))))
        measured += measure(classifier_of(weights), [said for said in read_writers() if said.writer in left_out])
    report(measured)
    if arguments.shares:
        arguments.shares.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in measured))
    if arguments.to:
        save(weights, arguments.to)


def measure(classifier: Classifier, utterances: Sequence[Said]) -> list[dict[str, Any]]:
    """What the rules and the classifier make of each, and what is decided."""
    rows = []
    for said in utterances:
        request = request_of(said)
        ruled = understand_by_rules(request)
        below, given = load_encoder().below_top(said.text), signs(request, ruled)
        shares = [round(float(share), 4) for share in classifier.weigh(below, runs(said.text), given)]
        found = decide(shares) if is_open(request, ruled) else ruled
        names = {"intent": INTENTS[said.intent].value, "ruled": ruled.intent.value, "found": found.intent.value}
        rows.append({**asdict(said), **names, "open": is_open(request, ruled), "shares": shares})
    return rows


def report(rows: Sequence[dict[str, Any]]) -> None:
    """Recall by intent and by writer, by the rules alone and decided; and how often what was read was right."""
    for name in ("intent", "writer"):
        groups = defaultdict(list)
        for row in rows:
            groups[row[name]].append(row)
        for value, group in groups.items():
            print(f"{name} {value}: {_share(group, 'ruled')} by rules, {_share(group, 'found')} of {len(group)}")
    if rows:
        print(f"all: {_share(rows, 'ruled')} by rules, {_share(rows, 'found')} of {len(rows)}")
        print(
            Counter((row["intent"], row["found"]) for row in rows if row["intent"] != row["found"]).most_common(12)
        )


def _share(rows: Sequence[dict[str, Any]], name: str) -> str:
    return f"{sum(row['intent'] == row[name] for row in rows) / len(rows):.3f}"


def save(arrays: dict[str, np.ndarray], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / FILE).open("wb") as file:
        np.savez_compressed(file, **arrays)
    digest = hashlib.sha256((folder / FILE).read_bytes()).hexdigest()
    (folder / f"{FILE}.sha256").write_text(digest + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
