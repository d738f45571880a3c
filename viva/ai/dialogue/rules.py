"""The rules of `understanding.yaml`, read and compiled once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from viva.ai.types import Intent, Kind


@dataclass(frozen=True, slots=True)
class Group:
    """Patterns of one intent. The fields are explained at the head of `understanding.yaml`."""

    intent: Intent
    rank: int
    patterns: tuple[re.Pattern[str], ...]
    words: frozenset[str]
    strict: bool
    echo: bool
    spare: int
    feeling: bool
    lead: re.Pattern[str] | None
    only: frozenset[Kind]


@dataclass(frozen=True, slots=True)
class AskingBack:
    """How a question about the task begins, for any kind of question, with an editor, and in system design."""

    anywhere: re.Pattern[str]
    coding: re.Pattern[str]
    system_design: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Rules:
    spellings: dict[str, str]
    fillers: frozenset[str]
    common: frozenset[str]
    hedges: frozenset[str]
    hesitations: frozenset[str]
    asking_back: AskingBack
    groups: tuple[Group, ...]


@cache
def load_rules() -> Rules:
    text = files("viva.ai.dialogue").joinpath("understanding.yaml").read_text(encoding="utf-8")
    raw = yaml.safe_load(text)
    return Rules(
        spellings=raw["spellings"],
        fillers=frozenset(raw["fillers"].split()),
        common=frozenset(raw["common"].split()),
        hedges=frozenset(raw["hedges"].split()),
        hesitations=frozenset(raw["hesitations"].split()),
        asking_back=_asking_back(raw["asking_back"]),
        groups=tuple(_group(entry) for entry in raw["groups"]),
    )


def _group(raw: dict[str, Any]) -> Group:
    return Group(
        intent=Intent(raw["intent"]),
        rank=raw["rank"],
        patterns=tuple(re.compile(rf"(?<!\w)(?:{pattern})(?!\w)") for pattern in raw["patterns"]),
        words=frozenset(raw.get("words", "").split()),
        strict=raw.get("strict", False),
        echo=raw.get("echo", False),
        spare=raw.get("spare", 0),
        feeling=raw.get("feeling", False),
        lead=re.compile(raw["lead"]) if "lead" in raw else None,
        only=frozenset(Kind(kind) for kind in raw.get("only", Kind)),
    )


def _asking_back(raw: dict[str, Any]) -> AskingBack:
    def openings(name: str) -> re.Pattern[str]:
        return re.compile(rf"(?:{raw['filler']}[, ]+)*(?:{'|'.join(raw[name])})\b")

    return AskingBack(openings("any"), openings("coding"), openings("system_design"))
