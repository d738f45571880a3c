"""A newcomer's first interview by keyboard alone: no pointer moves, no element is focused by the test."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.answers import problem_of, question_in
from tests.e2e.browsing import DESKTOP, browsing
from tests.e2e.people import Newcomer
from tests.e2e.room_page import JUDGE_MS, RoomPage
from tests.server import Server

pytestmark = pytest.mark.e2e

MOST_STOPS = 60


def reach(page: Page, target: Locator, key: str = "Tab") -> None:
    """Press Tab (or `key`) until `target` has the focus, and shows it."""
    for _ in range(MOST_STOPS):
        if target.evaluate("element => element === document.activeElement"):
            assert target.evaluate("element => element.matches(':focus-visible')")
            return
        page.keyboard.press(key)
    pytest.fail(f"{target} is not reached by {key}")


def fill_in(page: Page, label: str, text: str) -> None:
    reach(page, page.get_by_label(label, exact=True))
    page.keyboard.type(text)


def test_a_first_interview_by_keyboard_alone(chromium: Browser, server: Server, newcomer: Newcomer) -> None:
    with browsing(chromium, base_url=server.url, **DESKTOP) as (context, _):
        page = context.new_page()
        sign_up_by_keyboard(page, newcomer)
        room = start_by_keyboard(page)
        answer_by_keyboard(room)
        code_by_keyboard(room)
        complete_by_keyboard(room)


def sign_up_by_keyboard(page: Page, newcomer: Newcomer) -> None:
    page.goto("/")
    reach(page, page.get_by_role("link", name="Sign up"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/signup/")
    fill_in(page, "Name", newcomer.name)
    fill_in(page, "Username", newcomer.username)
    fill_in(page, "E-mail", newcomer.email)
    fill_in(page, "Password", newcomer.password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/profile/")


def start_by_keyboard(page: Page) -> RoomPage:
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    reach(page, page.get_by_role("main").get_by_role("link", name="Start Interview"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/start/")
    reach(page, page.get_by_label("Kind"))
    page.keyboard.type("Coding")
    reach(page, page.get_by_role("button", name="Start Interview"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/interview/*/")
    room = RoomPage(page)
    room.wait_until_open()
    return room


def answer_by_keyboard(room: RoomPage) -> None:
    reach(room.page, room.box)
    room.page.keyboard.type("Sorry.")
    room.page.keyboard.press("Shift+Enter")
    room.page.keyboard.type("I don't know.")
    before = room.messages("interviewer").count()
    room.page.keyboard.press("Enter")
    room.replies(since=before)
    assert room.said("candidate") == ["Sorry.\nI don't know."]
    expect(room.box).to_be_focused()


def code_by_keyboard(room: RoomPage) -> None:
    page, problem = room.page, problem_of(question_in(room.question()))
    reach(page, room.editor)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(problem.solutions["python"])
    page.keyboard.press("Tab")
    expect(room.editor).to_be_focused()  # Tab indents
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(room.editor).not_to_be_focused()
    reach(page, room.button("Submit"), "Shift+Tab")
    page.keyboard.press("Enter")
    expect(room.results.get_by_text("tests passed")).to_be_visible(timeout=JUDGE_MS)
    reach(page, room.results.get_by_role("button", name="Test 1"))
    page.keyboard.press("Enter")
    expect(room.results.get_by_role("group", name="Expected")).to_be_visible()


def complete_by_keyboard(room: RoomPage) -> None:
    page = room.page
    room.wait_until_quiet()
    reach(page, page.get_by_role("button", name="Complete interview"), "Shift+Tab")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Complete the interview?")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Complete interview")).to_be_focused()
    page.keyboard.press("Enter")
    reach(page, dialog.get_by_role("button", name="Complete interview"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/profile/", timeout=60_000)
    expect(page.get_by_text("Interview completed! Overall score: ")).to_be_visible()
