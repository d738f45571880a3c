"""Finds sentences of an answer that speak to the grader instead of answering, in any dress.

What a candidate writes is data. Such sentences are taken out before anything is judged; the rest is judged alone.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import re
import unicodedata

from viva.ai.grading.lexicon import read_lines

INVISIBLE = {"Cf", "Co", "Cn", "Cs"}
LOOKALIKES = str.maketrans(
    {
        "\N{CYRILLIC SMALL LETTER A}": "a",
        "\N{CYRILLIC SMALL LETTER IE}": "e",
        "\N{CYRILLIC SMALL LETTER O}": "o",
        "\N{CYRILLIC SMALL LETTER ER}": "p",
        "\N{CYRILLIC SMALL LETTER ES}": "c",
        "\N{CYRILLIC SMALL LETTER U}": "y",
        "\N{CYRILLIC SMALL LETTER HA}": "x",
        "\N{CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I}": "i",
        "\N{CYRILLIC SMALL LETTER JE}": "j",
        "\N{CYRILLIC SMALL LETTER DZE}": "s",
        "\N{CYRILLIC SMALL LETTER KOMI DE}": "d",
        "\N{GREEK SMALL LETTER OMICRON}": "o",
        "\N{GREEK SMALL LETTER ALPHA}": "a",
        "\N{GREEK SMALL LETTER EPSILON}": "e",
        "\N{GREEK SMALL LETTER NU}": "v",
        "\N{GREEK SMALL LETTER IOTA}": "i",
        "\N{GREEK SMALL LETTER KAPPA}": "k",
        "\N{GREEK SMALL LETTER TAU}": "t",
        "\N{GREEK SMALL LETTER RHO}": "p",
        "\N{LATIN SMALL LETTER SCRIPT G}": "g",
    }
)

BLOCKS = re.compile(
    r"<!--.*?(?:-->|$)|/\*.*?(?:\*/|$)|<\|[^|>\n]*\|>|\[/?INST\]|<</?SYS>>|</?(?:system|assistant|instructions?|grader|admin|user)>",
    re.IGNORECASE | re.DOTALL,
)
"""Comments and role tags: taken out wherever they stand."""


def _compile_instructions() -> tuple[re.Pattern[str], ...]:
    groups: dict[str, str] = {}
    patterns = []
    for line in read_lines("instructions"):
        named = re.match(r"(\w+) = (.*)", line)
        if named:
            groups[named[1]] = named[2]
            continue
        for name, group in groups.items():
            line = line.replace("{" + name + "}", group)
        patterns.append(re.compile(line, re.IGNORECASE))
    return tuple(patterns)


INSTRUCTIONS = _compile_instructions()
BASE64 = re.compile(
    r"(?<![A-Za-z0-9+/])(?:[A-Za-z0-9+/]{4}){5,}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?(?![A-Za-z0-9+/=])"
)
HEXADECIMAL = re.compile(r"\b(?:[0-9a-f]{2}\s?){16,}\b", re.IGNORECASE)


def make_visible(text: str) -> str:
    """Compatibility forms folded (full-width letters, ligatures), invisible and control characters dropped."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(
        char
        for char in folded
        if char in "\n\t" or (unicodedata.category(char) not in INVISIBLE and char.isprintable())
    )


def strip_blocks(text: str) -> tuple[str, bool]:
    """`text` without comments, role tags and encoded text, and whether one of these speaks to the grader."""
    suspicious = False

    def drop(found: re.Match[str]) -> str:
        nonlocal suspicious
        comment = found.group().startswith(("<!--", "/*"))
        suspicious |= not comment or is_instruction(found.group())
        return "\n"

    def decode(found: re.Match[str]) -> str:
        nonlocal suspicious
        if not _decodes(found.group()):
            return found.group()
        suspicious = True
        return "\n"

    return HEXADECIMAL.sub(decode, BASE64.sub(decode, BLOCKS.sub(drop, text))), suspicious


def is_instruction(sentence: str) -> bool:
    """Whether a sentence tells the grader what to do, as written, unspaced, in look-alike letters, ROT13 or
    backwards."""
    plain = sentence.translate(LOOKALIKES)
    dresses = (sentence, plain, _unspaced(plain), _unleet(plain), codecs.encode(plain, "rot13"), plain[::-1])
    return any(pattern.search(dress) for dress in dict.fromkeys(dresses) for pattern in INSTRUCTIONS)


def _unspaced(text: str) -> str:
    """`i g n o r e   a l l` → `ignore all`; other text as it is."""
    if not re.search(r"(?:\b\w[ .\-_*]){5,}", text):
        return text
    words = re.split(r"\s{2,}|[ .\-_*]{3,}", text)
    return " ".join(re.sub(r"(?<=\b\w)[ .\-_*](?=\w\b)", "", word) for word in words)


def _unleet(text: str) -> str:
    return re.sub(
        r"\b(?=\w*[a-z])(?=\w*[013457@$])[\w@$]+",
        lambda found: found.group().translate(str.maketrans("013457@$", "oieastas")),
        text,
    )


def _decodes(text: str) -> bool:
    """Whether it is readable text in base64 or hexadecimal."""
    for decode in (
        bytes.fromhex,
        lambda coded: base64.b64decode(coded + "=" * (-len(coded) % 4), validate=True),
    ):
        try:
            decoded = decode(text).decode("utf-8")
        except (binascii.Error, ValueError):
            continue
        if sum(char.isalnum() or char.isspace() for char in decoded) > 0.7 * len(decoded):
            return True
    return False
