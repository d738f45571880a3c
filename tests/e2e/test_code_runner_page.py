"""The code runner's page in a real browser, with another machine that has some languages and not others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.browsing import DESKTOP, browsing, keep_picture
from tests.e2e.looking import too_wide, violations
from tests.e2e.people import come_in
from tests.sandbox.remote.fakes import Reply
from tests.sandbox.remote.fakes import serving as serving_fake
from tests.sandbox.remote.go_judge import Command, answering, result
from tests.server import Server, serving
from tests.web.gallery.browser import THEMES

pytestmark = pytest.mark.e2e
PATH = "/admin/code-runner/"


def greet(command: Command) -> Reply:
    """Programs greet; of functions there is no answer, and C++ does not compile."""
    if "g++" in command["args"]:
        return Reply(
            [result("Nonzero Exit Status", exitStatus=1, stderr="main.cpp:1:10: fatal error: " + 40 * "x")]
        )
    return Reply([result(stdout="Hello, world!\n")])


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving_fake(answering(greet, without=("javac", "go"))) as fake:
        setting = {"VIVA_SANDBOX_TIER": "remote", "VIVA_JUDGE_KIND": "go-judge", "VIVA_JUDGE_TOKEN": "unseen"}
        with serving(VIVA_JUDGE_URL=fake.url, **setting) as running:
            yield running


@pytest.fixture(scope="module")
def refusing() -> Iterator[Server]:
    with serving(VIVA_SANDBOX_TIER="off") as running:
        yield running


def try_it(page: Page) -> None:
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_role("columnheader", name="Verdict")).to_be_attached()


@pytest.mark.parametrize("theme", THEMES)
def test_it_is_sound_before_and_after_a_trial(chromium: Browser, server: Server, theme: str) -> None:
    with browsing(chromium, **DESKTOP | {"base_url": server.url, "color_scheme": theme}) as (context, complaints):
        page = context.new_page()
        come_in(page, "admin")
        page.goto(PATH)
        found = looked_at(page, "code-runner", theme)
        try_it(page)
        found += looked_at(page, "code-runner-tried", theme)
        assert (found, complaints.heard) == ([], [])


def test_where_code_is_refused_it_is_sound_too(chromium: Browser, refusing: Server) -> None:
    with browsing(chromium, **DESKTOP | {"base_url": refusing.url}) as (context, complaints):
        page = context.new_page()
        come_in(page, "admin")
        page.goto(PATH)
        expect(page.get_by_role("status")).to_contain_text("Code is not run on this server.")
        assert (looked_at(page, "code-runner-off", "light"), complaints.heard) == ([], [])


def looked_at(page: Page, name: str, theme: str) -> list[object]:
    found: list[object] = [*violations(page, name), *too_wide(page, name)]
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        keep_picture(page, f"{name}-{theme}-{width}")
    return found


def test_staff_get_there_by_the_menu_and_try_without_scripts(chromium: Browser, server: Server) -> None:
    context = chromium.new_context(**DESKTOP | {"base_url": server.url, "java_script_enabled": False})
    page = context.new_page()
    come_in(page, "admin")
    page.get_by_label("Account menu").click()
    page.get_by_role("link", name="Code runner").click()
    expect(page.get_by_role("heading", name="Code runner", level=1)).to_be_visible()
    try_it(page)
    tried = page.locator("#try tbody tr")
    expect(tried.filter(has_text="TypeScript")).to_contain_text("Passed")
    expect(tried.filter(has_text="C++")).to_contain_text("Does not compile")
    expect(page.get_by_text("unseen")).to_have_count(0)
    context.close()
