"""Many pictures on one: an HTML page of them, scaled down, as Chromium draws it."""

from __future__ import annotations

from html import escape
from pathlib import Path

from playwright.sync_api import Browser

from tests.web.gallery.browser import SIZES, THEMES

HEIGHT = 270  # px of a picture on the sheet
_STYLE = f"""
body {{ margin: 16px; background: #8d9693; font: 600 13px system-ui, sans-serif; width: max-content; }}
section {{ display: flex; gap: 8px; align-items: center; margin-bottom: 10px; }}
h2 {{ font: inherit; width: 110px; margin: 0; }}
img {{ height: {HEIGHT}px; border-radius: 3px; display: block; }}
"""


def compose(chromium: Browser, names: list[str], shots: Path, target: Path) -> None:
    """One row a page: wide, tablet and phone, each light and dark."""
    target.parent.mkdir(parents=True, exist_ok=True)
    sheet = shots / "sheet.html"
    rows = "".join(_row(name) for name in names)
    sheet.write_text(f"<!doctype html><meta charset=utf-8><style>{_STYLE}</style>{rows}", encoding="utf-8")
    page = chromium.new_page(viewport={"width": 1800, "height": 800})
    page.goto(sheet.as_uri())
    page.screenshot(path=target, full_page=True)
    page.close()


def _row(name: str) -> str:
    pictures = (
        f'<img src="{name}-{width}-{theme}-top.png" alt="">' for width in reversed(SIZES) for theme in THEMES
    )
    return f"<section><h2>{escape(name)}</h2>{''.join(pictures)}</section>"
