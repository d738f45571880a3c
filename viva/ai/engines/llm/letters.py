"""A model's words without the signs that are none: a database may refuse them, a page may turn around by them."""

from __future__ import annotations

import re

_NO_LETTERS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls, but for tab and line ends
    "\u202a-\u202e\u2066-\u2069"  # orders to write the other way round
    "\ud800-\udfff\ufffe\uffff]"  # halves of letters, and what never is one
)


def letters_of(text: str) -> str:
    return _NO_LETTERS.sub("", text)
