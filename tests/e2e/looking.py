"""What is wrong with the page before one's eyes."""

from __future__ import annotations

from collections.abc import Iterator

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.e2e.browsing import overflow
from tests.web.gallery.browser import SIZES

# Endless motion, as of a spinner, is not waited for.
AT_REST = """() => document.getAnimations().every((each) =>
  each.playState !== "running" || each.effect.getComputedTiming().endTime === Infinity)"""


def violations(page: Page, name: str) -> Iterator[object]:
    """Each of axe-core's findings, with the element. What is still fading in has no contrast of its own yet."""
    page.wait_for_function(AT_REST)
    for found in Axe().run(page).response["violations"]:
        for node in found["nodes"]:
            yield name, found["id"], node["html"][:160], node["failureSummary"][:200]


def too_wide(page: Page, name: str) -> Iterator[object]:
    """The widths at which the page is wider than the window."""
    for width, height in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        if (extra := overflow(page)) > 0:
            yield name, width, f"{extra} px too wide"
