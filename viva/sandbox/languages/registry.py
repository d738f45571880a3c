"""All languages there are, and those that this machine can build and run."""

from __future__ import annotations

from viva.sandbox.languages.c import C
from viva.sandbox.languages.cpp import Cpp
from viva.sandbox.languages.go import Go
from viva.sandbox.languages.java import Java
from viva.sandbox.languages.javascript import JavaScript
from viva.sandbox.languages.language import Language, Toolchain
from viva.sandbox.languages.python import Python
from viva.sandbox.languages.typescript import TypeScript

# In the order in which people choose among them.
_ALL: tuple[Language, ...] = (Python(), JavaScript(), TypeScript(), Java(), C(), Cpp(), Go())
LANGUAGES: dict[str, Language] = {language.name: language for language in _ALL}


def installed() -> dict[str, Toolchain]:
    """What was found on this machine, by language. Starts each tool once, so keep the answer."""
    found = {name: language.find() for name, language in LANGUAGES.items()}
    return {name: toolchain for name, toolchain in found.items() if toolchain is not None}
