"""The page's small scripts in a real browser, and what remains without them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.conftest import lacking
from tests.web.gallery.browser import browser
from tests.web.gallery.render import pages
from tests.web.gallery.serve import served

pytestmark = pytest.mark.e2e

BROKEN = (
    '<!doctype html><html lang="en"><title>x</title><main><h1>x</h1>'
    '<img src="/static/img/favicon.svg" width="5000"><p style="color:red">x</p></main>'
)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served({**pages(), "broken": BROKEN}) as url:
        yield url


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if not shutil.which("chromium"):
        lacking("chromium")
    with browser() as running:
        yield running


@pytest.fixture
def tab(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(color_scheme="light")
    context.set_default_timeout(5000)
    yield context.new_page()
    context.close()


def theme_of(tab: Page) -> str:
    return tab.evaluate("getComputedStyle(document.documentElement).colorScheme")


def test_the_checks_see_what_is_wrong(tab: Page, address: str) -> None:
    heard: list[str] = []
    tab.on("console", lambda line: heard.append(line.text))
    tab.goto(f"{address}/broken")
    assert [found["id"] for found in Axe().run(tab).response["violations"]] == ["image-alt"]
    assert any("inline style" in line for line in heard)
    assert tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") > 0


def test_theme_is_the_systems_until_chosen_and_then_kept(tab: Page, address: str) -> None:
    tab.goto(f"{address}/login")
    assert theme_of(tab) == "light"
    tab.get_by_label("Menu").click()
    tab.get_by_role("button", name="Dark").click()
    assert theme_of(tab) == "dark"
    tab.goto(f"{address}/signup")
    assert theme_of(tab) == "dark"
    tab.get_by_label("Menu").click()
    expect(tab.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    tab.get_by_role("button", name="As the system").click()
    assert theme_of(tab) == "light"


def test_menu_closes_on_escape_and_gives_the_focus_back(tab: Page, address: str) -> None:
    tab.goto(f"{address}/profile")
    tab.get_by_label("Account menu").click()
    sign_out = tab.get_by_role("button", name="Sign out")
    expect(sign_out).to_be_visible()
    assert Axe().run(tab).response["violations"] == []
    tab.keyboard.press("Escape")
    expect(sign_out).to_be_hidden()
    expect(tab.get_by_label("Account menu")).to_be_focused()


def test_phone_menu_holds_the_navigation_without_scripts(chromium: Browser, address: str) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{address}/profile")
    expect(tab.get_by_role("link", name="My interviews")).to_be_hidden()
    tab.locator("details[data-menu] > summary").click()
    for name in ("My interviews", "Insights", "Profile"):
        expect(tab.get_by_role("link", name=name, exact=True)).to_be_visible()
    context.close()


def test_skip_link_is_first_and_leads_to_the_content(tab: Page, address: str) -> None:
    tab.goto(f"{address}/list")
    tab.keyboard.press("Tab")
    expect(tab.get_by_role("link", name="Skip to the content")).to_be_focused()
    tab.keyboard.press("Enter")
    expect(tab.locator("main")).to_be_focused()


def test_password_can_be_shown_and_hidden(tab: Page, address: str) -> None:
    tab.goto(f"{address}/login")
    field = tab.get_by_label("Password", exact=True)
    tab.get_by_role("button", name="Show what is typed").click()
    expect(field).to_have_attribute("type", "text")
    tab.get_by_role("button", name="Hide what is typed").click()
    expect(field).to_have_attribute("type", "password")


def test_refused_form_opens_with_the_focus_on_its_summary(tab: Page, address: str) -> None:
    tab.goto(f"{address}/login-refused")
    expect(tab.locator("[data-error-summary]")).to_be_focused()
    tab.get_by_role("link", name="Password: This field is required.").click()
    expect(tab.get_by_label("Password", exact=True)).to_be_focused()


def test_tabs_work_by_keyboard(tab: Page, address: str) -> None:
    tab.goto(f"{address}/components")
    tab.get_by_role("tab", name="Chat").focus()
    tab.keyboard.press("ArrowRight")
    expect(tab.get_by_role("tab", name="Code")).to_be_focused()
    expect(tab.get_by_role("tabpanel", name="Code")).to_be_visible()
    expect(tab.locator("#part-chat")).to_be_hidden()


def test_filter_swaps_the_list_in_place_and_stands_in_the_address(tab: Page, address: str) -> None:
    heard: list[str] = []
    tab.on("console", lambda line: heard.append(line.text) if line.type == "error" else None)
    tab.goto(f"{address}/list")
    tab.evaluate("window.stayed = true")
    tab.get_by_role("link", name="System design").click()
    tab.wait_for_url("**/list?type=system_design")
    expect(tab.locator("[data-results-live]")).to_have_text("5 interviews")
    assert tab.evaluate("window.stayed") is True
    assert heard == []


def test_dialog_opens_and_closes(tab: Page, address: str) -> None:
    tab.goto(f"{address}/components")
    tab.get_by_role("button", name="Delete").click()
    expect(tab.get_by_role("dialog", name="Delete this?")).to_be_visible()
    assert Axe().run(tab).response["violations"] == []
    tab.get_by_role("button", name="Close").click()
    expect(tab.get_by_role("dialog")).to_be_hidden()


def test_names_that_people_look_for_stand_as_the_product_says(tab: Page, address: str) -> None:
    tab.goto(f"{address}/login")
    for name in ("Sign in", "Sign up", "Start Interview"):
        expect(tab.get_by_role("link", name=name, exact=True)).to_have_count(1)
    expect(tab.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    for label in ("Username or e-mail", "Password"):
        expect(tab.get_by_label(label, exact=True)).to_be_visible()
    for name in ("profile", "list"):
        tab.goto(f"{address}/{name}")
        expect(tab.get_by_role("link", name="Start Interview", exact=True)).to_have_count(2)
    tab.goto(f"{address}/start")
    expect(tab.get_by_role("button", name="Start Interview", exact=True)).to_be_visible()
    expect(tab.get_by_role("heading", name="AI Coding Interview", exact=True)).to_be_visible()
