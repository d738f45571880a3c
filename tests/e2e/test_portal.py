"""A candidate comes to a company's interview, by the link of the e-mail and by account, in a real browser."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.answers import full_answer, question_in
from tests.e2e.browsing import DESKTOP, FORMATS, browsing, overflow
from tests.e2e.inviting import invited, link
from tests.e2e.people import Newcomer
from tests.e2e.room_page import REPLY_MS, RoomPage
from tests.server import Server

pytestmark = pytest.mark.e2e

START_MS = 45_000


def complete(page: Page) -> None:
    """From the conversation's end, or asked first."""
    asks = not page.get_by_role("heading", name="That was the interview").is_visible()
    page.get_by_role("button", name="Complete interview").click()
    if asks:
        asked = page.get_by_role("dialog", name="Complete the interview?")
        asked.get_by_role("button", name="Complete interview").click()
    expect(page.get_by_role("heading", name="Thank you. Your interview is completed")).to_be_visible(
        timeout=60_000
    )


def session_of(server: Server, interview: dict[str, Any]) -> tuple:
    [row] = server.rows(
        "select status, begun_at from live_interviewsession where interview_id = ?", interview["id"]
    )
    return row


@pytest.mark.parametrize("format_name", FORMATS)
def test_too_early_then_by_itself_to_the_confirmation(chromium: Browser, server: Server, format_name: str) -> None:
    interview = invited(server, seconds=10)
    with browsing(chromium, base_url=server.url, **FORMATS[format_name]) as (context, _):
        page = context.new_page()
        page.goto(link(interview))
        expect(page.get_by_role("timer")).to_have_text(re.compile(r"^00:\d\d$"))
        assert session_of(server, interview) == ("preparing", None)
        page.get_by_role("button", name="I agree and I am ready").click()
        room = RoomPage(page)
        expect(room.log).to_be_visible(timeout=START_MS)
        room.wait_until_open()
        assert session_of(server, interview)[0] == "in_progress"
        answer_all(room)
        expect(page.get_by_role("heading", name="That was the interview")).to_be_visible()
        assert overflow(page) <= 0
        complete(page)
        assert session_of(server, interview)[0] == "completed"
        assert "/100" not in page.get_by_role("main").inner_text()
        page.reload()
        expect(page.get_by_text("How to get your data")).to_be_visible()


def answer_all(room: RoomPage) -> None:
    """Both questions well, until the interviewer says goodbye."""
    over = room.page.get_by_role("heading", name="That was the interview")
    for _ in range(6):
        if over.is_visible():
            return
        room.say(full_answer(question_in(room.question())))
        room.wait_until_quiet()


@pytest.mark.parametrize("days", [-1, 1, -2000, 2000])
def test_the_clock_of_the_device_has_no_say(chromium: Browser, server: Server, days: int) -> None:
    """Wrong by a day, and by years, in both directions."""
    wrong = datetime.now(UTC) + timedelta(days=days)
    interview = invited(server, seconds=3600, consent=True)
    with browsing(chromium, expected=("status of 409",), base_url=server.url, **DESKTOP) as (context, _):
        page = context.new_page()
        page.clock.install(time=wrong)
        page.goto(link(interview))
        expect(page.get_by_role("timer")).to_have_text(re.compile(r"^59:\d\d$"))
        page.clock.fast_forward("30:00")
        expect(page.get_by_role("timer")).to_have_text(re.compile(r"^(29|59):\d\d$"))
        page.clock.fast_forward("31:00")  # to the device it has begun: it asks, and is put right
        expect(page.get_by_role("timer")).to_have_text(re.compile(r"^59:\d\d$"))
        assert session_of(server, interview) == ("preparing", None)


def test_a_page_left_open_over_the_start_shows_that_it_can_begin(chromium: Browser, server: Server) -> None:
    interview = invited(server, seconds=5)
    with browsing(chromium, base_url=server.url, **DESKTOP) as (context, _):
        page = context.new_page()
        page.goto(link(interview))
        begin = page.get_by_role("button", name="I agree, start the interview")
        expect(begin).to_be_visible(timeout=START_MS)
        assert session_of(server, interview) == ("preparing", None)
        begin.click()
        RoomPage(page).wait_until_open()


def test_a_reload_and_a_second_tab_go_on_with_what_was_typed(chromium: Browser, server: Server) -> None:
    interview = invited(server, seconds=-30, state="running")
    with browsing(chromium, base_url=server.url, **DESKTOP) as (context, _):
        page = context.new_page()
        page.goto(link(interview))
        room = RoomPage(page)
        room.wait_until_open()
        room.box.press_sequentially("I would begin wi")
        page.reload()
        room.wait_until_open()
        expect(room.box).to_have_value("I would begin wi")
        second = RoomPage(context.new_page())
        second.page.goto(link(interview))
        second.wait_until_open()
        expect(page.get_by_role("heading", name="The interview is open in another tab")).to_be_visible()
        page.get_by_role("button", name="Use here").click()
        room.wait_until_open()
        assert room.say("Could you repeat the question, please?")


def test_leaving_and_coming_back(chromium: Browser, server: Server) -> None:
    interview = invited(server, seconds=-30, state="running")
    with browsing(chromium, base_url=server.url, **DESKTOP) as (context, _):
        page = context.new_page()
        page.goto(link(interview))
        RoomPage(page).wait_until_open()
        page.get_by_role("link", name="Leave").click()
        page.get_by_role("link", name="Resume the interview").click()
        RoomPage(page).wait_until_open()


def test_asking_for_a_person_leaves_the_interview_open(chromium: Browser, server: Server) -> None:
    interview = invited(server, seconds=-30, state="running")
    with browsing(chromium, base_url=server.url, **DESKTOP) as (context, _):
        page = context.new_page()
        page.goto(link(interview))
        room = RoomPage(page)
        room.wait_until_open()
        page.get_by_role("button", name="Ask for a person").click()
        asking = page.get_by_role("dialog", name="Ask for a person")
        asking.get_by_role("textbox").fill("I would rather speak with somebody.")
        asking.get_by_role("button", name="Send this request").click()
        expect(asking.get_by_role("status")).to_contain_text("The company has been told")
        asking.get_by_role("button", name="Close").click()
        assert room.say("Could you repeat the question, please?")
    notes = server.rows("select note from interviews_personrequest where interview_id = ?", interview["id"])
    assert notes == [("I would rather speak with somebody.",)]


def test_the_tile_says_what_the_interviewer_does(chromium: Browser, server: Server) -> None:
    interview = invited(server, seconds=-30, state="running")
    with browsing(chromium, base_url=server.url, **DESKTOP) as (context, _):
        page = context.new_page()
        page.goto(link(interview))
        room = RoomPage(page)
        room.wait_until_open()
        tile = page.get_by_role("figure").filter(has_text="Interviewer (AI)")
        expect(tile).to_contain_text("listens", timeout=REPLY_MS)
        room.say("Could you repeat the question, please?")
        expect(tile).to_contain_text("asks")
        question = page.get_by_role("region", name="Current question")
        expect(question).to_contain_text("Question 1 of 2")
        asked = question.get_by_role("group", name="The question")
        assert question_in(asked.inner_text()) == question_in(room.question())
        expect(room.button("Microphone off")).to_have_attribute("aria-disabled", "true")


def test_by_account_from_the_dashboard_to_the_room(candidate: Page, server: Server, newcomer: Newcomer) -> None:
    interview = invited(server, seconds=-30, username=newcomer.username)
    candidate.goto("/profile/")
    candidate.get_by_role("navigation", name="Main").get_by_role("link", name="Invitations").click()
    copies_by_keyboard(candidate, f"{server.url}/interview/ready/{interview['uuid']}/")
    candidate.goto(f"/interview/start/{interview['uuid']}/")
    assert candidate.url == f"{server.url}/interview/ready/{interview['uuid']}/"
    start = candidate.get_by_role("button", name="Start Interview")
    start.click()  # not without both ticks: the browser asks for them
    assert session_of(server, interview) == ("preparing", None)
    for box in candidate.get_by_role("checkbox").all():
        box.check()
    start.click()
    RoomPage(candidate).wait_until_open()
    assert candidate.url == f"{server.url}/interview/start/{interview['uuid']}/"
    complete(candidate)
    assert candidate.url == f"{server.url}/interview/ready/{interview['uuid']}/"


def copies_by_keyboard(page: Page, link: str) -> None:
    copy = page.get_by_role("button", name="Copy")
    copy.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == link


def test_by_account_it_starts_by_itself_after_consent(candidate: Page, server: Server, newcomer: Newcomer) -> None:
    interview = invited(server, seconds=10, username=newcomer.username)
    candidate.goto(f"/interview/ready/{interview['uuid']}/")
    start = candidate.get_by_role("button", name="Start Interview")
    expect(start).to_be_disabled()
    for box in candidate.get_by_role("checkbox").all():
        box.check()
    candidate.get_by_role("button", name="I agree and I am ready").click()
    expect(candidate.get_by_text("You agreed on")).to_be_visible()
    room = RoomPage(candidate)
    expect(room.log).to_be_visible(timeout=START_MS)
    room.wait_until_open()


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_time_is_chosen_by_link(chromium: Browser, server: Server, format_name: str) -> None:
    interview = invited(server, state="unscheduled", slots=6)
    with browsing(chromium, base_url=server.url, timezone_id="Europe/Berlin", **FORMATS[format_name]) as (
        context,
        _,
    ):
        page = context.new_page()
        page.goto(link(interview))
        page.get_by_role("link", name="Choose a time").click()
        expect(page.get_by_text("Times are shown in Europe/Berlin")).to_be_visible()
        expect(page.get_by_text("full").first).to_be_visible()
        page.get_by_role("main").get_by_role("button", name=re.compile(r"^\d\d:\d\d")).first.click()
        expect(page.get_by_role("timer")).to_be_visible()
        expect(page.get_by_text("For you (Europe/Berlin)")).to_be_visible()
    booked = server.rows("select status from scheduling_interviewschedule where interview_id = ?", interview["id"])
    assert booked == [("booked",)]


def test_the_whole_meeting_is_worked_by_keyboard(chromium: Browser, server: Server) -> None:
    interview = invited(server, seconds=-30, state="running")
    with browsing(chromium, base_url=server.url, **DESKTOP) as (context, _):
        page = context.new_page()
        page.goto(link(interview))
        room = RoomPage(page)
        room.wait_until_open()
        reached = []
        for _ in range(14):
            page.keyboard.press("Tab")
            reached.append(
                page.evaluate("document.activeElement.innerText || document.activeElement.ariaLabel || ''")
            )
        names = " | ".join(reached)
        for control in ("Ask for a person", "Leave", "Complete interview"):
            assert control in names, names
        room.box.focus()
        page.keyboard.type("Could you repeat the question, please?")
        page.keyboard.press("Enter")
        room.wait_until_quiet()
        assert room.said("candidate") == ["Could you repeat the question, please?"]
