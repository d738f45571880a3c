"""Text as it is read aloud: Markdown, code, symbols and short forms in words, sentence by sentence. English."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

from viva.speech.reading_rules import CODE_RULES, POWERS, RULES, UNITS

CODE_ON_SCREEN = "The code is on your screen."
LONGEST_SENTENCE = 280
"""Characters: what is longer is read in parts, so that its first sound need not wait for its end."""

_FENCE = re.compile(r"^[ \t]*(```|~~~).*?(^[ \t]*\1[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"(`+)(.+?)\1", re.DOTALL)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*\)")
_URL = re.compile(r"\bhttps?://[^\s<>()]+[^\s<>().,;:!?'\"]", re.IGNORECASE)
_LINE_MARKS = re.compile(r"^[ \t]*(#{1,6}[ \t]+|>[ \t]*|[-*+][ \t]+|\d{1,3}[.)][ \t]+)", re.MULTILINE)
_EMPHASIS = re.compile(r"(\*{1,3}|(?<!\w)_{1,3})(?=\S)(.+?)(?<=\S)(\1)(?!\w)")
_BIG_O = re.compile(r"\b([OΘΩ])\(((?:[^()]|\([^()]*\))*)\)")
_BIG = {"O": "O", "Θ": "theta", "Ω": "omega"}
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_CAMEL_WORD = re.compile(r"\b(?![A-Z]+s\b)[A-Za-z]\w*[A-Z]\w*\b")
_SNAKE_WORD = re.compile(r"\b\w*[A-Za-z0-9]_\w+\b|\b_+\w+\b")
_CALL = re.compile(r"(?<=[\w\]])\(\s*\)")
_DOTTED = re.compile(r"(?<=[A-Za-z_])\.(?=[A-Za-z_])")
_UNIT = re.compile(rf"(?<=\d)[ \u00a0]?({'|'.join(UNITS)})\b(?!/)")
_THOUSANDS = re.compile(r"(?<=\d)[ ,\u202f\u00a0](?=\d{3}\b)")
_RANGE = re.compile(r"(?<![\w-])(\d+)\s?[-–](?=\d+(?![\w-]))")
_POWER = re.compile(r"([A-Za-z0-9)])\s?\^\s?\(?([A-Za-z0-9]+)\)?")
_SIGNS = re.compile(r"[`*_~|<>{}\[\]\\^#]+")
_UNSPOKEN = frozenset({"So", "Cc", "Cf", "Co"})
_SPACE = re.compile(r"\s+")
_END = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+(?=[\"'“‘(*_]*[A-Z0-9`])")
_SHORT = re.compile(r"\b(?:[Ee]\.g|[Ii]\.e|etc|vs|Mr|Mrs|Ms|Dr|St|No|Inc|cf|[A-Z])\.[\"')]*$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text` as it is shown, `spoken` as it is read; neither is empty."""

    text: str
    spoken: str


def sentences(text: str) -> list[Sentence]:
    """What is read of `text`, in order. A block of code is pointed at, not read."""
    found: list[Sentence] = []
    for block in _blocks(text):
        for part in _split(block):
            spoken = CODE_ON_SCREEN if part == CODE_ON_SCREEN else read_aloud(part)
            again = spoken == CODE_ON_SCREEN and found and found[-1].spoken == spoken
            if any(sign.isalnum() for sign in spoken) and not again:
                found.append(Sentence(part, spoken))
    return found


def read_aloud(text: str) -> str:
    """One sentence in words that every voice reads in the same way, without Markdown, signs or line breaks."""
    text = _FENCE.sub(f"\n{CODE_ON_SCREEN}\n", unicodedata.normalize("NFC", text))
    text = _LINE_MARKS.sub("", text)
    text = _INLINE.sub(lambda match: f" {_code(match[2])} ", _LINK.sub(r"\1", text))
    text = _EMPHASIS.sub(r"\2", _EMPHASIS.sub(r"\2", _URL.sub(_site, text)))
    text = _BIG_O.sub(_complexity, text)
    for pattern, words in RULES:
        text = pattern.sub(words, text)
    text = _identifiers(_CALL.sub("", text))
    text = _POWER.sub(_power, _numbers(text))
    text = "".join(sign for sign in _SIGNS.sub(" ", text) if unicodedata.category(sign) not in _UNSPOKEN)
    return re.sub(r"\s+([.,;:!?])", r"\1", _SPACE.sub(" ", text)).strip()


def _blocks(text: str) -> list[str]:
    """Paragraphs and list items; a fenced block of code is one of its own."""
    marked = _FENCE.sub(f"\n\n{CODE_ON_SCREEN}\n\n", text)
    lines = re.split(r"\n\s*\n|\n(?=[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t])", marked)
    return [_SPACE.sub(" ", line).strip() for line in lines if line.strip()]


def _split(block: str) -> list[str]:
    parts: list[str] = []
    for piece in _END.split(block):
        if parts and _SHORT.search(parts[-1]):
            parts[-1] += f" {piece}"
        else:
            parts.append(piece)
    return [short for part in parts for short in _shortened(part)]


def _shortened(part: str) -> list[str]:
    """Cut after a comma, colon or semicolon, or between words, where it is too long to be waited for."""
    found = []
    while len(part) > LONGEST_SENTENCE:
        head = part[:LONGEST_SENTENCE]
        at = max(head.rfind(mark) for mark in (", ", "; ", ": ")) + 1
        at = at if at > LONGEST_SENTENCE // 3 else head.rfind(" ")
        at = at if at > 0 else LONGEST_SENTENCE
        found.append(part[:at].strip())
        part = part[at:].strip()
    return [*found, part] if part else found


def _code(source: str) -> str:
    for pattern, words in CODE_RULES:
        source = pattern.sub(words, source)
    return _DOTTED.sub(" dot ", _BIG_O.sub(_complexity, source))


def _site(match: re.Match[str]) -> str:
    host = (urlsplit(match[0]).hostname or "").removeprefix("www.")
    return f"a link to {host.replace('.', ' dot ')}" if host else "a link"


def _complexity(match: re.Match[str]) -> str:
    inner = _power_words(match[2]).replace("(", " ").replace(")", " ").replace("√", "square root of ")
    inner = re.sub(r"(?<=\w)\s*[*·×]\s*(?=\w)", " times ", inner)
    inner = re.sub(r"(?<=\w)\s*\+\s*(?=\w)", " plus ", inner)
    return f"{_BIG[match[1]]} of {inner}"


def _power_words(text: str) -> str:
    for sign, words in POWERS.items():
        text = text.replace(sign, f" {words}")
    return _POWER.sub(_power, text)


def _power(match: re.Match[str]) -> str:
    named = {"2": "squared", "3": "cubed"}.get(match[2])
    return f"{match[1]} {named}" if named else f"{match[1]} to the {match[2]}"


def _identifiers(text: str) -> str:
    text = _SNAKE_WORD.sub(lambda match: match[0].replace("_", " ").strip(), text)
    return _CAMEL_WORD.sub(lambda match: " ".join(_lowered(word) for word in _CAMEL.split(match[0])), text)


def _lowered(word: str) -> str:
    return word if word.isupper() and len(word) > 1 else word.lower()


def _numbers(text: str) -> str:
    text = _RANGE.sub(r"\1 to ", _THOUSANDS.sub("", _power_words(text)))
    return _UNIT.sub(lambda match: f" {UNITS[match[1]]}", text)
