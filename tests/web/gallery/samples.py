"""Sample contexts for the gallery: ordinary, empty, long and right-to-left ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.web.gallery import components


@dataclass(frozen=True)
class Sample:
    """One page to draw. `user` is the full name of who is signed in, or None."""

    name: str
    template: str
    path: str = "/"
    user: str | None = "Asha Rao"
    language: str = "en"
    context: Callable[[], dict[str, Any]] = field(default=dict)


SAMPLES = [
    Sample("components", "gallery/components.html", "/gallery/", context=components.context),
]
