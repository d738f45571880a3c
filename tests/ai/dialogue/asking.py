"""Requests to understand, as short as the tests want them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from viva.ai.dialogue.understanding import understand
from viva.ai.engines.base import UnderstandRequest
from viva.ai.types import Difficulty, Intent, Kind, Question

FOLDER = Path(__file__).parent
ASKED = "What is an index in a database, and when would you add one?"
EXPECTED = "A sorted structure beside the table that lets the database find rows without reading all of them."

Labelled = tuple[Intent, dict[str, Any]]


def request(
    say: str, *, asked: str = ASKED, kind: str = "technical", expected: str = EXPECTED
) -> UnderstandRequest:
    question = Question(
        id="asked", text=asked, kind=Kind(kind), difficulty=Difficulty.EASY, expected_answer=expected
    )
    return UnderstandRequest(text=say, question=question, waiting_for=asked, has_code=kind == "coding")


def intent_of(say: str, **about: str) -> Intent:
    return understand(request(say, **about)).intent


def labelled(name: str) -> list[Labelled]:
    raw = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return [
        (Intent(intent), {"say": said} if isinstance(said, str) else said)
        for intent, utterances in raw.items()
        for said in utterances
    ]


def heldout() -> list[Labelled]:
    """In the form of `scripts/intents`: groups of a kind and a question, with lines of `intent: text`."""
    raw = yaml.safe_load((FOLDER / "utterances_heldout.yaml").read_text(encoding="utf-8"))
    return [
        (Intent(intent), {"say": text.strip(), "asked": group["question"], "kind": group["kind"]})
        for group in raw
        for intent, text in (line.split(": ", 1) for line in group["said"].splitlines())
    ]


def blind() -> list[Labelled]:
    """Written by somebody who has seen neither rules nor training data: a mapping of intent to utterances."""
    raw = yaml.safe_load((FOLDER / "utterances_blind.yaml").read_text(encoding="utf-8"))
    return [
        (Intent(intent), {"say": said["text"], "asked": said["question"], "kind": said["kind"]})
        for intent, utterances in raw.items()
        for said in utterances
    ]
