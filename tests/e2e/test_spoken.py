"""The spoken interview in a real browser, with voices that are installed on this machine."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import lacking
from tests.e2e.browsing import DESKTOP, browsing
from tests.e2e.inviting import invited, link
from tests.e2e.page_microphone import DENIED, microphone_saying, needs_pocketsphinx
from tests.e2e.room_page import REPLY_MS, RoomPage
from tests.e2e.test_portal import complete
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
        page.get_by_role("button", name="Settings").click()
        page.get_by_role("checkbox", name="Read aloud").uncheck()
        expect(caption).to_be_hidden()
        captions = page.get_by_role("checkbox", name="Captions")
        expect(captions).to_be_checked()
        captions.uncheck()
        page.get_by_role("button", name="Done").click()
        expect(room.button("Captions")).to_have_attribute("aria-pressed", "false")
        page.reload()
        room.wait_until_open()
        expect(room.button("Captions")).to_have_attribute("aria-pressed", "false")
        page.keyboard.press("Alt+c")
        expect(room.button("Captions")).to_have_attribute("aria-pressed", "true")
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


SAID = (
    "I would create an index. It is a sorted structure so the server can find the rows without reading the table."
)
MENDED = (
    "An index is a sorted structure beside the table, so the database finds rows without reading the whole table. "
    "It costs space, and every write has to keep the index up to date."
)


@pytest.fixture
def microphone() -> str:
    needs_pocketsphinx()
    return microphone_saying(SAID)


@pytest.fixture(scope="module")
def listening(chromium: Browser) -> Iterator[Server]:
    with serving(DJANGO_SETTINGS_MODULE="tests.e2e.settings", VIVA_LISTEN="pocketsphinx") as running:
        yield running


def test_a_spoken_answer_is_written_down_mended_sent_and_evaluated(
    chromium: Browser, listening: Server, microphone: str
) -> None:
    interview = invited(listening, seconds=-30, consent=True)
    with browsing(chromium, base_url=listening.url, **DESKTOP) as (context, _):
        page = context.new_page()
        page.add_init_script(microphone)
        page.goto(link(interview))
        room = RoomPage(page)
        room.wait_until_open()
        page.get_by_role("button", name="Microphone off").click()
        asked = page.get_by_role("dialog", name="Speak your answers")
        expect(asked).to_contain_text("The words will be rough")
        asked.get_by_role("button", name="Use the microphone").click()
        expect(page.get_by_role("button", name="Microphone on")).to_have_attribute("aria-pressed", "true")
        expect(page.get_by_text("Roughly: ")).to_be_visible(timeout=60_000)
        expect(page.get_by_text("Roughly written down")).to_be_visible(timeout=60_000)
        words = set(room.box.input_value().lower().split())
        assert len(words & set(SAID.lower().replace(".", "").split())) >= 8, words
        assert room.messages("candidate").count() == 0, "rough words are not sent by themselves"
        room.box.fill(MENDED)
        before = room.messages("interviewer").count()
        room.button("Send").click()
        assert room.replies(since=before)
        page.get_by_role("button", name="Microphone on").click()
        expect(page.get_by_role("button", name="Microphone off")).to_be_visible()
        complete(page)
    [payload] = listening.rows(
        "select payload from live_chatmessage where speaker = 'candidate' and text = ?", MENDED
    )
    origin = json.loads(payload[0])["spoken"]
    assert (origin["engine"], origin["rough"], origin["seen"], origin["mended"]) == (
        "pocketsphinx",
        True,
        True,
        True,
    )
    [score] = listening.rows(
        "select score from interviews_interviewresponse where interview_id = ? and is_evaluated", interview["id"]
    )
    assert score[0] > 4


def test_a_microphone_that_is_not_allowed_has_its_remedy_and_text_goes_on(
    chromium: Browser, listening: Server
) -> None:
    interview = invited(listening, seconds=-30, consent=True)
    with browsing(chromium, base_url=listening.url, **DESKTOP) as (context, _):
        page = context.new_page()
        page.add_init_script(DENIED)
        page.goto(link(interview))
        room = RoomPage(page)
        room.wait_until_open()
        page.get_by_role("button", name="Microphone off").click()
        page.get_by_role("button", name="Use the microphone").click()
        expect(page.get_by_text("Allow it beside the address")).to_be_visible()
        page.evaluate("() => { window.refusal = 'NotFoundError'; }")
        page.get_by_role("button", name="Microphone off").click()
        expect(page.get_by_text("Plug one in and try again")).to_be_visible()
        assert room.say("I would add an index on the column that is filtered.")
