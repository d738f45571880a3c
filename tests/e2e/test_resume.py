"""Nothing typed is lost and nothing is sent twice, whatever happens to page, line, server and sign-in."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.browsing import DESKTOP, browsing
from tests.e2e.cutting import line_to
from tests.e2e.interviewing import has_editor
from tests.e2e.people import Newcomer, sign_up
from tests.e2e.room_page import REPLY_MS, RoomPage
from tests.server import Server, serving

pytestmark = pytest.mark.e2e

CUT = ("WebSocket", "ERR_CONNECTION", "ERR_EMPTY_RESPONSE", "Failed to load resource")
REMARK = "Could you repeat the question, please?"


@pytest.fixture
def context(chromium: Browser, server: Server) -> Iterator[BrowserContext]:
    with browsing(chromium, expected=CUT, **DESKTOP) as (context, _):
        yield context


@pytest.fixture
def room(context: BrowserContext, server: Server, newcomer: Newcomer) -> RoomPage:
    page = context.new_page()
    sign_up(page, server.url, newcomer)
    return start(page, server.url)


def start(page: Page, url: str, **choice: str) -> RoomPage:
    page.goto(f"{url}/ai-interview/start/")
    for label, value in choice.items():
        page.get_by_label(label.capitalize()).select_option(value)
    page.get_by_role("button", name="Start Interview").click()
    page.wait_for_url("**/interview/*/")
    room = RoomPage(page)
    room.wait_until_open()
    return room


def stored(server: Server, room: RoomPage, speaker: str = "candidate") -> list[str]:
    rows = server.rows(
        "select text from live_chatmessage where session_id = ? and speaker = ? and kind = 'text' order by number",
        room.session_id,
        speaker,
    )
    return [text for (text,) in rows]


def test_a_reload_brings_the_unsent_words_back(room: RoomPage) -> None:
    room.box.press_sequentially("I would begin wi")
    room.page.reload()
    room.wait_until_open()
    expect(room.box).to_have_value("I would begin wi")
    assert room.said("candidate") == []


def test_a_reload_in_mid_typing_brings_the_code_back(context: BrowserContext, server: Server, newcomer) -> None:
    page = context.new_page()
    sign_up(page, server.url, newcomer)
    room = start(page, server.url, kind="coding")
    while not has_editor(room):
        room.say("I don't know.")
    room.write_code("answer = 42")
    room.wait_until_quiet()
    room.editor.press_sequentially("00  # typed just now")
    page.reload()  # before the edits were due to be sent
    room.wait_until_open()
    expect(room.editor).to_have_text("answer = 4200  # typed just now")
    room.wait_until_quiet()
    [(text,)] = server.rows("select text from live_codebuffer where session_id = ?", room.session_id)
    assert text == "answer = 4200  # typed just now"


def test_what_is_said_while_the_line_is_cut_arrives_once(
    context: BrowserContext, server: Server, newcomer
) -> None:
    with line_to(server.port) as line:
        page = context.new_page()
        sign_up(page, line.url, newcomer)
        room = start(page, line.url)
        line.cut()
        for text in (REMARK, "How much time is left?"):
            room.box.fill(text)
            room.button("Send").click()
        expect(page.get_by_text("The connection is lost", exact=True)).to_be_visible()
        expect(page.get_by_text("Waiting for the connection")).to_have_count(2)
        room.box.fill("and then I")
        line.mend()
        room.button("Try now").click()
        expect(page.get_by_text("The connection is lost", exact=True)).to_be_hidden()
        room.wait_until_quiet()
        assert stored(server, room) == room.said("candidate") == [REMARK, "How much time is left?"]
        expect(room.box).to_have_value("and then I")


def test_a_second_tab_takes_the_room_and_gives_it_back(
    room: RoomPage, context: BrowserContext, server: Server
) -> None:
    second = RoomPage(context.new_page())
    second.page.goto(room.page.url)
    second.wait_until_open()
    expect(room.page.get_by_role("heading", name="The room is open in another tab")).to_be_visible()
    expect(room.box).to_be_hidden()
    assert second.say(REMARK)
    room.button("Use here").click()
    room.wait_until_open()
    expect(second.page.get_by_role("heading", name="The room is open in another tab")).to_be_visible()
    assert room.said("candidate") == stored(server, room) == [REMARK]
    assert len(room.said("interviewer")) == room.page.locator("[data-speaker=interviewer]").count() == 3


def test_a_killed_server_comes_back_and_the_page_goes_on(chromium: Browser, newcomer: Newcomer) -> None:
    with (
        serving(DJANGO_SETTINGS_MODULE="tests.e2e.settings") as server,
        browsing(chromium, expected=CUT, **DESKTOP) as (context, _),
    ):
        page = context.new_page()
        sign_up(page, server.url, newcomer)
        room = start(page, server.url)
        room.say(REMARK)
        room.box.fill("How much time is left?")
        room.button("Send").click()
        server.kill()
        room.box.fill("half a sen")
        server.start()
        page.wait_for_function(
            "n => document.querySelectorAll('[data-speaker=interviewer]').length > n", arg=3, timeout=REPLY_MS
        )
        room.wait_until_quiet()
        assert stored(server, room) == room.said("candidate") == [REMARK, "How much time is left?"]
        assert len(stored(server, room, "interviewer")) + 1 == len(room.said("interviewer"))
        expect(room.box).to_have_value("half a sen")
        [(draft,)] = server.rows("select draft from live_interviewsession order by id desc limit 1")
        assert draft == "half a sen"


def test_an_expired_sign_in_asks_in_place_and_keeps_what_was_typed(
    chromium: Browser, server: Server, newcomer: Newcomer
) -> None:
    with line_to(server.port) as line, browsing(chromium, expected=(*CUT, "403")) as (context, _):
        page = context.new_page()
        sign_up(page, line.url, newcomer)
        room = start(page, line.url)
        signed_in = [cookie for cookie in context.cookies() if cookie["name"] == "sessionid"]
        assert signed_in
        context.clear_cookies(name="sessionid")
        line.cut()
        room.box.fill("My answer is long and")
        line.mend()
        expect(page.get_by_text("You have been signed out", exact=True)).to_be_visible(timeout=REPLY_MS)
        expect(room.box).to_have_value("My answer is long and")
        with context.expect_page() as opened:
            page.get_by_role("link", name="Sign in again").click()
        sign_in_again(opened.value, newcomer)
        opened.value.close()
        room.button("I am signed in").click()
        expect(page.get_by_text("You have been signed out", exact=True)).to_be_hidden()
        expect(room.box).to_have_value("My answer is long and")
        room.button("Send").click()
        room.wait_until_quiet()
        assert stored(server, room) == ["My answer is long and"]
        room.complete()
        expect(page.get_by_text(re.compile("Interview completed!"))).to_be_visible()


def sign_in_again(page: Page, person: Newcomer) -> None:
    page.get_by_label("Username or e-mail").fill(person.username)
    page.get_by_label("Password", exact=True).fill(person.password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/profile/")


def test_real_mode_gives_no_hints_and_takes_the_time_from_the_server(
    context: BrowserContext, server: Server, newcomer: Newcomer
) -> None:
    page = context.new_page()
    sign_up(page, server.url, newcomer)
    page.clock.install(time="2031-01-01T08:00:00Z")  # this browser's clock is years wrong
    page.goto(f"{server.url}/ai-interview/start/")
    page.get_by_role("radio", name="Real").check()
    page.get_by_label("Length").select_option("15")
    page.get_by_role("button", name="Start Interview").click()
    room = RoomPage(page)
    room.wait_until_open()
    expect(room.button("Hint")).to_be_disabled()
    room.say("Can you give me a hint?")
    kinds = server.rows("select kind from live_chatmessage where session_id = ?", room.session_id)
    assert [kind for (kind,) in kinds] == ["text", "question", "text", "text"]
    expect(page.get_by_role("timer", name="Time left")).to_have_text(re.compile(r"^(15:00|14:\d\d)"))
