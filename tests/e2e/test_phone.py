"""What only a phone has: a keyboard that takes half of the screen, and one zone at a time."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.browsing import PHONE, browsing, overflow
from tests.e2e.people import Newcomer, sign_up
from tests.e2e.world import start
from tests.server import Server

pytestmark = pytest.mark.e2e

WITH_KEYBOARD = {"width": 390, "height": 430}


def test_the_keyboard_leaves_question_and_message_box_in_sight(
    chromium: Browser, server: Server, newcomer: Newcomer
) -> None:
    """The page asks to be resized with the keyboard (`interactive-widget`); a smaller window plays that here."""
    with browsing(chromium, base_url=server.url, **PHONE) as (context, _):
        page = context.new_page()
        sign_up(page, server.url, newcomer)
        room = start(page)
        viewport = page.locator("meta[name=viewport]")
        expect(viewport).to_have_attribute(
            "content", "width=device-width, initial-scale=1, interactive-widget=resizes-content"
        )
        room.box.tap()
        page.set_viewport_size(WITH_KEYBOARD)
        room.box.fill("A long answer\n" * 12)
        for part in (room.box, room.button("Send"), room.messages().last, page.get_by_role("timer")):
            expect(part).to_be_in_viewport()
        assert overflow(page) <= 0


def test_code_comes_as_a_tab_with_all_its_buttons_in_sight(
    chromium: Browser, server: Server, newcomer: Newcomer
) -> None:
    with browsing(chromium, base_url=server.url, **PHONE) as (context, _):
        page = context.new_page()
        sign_up(page, server.url, newcomer)
        room = start(page, "coding")
        assert page.get_by_role("tab").count() == 0
        room.say("I don't know.")
        expect(page.get_by_role("tab", name="Chat", exact=True)).to_have_attribute("aria-selected", "true")
        room.tab("Code")
        expect(room.editor).to_be_visible()
        expect(room.box).to_be_hidden()
        expect(room.button("Run")).to_be_in_viewport()
        expect(room.button("Submit")).to_be_in_viewport()
