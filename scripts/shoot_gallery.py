"""Screenshots of the gallery for people to look at: `python -m scripts.shoot_gallery FOLDER [name ...]`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "viva.config.settings.test")
django.setup()

from tests.web.gallery.browser import SIZES, THEMES, browser  # noqa: E402
from tests.web.gallery.render import pages  # noqa: E402
from tests.web.gallery.serve import served  # noqa: E402


def main(folder: Path, names: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    drawn = pages()
    with served(drawn) as address, browser() as chromium:
        for width in SIZES:
            for theme in THEMES:
                context = chromium.new_context(
                    viewport={"width": width, "height": SIZES[width]}, color_scheme=theme
                )
                tab = context.new_page()
                tab.on("console", lambda message: print(message.text))
                for name in names or drawn:
                    tab.goto(f"{address}/{name}")
                    tab.screenshot(path=folder / f"{name}-{width}-{theme}.png", full_page=True)
                context.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
