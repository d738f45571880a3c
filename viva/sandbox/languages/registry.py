"""All languages there are."""

from __future__ import annotations

from viva.sandbox.languages.c import C
from viva.sandbox.languages.cpp import Cpp
from viva.sandbox.languages.go import Go
from viva.sandbox.languages.javascript import JavaScript
from viva.sandbox.languages.language import Language
from viva.sandbox.languages.python import Python
from viva.sandbox.languages.sql import Sql
from viva.sandbox.types import Limits

_ALL: tuple[Language, ...] = (Python(), JavaScript(), C(), Cpp(), Go(), Sql())
# In the order in which people choose among them.
LANGUAGES: dict[str, Language] = {language.name: language for language in _ALL}


def limits_of(name: str) -> Limits:
    """Of one test, where the submission has none of its own."""
    return LANGUAGES[name].limits if name in LANGUAGES else Limits()
