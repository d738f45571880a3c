"""The spoken interview in a real browser, with voices that are installed on this machine."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import lacking
from tests.e2e.browsing import DESKTOP, browsing
from tests.e2e.inviting import invited, link
from tests.e2e.room_page import REPLY_MS, RoomPage
from tests.server import Server, serving
from viva.speech.audio import read_wav

pytestmark = pytest.mark.e2e

# What the audio element of the page plays, written down as it begins.
LISTEN = """
window.heard = [];
document.addEventListener("playing", (event) => window.heard.push(event.target.currentSrc), true);
"""


@pytest.fixture(scope="module")
def speaking(chromium: Browser) -> Iterator[Server]:
    if not shutil.which("flite"):
        lacking("flite")
    with serving(DJANGO_SETTINGS_MODULE="tests.e2e.settings", VIVA_VOICE="flite") as running:
        yield running


def heard(page: Page) -> int:
    return page.evaluate("window.heard.length")


def test_the_interviewer_is_heard_with_captions_and_can_be_turned_off(chromium: Browser, speaking: Server) -> None:
    interview = invited(speaking, seconds=-30, consent=True)
    with browsing(chromium, base_url=speaking.url, **DESKTOP) as (context, _):
        page = context.new_page()
        page.add_init_script(LISTEN)
        asked: list[str] = []
        page.on("request", lambda request: ".wav?" in request.url and asked.append(request.url))
        page.goto(link(interview))
        room = RoomPage(page)
        room.wait_until_open()
        play = page.get_by_role("button", name="Hear the interviewer")
        caption = page.locator("[data-meeting=caption]")
        expect(caption.or_(play)).to_be_visible(timeout=REPLY_MS)
        if play.is_visible():  # the browser waits for a click
            play.click()
        expect(caption).to_be_visible(timeout=REPLY_MS)
        assert caption.inner_text() in room.log.inner_text()
        page.wait_for_function("() => window.heard.length > 0")
        clip = page.request.get(asked[0])
        assert clip.headers["content-type"] == "audio/wav"
        assert 0.2 < read_wav(clip.body()).seconds < 60
        page.get_by_role("button", name="Voice").click()
        page.get_by_role("checkbox", name="Read aloud").uncheck()
        expect(caption).to_be_hidden()
        page.get_by_role("button", name="Done").click()
        before = heard(page)
        room.say("I would add an index on the columns that are filtered.")
        page.wait_for_timeout(1_500)
        assert heard(page) == before


def test_a_voice_that_is_down_is_said_and_text_goes_on(chromium: Browser, speaking: Server) -> None:
    interview = invited(speaking, seconds=-30, consent=True)
    with browsing(chromium, expected=("503",), base_url=speaking.url, **DESKTOP) as (context, _):
        page = context.new_page()
        page.route("**/*.wav?*", lambda route: route.fulfill(status=503, body="{}"))
        page.goto(link(interview))
        room = RoomPage(page)
        room.wait_until_open()
        expect(page.get_by_text("The interviewer cannot be heard just now")).to_be_visible(timeout=REPLY_MS)
        expect(page.get_by_role("textbox", name="Message")).to_be_editable()
