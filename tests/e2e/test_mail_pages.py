"""The recruiter's mail and the outbox in a real browser: what was booked arrives, and every page is sound."""

from __future__ import annotations

import subprocess
import sys

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.browsing import DESKTOP, browsing, keep_picture
from tests.e2e.looking import too_wide, violations
from tests.e2e.people import come_in
from tests.server import ROOT, Server, serving
from tests.web.gallery.browser import THEMES

pytestmark = pytest.mark.e2e
MAIL = "/dashboard/recruiter/mail/"


@pytest.fixture(scope="module")
def server() -> Server:
    with serving() as running:
        fill = [sys.executable, "-m", "tests.e2e.mails"]
        subprocess.run(fill, cwd=ROOT, env=running.surroundings(), check=True, timeout=60)
        yield running


def wait_until_written(page: Page) -> None:
    """The server finds at its next tick what another process has queued."""
    link = page.get_by_role("link", name="Interview Scheduled")
    for _ in range(30):
        page.goto("/outbox/")
        if link.count():
            return
        page.wait_for_timeout(500)
    raise AssertionError("the mail was not written")


@pytest.mark.parametrize("theme", THEMES)
def test_every_page_of_the_mail_is_sound(chromium: Browser, server: Server, theme: str) -> None:
    options = DESKTOP | {"base_url": server.url, "color_scheme": theme}
    with browsing(chromium, **options) as (context, complaints):
        page = context.new_page()
        come_in(page, "recruiter")
        wait_until_written(page)
        found: list[object] = []
        for name, go in VISITS.items():
            go(page)
            found += [*violations(page, name), *too_wide(page, name)]
            for width in (390, 1440):
                page.set_viewport_size({"width": width, "height": 900})
                keep_picture(page, f"{name}-{theme}-{width}")
        assert (found, complaints.heard) == ([], [])


def open_detail(page: Page) -> None:
    page.goto(f"{MAIL}?status=failed")
    page.get_by_role("main").locator("td.lead a").click()
    expect(page.get_by_role("button", name="Send again")).to_be_visible()


def open_written(page: Page) -> None:
    page.goto("/outbox/")
    page.get_by_role("link", name="Interview Scheduled").first.click()
    expect(page.frame_locator("iframe").get_by_role("heading", name="Your interview is scheduled")).to_be_visible()


VISITS = {
    "mail-list": lambda page: page.goto(MAIL),
    "mail-none": lambda page: page.goto(f"{MAIL}?kind=released"),
    "mail-detail": open_detail,
    "outbox": lambda page: page.goto("/outbox/"),
    "outbox-mail": open_written,
}


def test_sending_again_works_without_scripts(chromium: Browser, server: Server) -> None:
    options = DESKTOP | {"base_url": server.url, "java_script_enabled": False}
    context = chromium.new_context(**options)
    page = context.new_page()
    come_in(page, "recruiter")
    page.goto(f"{MAIL}?status=retrying")
    page.get_by_role("main").locator("td.lead a").click()
    page.get_by_role("button", name="Send again").click()
    expect(page.get_by_role("status")).to_contain_text("written to the outbox of this machine")
    context.close()
