"""Every page as a browser shows it: no axe violation, no sideways scrolling, nothing that the CSP refuses."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.conftest import lacking
from tests.web.gallery.browser import SIZES, THEMES, browser
from tests.web.gallery.render import pages
from tests.web.gallery.samples import SAMPLES
from tests.web.gallery.serve import served

pytestmark = pytest.mark.e2e

NAMES = [sample.name for sample in SAMPLES]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served(pages()) as url:
        yield url


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if not shutil.which("chromium"):
        lacking("chromium")
    with browser() as running:
        yield running


@pytest.fixture(
    params=[(width, theme) for width in SIZES for theme in THEMES], ids=lambda pair: "-".join(map(str, pair))
)
def tab(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    width, theme = request.param
    context = chromium.new_context(viewport={"width": width, "height": SIZES[width]}, color_scheme=theme)
    yield context.new_page()
    context.close()


def refused(tab: Page) -> list[str]:
    """Collects what the console says of the content security policy or of a missing file."""
    heard: list[str] = []
    tab.on("console", lambda line: heard.append(line.text) if line.type == "error" else None)
    tab.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def test_pages_are_accessible_and_fit_the_screen(tab: Page, address: str) -> None:
    axe = Axe()
    heard = refused(tab)
    problems: list[object] = []
    for name in NAMES:
        tab.goto(f"{address}/{name}")
        overflow = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if overflow > 0:
            problems.append((name, "scrolls sideways", overflow))
        for found in axe.run(tab).response["violations"]:
            problems += [(name, found["id"], node["html"][:160]) for node in found["nodes"]]
    assert problems == []
    assert heard == []
