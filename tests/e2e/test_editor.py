"""The editor on both formats: another language, one's own input, what was wrong, and a run given up."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.browsing import FORMATS, browsing, overflow
from tests.e2e.looking import violations
from tests.e2e.people import sign_in
from tests.e2e.room_page import RoomPage
from tests.server import Server, serving

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def judged(chromium: Browser) -> Iterator[Server]:
    with serving("tests.e2e.judging_server", DJANGO_SETTINGS_MODULE="tests.e2e.settings") as running:
        yield running


@pytest.fixture(params=FORMATS)
def room(request: pytest.FixtureRequest, chromium: Browser, judged: Server) -> Iterator[RoomPage]:
    with browsing(chromium, base_url=judged.url, **FORMATS[request.param]) as (context, _):
        page = context.new_page()
        sign_in(page, judged.url)
        page.goto("/ai-interview/start/")
        page.get_by_role("button", name="Start Interview").click()
        room = RoomPage(page)
        room.wait_until_open()
        room.tab("Code")
        yield room


def menu(room: RoomPage):
    return room.page.get_by_label("Coding language")


def look(room: RoomPage, name: str) -> None:
    """Nothing for axe-core to find, nothing to scroll sideways."""
    assert list(violations(room.page, name)) == []
    assert overflow(room.page) <= 0


def test_each_language_keeps_what_was_typed_in_it(room: RoomPage) -> None:
    assert menu(room).locator("option").all_inner_texts() == ["Python", "JavaScript", "Java"]
    expect(menu(room)).to_have_value("python")
    room.write_code("# mine in Python")
    menu(room).select_option("javascript")
    expect(room.editor).to_contain_text("function evens(numbers)")
    room.write_code("// mine in JavaScript")
    menu(room).select_option("java")
    expect(room.editor).to_contain_text("public int[] evens(int[] numbers)")
    menu(room).select_option("python")
    expect(room.editor).to_have_text("# mine in Python")
    menu(room).select_option("javascript")
    room.wait_until_quiet()
    look(room, "another language")

    room.page.evaluate("localStorage.clear()")  # as on another device: only the server knows
    room.page.reload()
    room.wait_until_open()
    room.tab("Code")
    expect(menu(room)).to_have_value("javascript")
    expect(room.editor).to_have_text("// mine in JavaScript")
    menu(room).select_option("python")
    expect(room.editor).to_have_text("# mine in Python")


def test_a_language_typed_and_chosen_without_a_connection_is_there_after_a_reload(room: RoomPage) -> None:
    room.wait_until_quiet()
    room.page.evaluate("WebSocket.prototype.send = () => undefined")  # nothing leaves the page any more
    menu(room).select_option("javascript")
    room.write_code("// unheard")
    room.page.reload()
    room.wait_until_open()
    room.tab("Code")
    expect(menu(room)).to_have_value("javascript")
    expect(room.editor).to_have_text("// unheard")


def test_own_input_shows_what_comes_of_it_and_says_what_is_wrong_with_it(room: RoomPage) -> None:
    page = room.page
    page.get_by_text("Your input", exact=True).click()
    box = page.get_by_label("Arguments, one a line, as JSON")
    assert box.input_value().startswith("[1, 2, 3,")
    box.fill("[7, 8")
    page.get_by_role("button", name="Run with this input").click()
    fault = page.locator("#room-own-fault")
    expect(fault).to_contain_text("This is not JSON")
    expect(box).to_be_focused()
    look(room, "a fault in one's own input")
    box.fill("[7, 8]\n9")
    page.get_by_role("button", name="Run with this input").click()
    expect(fault).to_contain_text("evens takes 1 argument, and 2 are given.")
    box.fill("[7, 8]")
    box.press("Control+Enter")
    expect(room.results.get_by_text("Your input: it ran to its end")).to_be_visible()
    expect(room.results.get_by_role("group", name="Got")).to_have_text("[8]")
    expect(room.results.get_by_role("group", name="Printed")).to_have_text("2 given")
    expect(room.results.get_by_role("group", name="Expected")).to_have_count(0)
    look(room, "one's own input")


def test_a_wrong_answer_is_set_against_the_expected_one(room: RoomPage) -> None:
    room.write_code("# wrong")
    assert [chip.split()[-1] for chip in room.judge("Run")] == ["Wrong", "Passed"]
    difference = room.results.get_by_role("group", name="Difference")
    expect(difference).to_contain_text("5 parts are missing, 2 parts are not expected")
    parts = [" ".join(part.split()) for part in difference.locator("[data-diff]").all_inner_texts()]
    assert parts[0] == "+ Not expected: 1"
    assert "− Missing: 22" in parts
    look(room, "a difference")


def test_what_waits_shows_its_place_and_can_be_stopped(room: RoomPage, judged: Server) -> None:
    room.write_code("# wait")
    room.button("Run").click()
    expect(room.results.get_by_text("2 before you")).to_be_visible()
    look(room, "a queue")
    room.button("Stop").click()
    expect(room.results.get_by_text("Stopped. It does not count.")).to_be_visible()
    room.write_code("# wait")
    room.button("Submit").click()
    expect(room.results.get_by_text("2 before you")).to_be_visible()
    room.button("Stop").click()
    expect(room.results.get_by_text("Stopped. It does not count.")).to_be_visible()
    room.write_code("# right")
    room.button("Submit").click()
    expect(room.page.get_by_text("3 of 3 tests passed").first).to_be_attached()
    stored = judged.rows(
        "select mode, verdict from live_codesubmission where session_id = ? order by number", room.session_id
    )
    assert stored == [("run", "STOPPED"), ("submit", "STOPPED"), ("submit", "AC")]
