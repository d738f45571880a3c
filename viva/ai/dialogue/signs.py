"""What can be read off an utterance without a model: its small words in order, and its place beside the question.

The two functions are the plain half of what `viva.ai.dialogue.classifier` weighs; training uses the same.
"""

from __future__ import annotations

import math
import re
from zlib import crc32

from viva.ai.dialogue.asked import read_asked
from viva.ai.dialogue.words import plain
from viva.ai.engines.base import UnderstandRequest
from viva.ai.types import Intent, Kind, Understanding

INTENTS = tuple(Intent)
Weighable = tuple[str, tuple[float, ...]]
"""A text and its signs."""
Shares = tuple[float, ...]
"""Probabilities in the order of INTENTS."""
ANSWER_AT = 0.1
"""Share from which an utterance is taken for an answer, however likely something else is."""
PLAINLY = 0.5
"""Share from which it is one without a look at its sentences, and of a sentence that makes *hm* or thanks one."""
SLOTS = 32768
"""Places that runs of words share by hash."""

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+|[^\w\s]")
_LIKE_A_QUESTION = re.compile(
    r"(?:^|[.,!?;:] |so |and )(?:is|are|does|do|did|can|could|should|what|how|which|may|will|would|am|must|who"
    r"|when|where|why|in which|by)\b"
)
_SHORTEST = 4  # letters: of such words and longer ones the inner runs of letters count too
_RUN = 3


def runs(text: str) -> list[int]:
    """Slots of all runs of one to three words, beginning and end marked, and of four letters in a word; sorted."""
    words = ["^", *_WORD.findall(plain(text)), "$"]
    found = {" ".join(words[at : at + n]) for n in range(1, _RUN + 1) for at in range(len(words) - n + 1)}
    for word in words:
        if len(word) >= _SHORTEST:
            framed = f"<{word}>"
            found.update(f"#{framed[at : at + 4]}" for at in range(len(framed) - 3))
    return sorted({crc32(run.encode("utf-8", "replace")) % SLOTS for run in found})


def signs(request: UnderstandRequest, ruled: Understanding) -> tuple[float, ...]:
    """Kind of question, what the rules made of it, length, question marks, words shared with the question.

    A question means one thing where code is written and another in a talk about oneself, so kinds and questions
    are crossed.
    """
    asked, text = read_asked(request), request.text.strip()
    words = [word for word in _WORD.findall(plain(text)) if word[0].isalnum()]
    shared = [word for word in words if len(word) >= _SHORTEST and word in asked.text]
    count, ends, begins = max(len(words), 1), text.endswith("?"), bool(_LIKE_A_QUESTION.search(text.lower()))
    return (
        *(1.5 * (asked.kind is kind) for kind in Kind),
        *(float(asked.kind is kind and ends) for kind in Kind),
        *(float(asked.kind is kind and begins) for kind in Kind),
        *(float(asked.kind is kind and ends and begins) for kind in Kind),
        float(begins),
        float(asked.coding),
        2.0 * asked.invites_questions,
        2.0 * asked.about_feelings,
        float(asked.invites_questions and "?" in text),
        *(1.5 * (ruled.intent is intent) for intent in Intent),
        float(ruled.confidence < 0.7),
        math.log1p(len(words)) / 3,
        float(len(words) <= 2),
        float(len(words) <= 4),
        float(len(words) > 25),
        float("?" in text),
        float(ends),
        2.0 * len(shared) / count,
        float(bool(shared)),
    )
