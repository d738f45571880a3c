"""Draws the landing page's picture of the room, light and dark, until a shot of the real one replaces it."""

from __future__ import annotations

import os
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "viva.config.settings.test")
django.setup()

from tests.web.gallery.browser import THEMES, browser  # noqa: E402
from tests.web.gallery.render import render  # noqa: E402
from tests.web.gallery.samples import Sample  # noqa: E402
from tests.web.gallery.serve import STATIC, served  # noqa: E402


def main(folder: Path) -> None:
    page = render(Sample("room", "gallery/room_picture.html"))
    with served({"room": page}) as address, browser() as chromium:
        for theme in THEMES:
            context = chromium.new_context(viewport={"width": 1440, "height": 860}, color_scheme=theme)
            tab = context.new_page()
            tab.goto(f"{address}/room")
            tab.evaluate("document.fonts.ready")
            tab.screenshot(path=folder / f"room-{theme}.png")
            context.close()


if __name__ == "__main__":
    main(STATIC / "img")
