"""The interviewer's words for a move, out of `lines/<locale>.yaml`; English where a locale has none."""

from __future__ import annotations

import random
import re
from functools import cache
from importlib.resources import files

import yaml

from viva.ai.dialogue.template import Template, parse
from viva.ai.engines.base import Line, Mode, Move, SayRequest

FALLBACK = "en"

_LOCALE = re.compile(r"[a-z]{2,3}")


def say(request: SayRequest) -> str:
    """The line for a move. The same request gives the same words.

    Variants rotate by seed and turn; of those, the one not heard for longest in `history` is taken, so that
    a move never sounds the same twice in a row. Raises `MissingSlotError` when a slot is missing.
    """
    variants = variants_of(request.move, request.mode, request.locale)
    order = _rotation(len(variants), request)
    chosen = min(order, key=lambda index: _last_heard(variants[index], request.history))
    return variants[chosen].render(request.slots)


def variants_of(move: Move, mode: Mode, locale: str = FALLBACK) -> tuple[Template, ...]:
    """All wordings of a move: of the locale, of its language, or English."""
    language = _LOCALE.match(locale.casefold())
    lines = load_lines(language.group() if language else FALLBACK)
    return lines.get((move, mode)) or load_lines(FALLBACK)[move, mode]


@cache
def load_lines(language: str) -> dict[tuple[Move, Mode], tuple[Template, ...]]:
    """Empty for a language without a file."""
    source = files("viva.ai.dialogue").joinpath("lines", f"{language}.yaml")
    if not source.is_file():
        return {}
    raw = yaml.safe_load(source.read_text(encoding="utf-8"))
    return {
        (Move(move), mode): tuple(parse(text) for text in by_mode.get(mode.value) or by_mode["both"])
        for move, by_mode in raw.items()
        for mode in Mode
    }


def _rotation(count: int, request: SayRequest) -> list[int]:
    order = list(range(count))
    random.Random(f"{request.seed}:{request.move}").shuffle(order)  # noqa: S311 - variety, not secrecy
    shift = request.turn % count
    return order[shift:] + order[:shift]


def _last_heard(variant: Template, history: tuple[Line, ...]) -> int:
    """The number of the last line that contains the variant's own words, in order; -1 if there is none."""
    for number in range(len(history) - 1, -1, -1):
        if history[number].speaker == "interviewer" and _speaks(history[number].text, variant):
            return number
    return -1


def _speaks(text: str, variant: Template) -> bool:
    end = 0
    for words in variant.words():
        start = text.find(words, end)
        if start < 0:
            return False
        end = start + len(words)
    return True
