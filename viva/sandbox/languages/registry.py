"""All languages there are."""

from __future__ import annotations

from viva.sandbox.languages.c import C
from viva.sandbox.languages.cpp import Cpp
from viva.sandbox.languages.go import Go
from viva.sandbox.languages.java import Java
from viva.sandbox.languages.javascript import JavaScript
from viva.sandbox.languages.language import Language
from viva.sandbox.languages.python import Python
from viva.sandbox.languages.sql import Sql
from viva.sandbox.languages.typescript import TypeScript
from viva.sandbox.types import Limits

# In the order in which people choose among them.
_ALL: tuple[Language, ...] = (Python(), JavaScript(), TypeScript(), Java(), C(), Cpp(), Go(), Sql())
LANGUAGES: dict[str, Language] = {language.name: language for language in _ALL}


def limits_of(name: str) -> Limits:
    """Of one test, where the submission has none of its own."""
    return LANGUAGES[name].limits if name in LANGUAGES else Limits()
