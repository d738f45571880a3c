"""Writes a language model of random weights as a GGUF file: `python tiny_model.py PATH SEED LEANING`.

It runs by the interpreter that has `gguf`, and needs nothing of Viva. Two layers of a Llama, and a vocabulary of
bytes, pairs of letters and a few words: what it says is nonsense, in every form that a real server gives it.
"""

from __future__ import annotations

import sys
from string import ascii_lowercase
from typing import Any

WIDTH, HEADS, LAYERS, FORWARD, CONTEXT = 32, 2, 2, 64, 16_384
WORDS = ("the", "of", "to", "and", "a", "in", "is", "it", "you", "that", "yes", "no", "question")

ENDS = (b"</s>", b'"', b"}", b"]", b".")
"""What it leans towards, by a part of its state that never changes: else no sentence and no JSON ever ends."""
FIRST_HALF = 3 + 128
"""The bytes from 0x80 on, which it leans away from: a run of halves of letters is no text, and never sent."""
STEADY = 4.0


def write(path: str, seed: int, *, leaning: float) -> None:
    import gguf
    import numpy as np

    random = np.random.default_rng(seed)
    tokens, kinds = _vocabulary()
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_name("nonsense")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(FORWARD)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    writer.add_token_scores([-float(number) for number in range(len(tokens))])
    writer.add_token_types(kinds)
    writer.add_unk_token_id(0)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    weights = {
        name: np.ones(shape) if "norm" in name else random.normal(0.0, 0.1 if "blk" in name else 0.4, shape)
        for name, shape in _tensors(len(tokens)).items()
    }
    weights["token_embd"][:, 0] = STEADY
    weights["output"][[tokens.index(end) for end in ENDS], 0] += leaning
    weights["output"][tokens.index(b'"'), 0] += leaning / 2  # the others may stand in a string for ever
    weights["output"][FIRST_HALF : FIRST_HALF + 128, 0] -= 1.0
    for name, data in weights.items():
        writer.add_tensor(f"{name}.weight", data.astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _vocabulary() -> tuple[list[bytes], list[int]]:
    """Every byte, some words, and what SentencePiece wants to have beside them; with the kind of each."""
    import gguf

    kinds: Any = gguf.TokenType
    words = [f"\u2581{word}" for word in WORDS] + [chr(letter) for letter in range(32, 127)] + ["\u2581"]
    words += [first + second for first in ascii_lowercase for second in ascii_lowercase]  # halves the prompts
    listed = [("<unk>", kinds.UNKNOWN), ("<s>", kinds.CONTROL), ("</s>", kinds.CONTROL)]
    listed += [(f"<0x{byte:02X}>", kinds.BYTE) for byte in range(256)]
    listed += [(word, kinds.NORMAL) for word in words]
    return [token.encode() for token, _ in listed], [int(kind) for _, kind in listed]


def _tensors(tokens: int) -> dict[str, tuple[int, ...]]:
    shapes: dict[str, tuple[int, ...]] = {
        "token_embd": (tokens, WIDTH),
        "output_norm": (WIDTH,),
        "output": (tokens, WIDTH),
    }
    for layer in range(LAYERS):
        block = f"blk.{layer}"
        shapes |= {f"{block}.{name}": (WIDTH,) for name in ("attn_norm", "ffn_norm")}
        shapes |= {f"{block}.attn_{name}": (WIDTH, WIDTH) for name in ("q", "k", "v", "output")}
        shapes |= {f"{block}.ffn_{name}": (FORWARD, WIDTH) for name in ("gate", "up")}
        shapes[f"{block}.ffn_down"] = (WIDTH, FORWARD)
    return shapes


if __name__ == "__main__":
    write(sys.argv[1], int(sys.argv[2]), leaning=float(sys.argv[3]))
