"""What breaks off a spoken answer loses none of it, is said with its own remedy, and text goes on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.browsing import DESKTOP, PHONE, browsing, keep_picture, overflow
from tests.e2e.inviting import invited, link
from tests.e2e.page_microphone import DEAD, UNPLUG, microphone_saying, needs_pocketsphinx, turn_on
from tests.e2e.recorded import incidents
from tests.e2e.room_page import RoomPage
from tests.server import Server, serving

pytestmark = pytest.mark.e2e

SAID = "I would create an index. It is a sorted structure so the server can find the rows."
HEARD_MS = 60_000
HEARING = "[data-meeting=hearing-said]"
GONE = "The microphone is gone"
ENDED = """() => window.microphones.flatMap((stream) => stream.getTracks())
  .every(({ readyState }) => readyState === "ended")"""


@pytest.fixture(scope="module")
def listening(chromium: Browser) -> Iterator[Server]:
    needs_pocketsphinx()
    with serving(DJANGO_SETTINGS_MODULE="tests.e2e.settings", VIVA_LISTEN="pocketsphinx") as running:
        yield running


@pytest.fixture(scope="module")
def talking() -> str:
    return microphone_saying(SAID, times=4)


def speak(page: Page, interview: dict[str, Any], script: str) -> RoomPage:
    """In the room with the microphone on, in the middle of an answer of which some words are understood."""
    page.add_init_script(script)
    page.goto(link(interview))
    room = RoomPage(page)
    room.wait_until_open()
    turn_on(page)
    expect(page.locator(HEARING)).to_contain_text("Roughly: ", timeout=HEARD_MS)
    return room


def understood(page: Page) -> set[str]:
    return set(page.locator(HEARING).inner_text().removeprefix("Roughly: ").split())


def test_a_microphone_that_goes_away_in_mid_turn_is_told_and_the_words_are_kept(
    chromium: Browser, listening: Server, talking: str
) -> None:
    interview = invited(listening, seconds=-30, consent=True)
    with browsing(chromium, base_url=listening.url, **DESKTOP) as (context, _):
        page = context.new_page()
        room = speak(page, interview, talking)
        words = understood(page)
        page.evaluate(UNPLUG)
        expect(page.get_by_text(GONE)).to_be_visible()
        expect(page.get_by_role("button", name="Microphone off")).to_be_visible()
        expect(room.box).not_to_be_empty(timeout=HEARD_MS)
        assert words <= set(room.box.input_value().split())
        expect(page.get_by_text(GONE)).to_be_visible()
        keep_picture(page, "room-microphone-gone")
        assert room.messages("candidate").count() == 0, "nobody has sent it"
        assert room.say("I would add an index on the column that is filtered.")
    assert "microphone_lost" in incidents(listening, interview)


def test_a_reload_in_mid_answer_goes_on_with_the_words_and_the_microphone(
    chromium: Browser, listening: Server, talking: str
) -> None:
    interview = invited(listening, seconds=-30, state="running", recorded="sound")
    with browsing(chromium, base_url=listening.url, **DESKTOP) as (context, _):
        page = context.new_page()
        room = speak(page, interview, talking)
        words = understood(page)
        page.reload()
        room.wait_until_open()
        expect(room.box).not_to_be_empty()
        assert words <= set(room.box.input_value().split())
        expect(page.get_by_role("button", name="Microphone on")).to_be_visible()
        expect(page.get_by_role("button", name="Recording sound")).to_be_visible()
        assert room.messages("candidate").count() == 0


def test_a_second_tab_takes_over_and_no_word_is_doubled(
    chromium: Browser, listening: Server, talking: str
) -> None:
    interview = invited(listening, seconds=-30, consent=True)
    with browsing(chromium, base_url=listening.url, **DESKTOP) as (context, _):
        first = context.new_page()
        speak(first, interview, talking)
        second = context.new_page()
        second.goto(link(interview))
        room = RoomPage(second)
        room.wait_until_open()
        expect(first.get_by_role("heading", name="The interview is open in another tab")).to_be_visible()
        first.wait_for_function(ENDED)
        expect(room.box).not_to_be_empty()
        taken = room.box.input_value()
        second.wait_for_timeout(4_000)  # longer than an answer is waited for that is not gone on with
        assert room.box.input_value() == taken
        assert room.messages("candidate").count() == 0


def test_a_silent_microphone_and_a_recogniser_that_is_down_have_remedies_of_their_own(chromium: Browser) -> None:
    down = {"VIVA_LISTEN": "endpoint", "VIVA_LISTEN_URL": "http://127.0.0.1:9/v1"}
    with serving(DJANGO_SETTINGS_MODULE="tests.e2e.settings", **down) as server:
        dead, talks = invited(server, seconds=-30, consent=True), invited(server, seconds=-30, consent=True)
        with browsing(chromium, base_url=server.url, **DESKTOP) as (context, _):
            page = context.new_page()
            page.add_init_script(DEAD)
            page.goto(link(dead))
            room = RoomPage(page)
            room.wait_until_open()
            turn_on(page)
            silent = page.get_by_text("We cannot hear anything from your microphone")
            expect(silent).to_be_visible(timeout=15_000)  # said of five seconds of silence
            expect(page.get_by_role("button", name="Microphone on")).to_be_visible()
            assert room.say("I would add an index on the column that is filtered.")
        with browsing(chromium, base_url=server.url, **DESKTOP) as (context, _):
            page = context.new_page()
            page.add_init_script(microphone_saying(SAID))
            page.goto(link(talks))
            room = RoomPage(page)
            room.wait_until_open()
            turn_on(page)
            expect(page.get_by_text("could not be written down")).to_be_visible(timeout=HEARD_MS)
            assert room.say("I would add an index on the column that is filtered.")


# A browser's recogniser that hears one sentence when the test says so; it works where `window.works` says.
RECOGNITION = """
window.webkitSpeechRecognition = window.SpeechRecognition = class extends EventTarget {
  static available = async () => "unavailable";
  start() { window.recognition = this; }
  stop() {}
  abort() { this.dispatchEvent(new Event("end")); }
  hears(transcript, isFinal) {
    const results = [{ isFinal, 0: { transcript } }];
    this.dispatchEvent(Object.assign(new Event("result"), { resultIndex: 0, results }));
  }
};
"""
HEARS = "([words, final]) => window.recognition.hears(words, final)"


def test_where_the_server_has_no_recogniser_the_browser_writes_down_and_its_speaker_sends(
    chromium: Browser,
) -> None:
    with serving(DJANGO_SETTINGS_MODULE="tests.e2e.settings", VIVA_LISTEN="browser") as server:
        interview = invited(server, seconds=-30, consent=True)
        with browsing(chromium, base_url=server.url, **PHONE) as (context, _):
            page = context.new_page()
            page.add_init_script(RECOGNITION)
            page.goto(link(interview))
            room = RoomPage(page)
            room.wait_until_open()
            page.get_by_role("button", name="Microphone off").click()
            asked = page.get_by_role("dialog", name="Speak your answers")
            expect(asked).to_contain_text("Its maker may get your voice")
            keep_picture(page, "room-browser-recogniser-phone")
            asked.get_by_role("button", name="Use the microphone").click()
            page.evaluate(HEARS, ["An index makes reads", False])
            expect(page.locator(HEARING)).to_contain_text("An index makes reads")
            assert overflow(page) <= 0
            page.evaluate(HEARS, ["An index makes reads quick.", True])
            page.get_by_role("button", name="I'm finished").click()
            expect(room.box).to_have_value("An index makes reads quick.")
            before = room.messages("interviewer").count()
            room.button("Send").click()
            assert room.replies(since=before)
        [(payload,)] = server.rows(
            "select payload from live_chatmessage where text = ?", "An index makes reads quick."
        )
        assert '"engine": "browser"' in payload
        with browsing(chromium, base_url=server.url, **DESKTOP) as (context, _):
            page = context.new_page()
            page.add_init_script("delete window.webkitSpeechRecognition; delete window.SpeechRecognition;")
            page.goto(link(interview))
            RoomPage(page).wait_until_open()
            button = page.get_by_role("button", name="Microphone off")
            expect(button).to_have_attribute("aria-disabled", "true")
            expect(page.get_by_text("This interview is typed")).to_be_visible()
