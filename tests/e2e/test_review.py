"""Reviewing in a browser: a score in place, with and without scripts, a session that ended, keys to move on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.browsing import DESKTOP, browsing
from tests.e2e.world import World, make_world
from tests.server import serving

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def world(chromium: Browser) -> Iterator[World]:
    with serving(DJANGO_SETTINGS_MODULE="tests.e2e.settings") as server:
        yield make_world(chromium, server, who=["rita"])


def give_score(page: Page, score: str, reason: str) -> None:
    answer = page.locator("#answer-1")
    answer.get_by_text("Give another score").click()
    answer.get_by_label("Your score").fill(score)
    answer.get_by_label("Reason").fill(reason)
    answer.get_by_role("button", name="Keep this score").click()


def test_a_score_is_given_in_place_and_the_page_stays(chromium: Browser, world: World) -> None:
    with browsing(chromium, base_url=world.server.url, storage_state=world.people["rita"], **DESKTOP) as (
        context,
        _complaints,
    ):
        page = context.new_page()
        page.goto(world.reviews["fresh"])
        page.evaluate("window.stays = true")
        give_score(page, "4", "Read it aloud.")
        expect(page.locator("#answer-1").get_by_text("8 → 4")).to_be_visible()
        expect(page.locator("#answer-1").get_by_text("machine: 8")).to_be_visible()
        expect(page.locator("#summary").get_by_text("10 of 20 points")).to_be_visible()
        assert page.evaluate("window.stays")


def test_a_score_is_given_without_scripts(chromium: Browser, world: World) -> None:
    with browsing(
        chromium,
        base_url=world.server.url,
        storage_state=world.people["rita"],
        java_script_enabled=False,
        **DESKTOP,
    ) as (context, _complaints):
        page = context.new_page()
        page.goto(world.reviews["judged"])
        give_score(page, "2", "Without scripts.")
        expect(page.locator("#answer-1").get_by_text("6.5 → 2")).to_be_visible()
        assert page.url.endswith("#answer-1")


def test_words_typed_after_the_session_ended_are_kept(chromium: Browser, world: World) -> None:
    with browsing(chromium, base_url=world.server.url, storage_state=world.people["rita"], **DESKTOP) as (
        context,
        _complaints,
    ):
        page = context.new_page()
        page.goto(world.reviews["rtl"])
        context.clear_cookies(name="sessionid")
        give_score(page, "3", "Nobody loses this.")
        expect(page.locator("#answer-1").get_by_text("This was not saved.")).to_be_visible()
        assert page.locator("#answer-1").get_by_label("Reason").input_value() == "Nobody loses this."


def test_keys_go_between_candidates_but_not_while_typing(chromium: Browser, world: World) -> None:
    with browsing(chromium, base_url=world.server.url, storage_state=world.people["rita"], **DESKTOP) as (
        context,
        _complaints,
    ):
        page = context.new_page()
        page.goto(world.reviews["fresh"])
        page.get_by_label("Comment").last.press("j")
        page.keyboard.press("Escape")
        page.locator("h1").click()
        page.keyboard.press("j")
        page.wait_for_url(f"**{world.reviews['judged']}")
        page.keyboard.press("k")
        page.wait_for_url(f"**{world.reviews['fresh']}")
        page.get_by_role("button", name="Keys j and k").click()
        page.keyboard.press("j")
        page.reload()
        expect(page.get_by_role("button", name="Keys j and k")).to_have_attribute("aria-pressed", "false")
        assert page.url.endswith(world.reviews["fresh"])
