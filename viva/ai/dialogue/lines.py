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
_WORD = re.compile(r"\w+")
# A move whose words depend on what it is said of has a section for each case, beside the one of its own name.
_CASES = {
    Move.ASK: ("ask_first", "ask", "ask_last"),
    Move.ACKNOWLEDGE: ("acknowledge", "acknowledge_strong", "acknowledge_fair", "acknowledge_thin"),
    Move.CLARIFY: ("clarify", "clarify_open"),
    Move.SMALL_TALK: ("small_talk", "small_talk_you"),
    Move.DONT_KNOW: ("dont_know", "dont_know_last"),
    Move.SKIP: ("skip", "skip_last"),
    Move.AFTER_CLOSE: ("after_close", "after_close_thanks"),
}


def say(request: SayRequest) -> str:
    """The line for a move. The same request gives the same words.

    No line of `history` comes again while another is left, then the one not heard for longest; and of those none
    that begins as the last line, the last of the same move or the question does. What is left rotates by seed and
    turn. Raises `MissingSlotError` when a slot is missing.
    """
    variants = variants_of(section_of(request), request.mode, request.locale)
    heard = [_last_heard(variant, request.history) for variant in variants]
    alike = _openings_to_avoid(request)
    lines = {index: variants[index].render(request.slots) for index in _rotation(len(variants), request)}
    return lines[min(lines, key=lambda index: (heard[index], _opening(lines[index]) in alike))]


def section_of(request: SayRequest) -> str:
    """Which lines of the file a request is worded by."""
    slots = request.slots
    match request.move:
        case Move.ASK if slots.get("order") == "1":
            return "ask_first"
        case Move.ASK if slots.get("order") and slots.get("order") == slots.get("total"):
            return "ask_last"
        case Move.ACKNOWLEDGE if request.mode is Mode.PRACTICE and slots.get("quality"):
            return f"acknowledge_{slots['quality']}"
        case Move.CLARIFY if not slots.get("clarification"):
            return "clarify_open"
        case Move.SMALL_TALK if slots.get("about_you"):
            return "small_talk_you"
        case Move.DONT_KNOW | Move.SKIP if slots.get("last"):
            return f"{request.move}_last"
        case Move.AFTER_CLOSE if slots.get("thanked"):
            return "after_close_thanks"
    return request.move.value


def sections_of(move: Move) -> tuple[str, ...]:
    return _CASES.get(move, (move.value,))


def variants_of(section: str, mode: Mode, locale: str = FALLBACK) -> tuple[Template, ...]:
    """All wordings of a section: of the locale, of its language, or English. None where the mode never says it."""
    language = _LOCALE.match(locale.casefold())
    lines = load_lines(language.group() if language else FALLBACK)
    return lines.get((section, mode)) or load_lines(FALLBACK).get((section, mode), ())


@cache
def load_lines(language: str) -> dict[tuple[str, Mode], tuple[Template, ...]]:
    """Empty for a language without a file."""
    source = files("viva.ai.dialogue").joinpath("lines", f"{language}.yaml")
    if not source.is_file():
        return {}
    raw = yaml.safe_load(source.read_text(encoding="utf-8"))
    return {
        (section, mode): tuple(parse(text) for text in by_mode.get(mode.value) or by_mode.get("both", ()))
        for section, by_mode in raw.items()
        for mode in Mode
    }


def _rotation(count: int, request: SayRequest) -> list[int]:
    order = list(range(count))
    random.Random(f"{request.seed}:{request.move}").shuffle(order)  # noqa: S311 - variety, not secrecy
    shift = request.turn % count
    return order[shift:] + order[:shift]


def _openings_to_avoid(request: SayRequest) -> set[str]:
    """How the last line began, the last one of the same move, and what is to be asked now."""
    said = [line.text for line in request.history if line.speaker == "interviewer"]
    own = [each for section in sections_of(request.move) for each in variants_of(section, request.mode)]
    same = next((text for text in reversed(said) if any(_speaks(text, variant) for variant in own)), "")
    asked = request.slots.get("question", "")
    return {_opening(text) for text in (*said[-1:], same, asked) if text}


def _opening(text: str) -> str:
    word = _WORD.search(text)
    return word.group().casefold() if word else ""


def _last_heard(variant: Template, history: tuple[Line, ...]) -> int:
    """The number of the last line that contains the variant's own words, in order; -1 if there is none."""
    for number in range(len(history) - 1, -1, -1):
        if history[number].speaker == "interviewer" and _speaks(history[number].text, variant):
            return number
    return -1


def _speaks(text: str, variant: Template) -> bool:
    first = variant.parts[0]
    if isinstance(first, str) and not text.startswith(first.rstrip()):
        return False
    end = 0
    for words in variant.words():
        start = text.find(words, end)
        if start < 0:
            return False
        end = start + len(words)
    return True
