"""Text that a font can print: what it has no letter for is written in Latin letters, or named.

Right-to-left scripts are always written in Latin letters, left to right: without shaping, their letters would
stand unjoined and in the wrong order. Arabic and Hebrew go letter by letter, Japanese syllables and Korean by
their Unicode names; an ideograph has no sound of its own and stands as its code, an emoji as its name.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

_ARABIC = """
ا a ب b ت t ث th ج j ح h خ kh د d ذ dh ر r ز z س s ش sh ص s ض d ط t ظ z ع ' غ gh ف f ق q
ك k ل l م m ن n ه h و w ي y ى a ة h ء ' أ a إ i آ a ؤ w ئ y پ p چ ch ژ zh گ g ک k ی y
"""
_HEBREW = """
א ' ב b ג g ד d ה h ו v ז z ח ch ט t י y כ k ך k ל l
מ m ם m נ n ן n ס s ע ' פ p ף f צ ts ץ ts ק k ר r ש sh ת t
"""
_PAIRS = f"{_ARABIC} {_HEBREW}".split()
_SIGNS = {"→": "->", "←": "<-", "✓": "(yes)", "✗": "(no)", "，": ", ", "。": ". ", "、": ", ", "\u3000": " "}
_KNOWN = {**dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True)), **_SIGNS, "؟": "?", "،": ","}
# Their Unicode names end in how they sound.
_SYLLABLES = ("HIRAGANA LETTER ", "KATAKANA LETTER ", "HANGUL SYLLABLE ")
_SILENT = {"Cc", "Cf", "Cs", "Co", "Cn"}
_FROM_RIGHT = {"R", "AL", "AN"}

Has = Callable[[str], bool]


def printable(text: str, *, has: Has) -> str:
    """`text` in letters that the font `has`, with its line breaks; control characters are left out."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    "))
    return "".join(_letter(letter, has) for letter in composed)


def _letter(letter: str, has: Has) -> str:
    if letter == "\n":
        return letter
    category = unicodedata.category(letter)
    if category in _SILENT:
        return ""
    if has(letter) and unicodedata.bidirectional(letter) not in _FROM_RIGHT:
        return letter
    return "" if category.startswith("M") else _written(letter, has)


def _written(letter: str, has: Has) -> str:
    if letter in _KNOWN:
        return _KNOWN[letter]
    if (digit := unicodedata.digit(letter, None)) is not None:
        return str(digit)
    plain = unicodedata.normalize("NFKD", letter)
    if plain != letter and all(has(part) or unicodedata.combining(part) for part in plain):
        return "".join(part for part in plain if has(part))
    name = unicodedata.name(letter, "")
    for start in _SYLLABLES:
        if name.startswith(start):
            return name.removeprefix(start).removeprefix("SMALL ").lower()
    if unicodedata.category(letter) == "So" and name:
        return f"[{name.lower()}]"
    return f"[U+{ord(letter):04X}]"
