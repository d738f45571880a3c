"""One browser and one server for all browser tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import lacking
from tests.e2e.browsing import DESKTOP, browsing
from tests.e2e.people import Newcomer, sign_up
from tests.e2e.speaking import speak, speaking_browser
from tests.server import Server, serving
from tests.web.gallery.browser import browser

CLIPBOARD = ["clipboard-read", "clipboard-write"]
_numbers = count(1)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    if not shutil.which("chromium"):
        lacking("chromium")
    with browser() as running:
        yield running


@pytest.fixture(scope="package")
def server(chromium: Browser) -> Iterator[Server]:
    with serving(DJANGO_SETTINGS_MODULE="tests.e2e.settings") as running:
        yield running


@pytest.fixture(scope="module")
def microphone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the speaking browser's microphone hears."""
    return speak(tmp_path_factory.mktemp("microphone"))


@pytest.fixture(scope="module")
def speaker(chromium: Browser, microphone: Path) -> Iterator[Browser]:
    with speaking_browser(chromium, microphone) as running:
        yield running


@pytest.fixture
def newcomer() -> Newcomer:
    """Somebody without an account as yet."""
    number = next(_numbers)
    return Newcomer(name="Nadia Newcomer", username=f"newcomer{number}", email=f"newcomer{number}@viva.example")


@pytest.fixture
def candidate(chromium: Browser, server: Server, newcomer: Newcomer) -> Iterator[Page]:
    """The page of somebody who has just signed up."""
    with browsing(chromium, base_url=server.url, permissions=CLIPBOARD, **DESKTOP) as (context, _):
        page = context.new_page()
        sign_up(page, server.url, newcomer)
        yield page
