"""The other side of a function's call, in each language: text that a build takes in, nothing that is imported."""

from __future__ import annotations

import pkgutil


def text_of(name: str) -> str:
    """A file of this folder, which may lie in the sealed zip."""
    content = pkgutil.get_data(__name__, name)
    if content is None:
        raise FileNotFoundError(name)
    return content.decode("utf-8")
