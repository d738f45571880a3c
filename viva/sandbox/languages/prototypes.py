"""C's function heads: what a candidate's function takes and returns, read without a compiler."""

from __future__ import annotations

import re
from dataclasses import dataclass

from viva.sandbox.languages.compilers import at_top

# The words of a type, in the order of the alphabet, to how the harness calls it (call.h).
TYPES = {
    "_Bool": "bool",
    "bool": "bool",
    "char": "char",
    "char signed": "schar",
    "int8_t": "schar",
    "char unsigned": "uchar",
    "uint8_t": "uchar",
    "short": "short",
    "int16_t": "short",
    "short unsigned": "ushort",
    "uint16_t": "ushort",
    "int": "int",
    "int32_t": "int",
    "signed": "int",
    "unsigned": "uint",
    "uint32_t": "uint",
    "long": "long",
    "int64_t": "long",
    "ssize_t": "long",
    "ptrdiff_t": "long",
    "intptr_t": "long",
    "long unsigned": "ulong",
    "size_t": "ulong",
    "uint64_t": "ulong",
    "long long": "llong",
    "long long unsigned": "ullong",
    "float": "float",
    "double": "double",
    "void": "void",
}
WHOLE = {"schar", "uchar", "short", "ushort", "int", "uint", "long", "ulong", "llong", "ullong"}
_QUALIFIERS = {"const", "volatile", "restrict", "__restrict", "register", "inline", "extern", "static"}
_LONGEST_HEAD = 1000  # characters between its parentheses
_DIRECTIVE = re.compile(r"^[ \t]*#(?:\\\n|[^\n])*", re.MULTILINE)


class UnreadError(ValueError):
    """A declaration that is not one of those that are understood; the text is the declaration."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A parameter, or what is returned. `stars`: how many pointers deep. `fixed`: what it points to is const."""

    type: str
    stars: int = 0
    name: str = ""
    fixed: bool = False
    static: bool = False


@dataclass(frozen=True, slots=True)
class Prototype:
    returned: Declared
    parameters: tuple[Declared, ...]


def read_prototype(text: str, name: str) -> Prototype | None:
    """That of the function `name` in a `bare` source; None where it declares none. Raises UnreadError."""
    text = _DIRECTIVE.sub("", text)
    for match in at_top(text, rf"\b{name}\s*\("):
        end = _closing(text, match.end())
        follows = text[end + 1 :].lstrip()[:1]
        before = text[max(text.rfind(mark, 0, match.start()) for mark in ";}") + 1 : match.start()]
        if end < 0 or follows not in ("{", ";") or "=" in before or not before.strip():
            continue
        return Prototype(declared(before), _parameters(text[match.end() : end]))
    return None


def _closing(text: str, start: int) -> int:
    """Where the parenthesis closes that was opened before `start`; -1 where it does not within reason."""
    depth = 1
    for match in re.compile(r"[()]").finditer(text, start, start + _LONGEST_HEAD):
        depth += 1 if match[0] == "(" else -1
        if depth == 0:
            return match.start()
    return -1


def _parameters(text: str) -> tuple[Declared, ...]:
    if text.strip() in ("", "void"):
        return ()
    return tuple(declared(part) for part in text.split(","))


def declared(text: str) -> Declared:
    """One declaration, like `const char *words[]`. Raises UnreadError."""
    shown = " ".join(text[-200:].split())
    words = re.findall(r"\w+|\*|\[[^\]]*\]|\S", text)
    stars = sum(word == "*" or word[0] == "[" for word in words)
    named = [word for word in words if word[0].isalpha() or word[0] == "_"]
    plain = [word for word in named if word not in _QUALIFIERS]
    if len(named) + stars != len(words) or sum(word[0] == "[" for word in words) > 1:
        raise UnreadError(shown)
    kind, name = _split(plain)
    if kind is None or (kind == "void" and stars):
        raise UnreadError(shown)
    return Declared(kind, stars, name, fixed="const" in words, static="static" in words)


def _split(words: list[str]) -> tuple[str | None, str]:
    """The type and, where the last word is none of it, the name."""
    for type_words, name in ((words, ""), (words[:-1], words[-1] if words else "")):
        short = sorted(type_words)
        if "int" in short and len(short) > 1:
            short.remove("int")
        if "signed" in short and len(short) > 1 and "char" not in short:
            short.remove("signed")
        if (kind := TYPES.get(" ".join(short))) is not None:
            return kind, name
    return None, ""
