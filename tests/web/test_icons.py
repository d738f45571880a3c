"""The sprite holds every icon that is drawn."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from viva.web.templatetags.ui import STATUSES, TONE_ICONS, VERDICTS

pytestmark = pytest.mark.unit

ROOT = Path(__file__).parents[2]
LIST = set((ROOT / "frontend" / "icons.txt").read_text().split())
SOURCES = [
    *(ROOT / "viva" / "web" / "templates").rglob("*.html"),
    *(ROOT / "viva" / "web" / "templatetags").glob("*.py"),
    *(ROOT / "frontend" / "src").rglob("*.ts"),
    *(ROOT / "tests" / "web" / "gallery").rglob("*.html"),
]


def asked_for() -> set[str]:
    tags = [
        re.findall(r'(?:icon|{% icon) ?=?"([a-z0-9-]+)"|icon_name="([a-z0-9-]+)"', path.read_text())
        for path in SOURCES
    ]
    named = {name for found in tags for pair in found for name in pair if name}
    return named | {entry[1] for entry in [*STATUSES.values(), *VERDICTS.values()]} | set(TONE_ICONS.values())


def test_every_icon_that_is_asked_for_is_in_the_list() -> None:
    assert asked_for() - LIST == set()


def test_the_sprite_is_the_list() -> None:
    sprite = (ROOT / "viva" / "web" / "static" / "dist" / "icons.svg").read_text()
    assert set(re.findall(r'<symbol id="([^"]+)"', sprite)) == LIST
