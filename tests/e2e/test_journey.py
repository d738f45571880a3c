"""A person practises an interview, from the first click to the score, on a desktop and on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.browsing import FORMATS, browsing, overflow
from tests.e2e.interviewing import solve, talk_until_code
from tests.e2e.people import Newcomer, sign_in, sign_up
from tests.e2e.room_page import RoomPage
from tests.server import Server
from viva.insights.figures import whole

pytestmark = pytest.mark.e2e

PROMISES = [
    "Personalized problems",
    "Real-time AI guidance",
    "Interactive chat",
    "Built-in code editor",
    "Comprehensive feedback",
]


def entry_points(page: Page) -> dict[str, object]:
    bar = page.get_by_role("navigation", name="Main")
    return {
        "bar": lambda: (page.goto("/insights/"), bar.get_by_role("link", name="Start Interview").click()),
        "hero": lambda: (
            page.goto("/profile/"),
            page.get_by_role("main").get_by_role("link", name="Start Interview").click(),
        ),
        "banner": lambda: (
            page.goto("/interviews/"),
            page.get_by_role("main").get_by_role("link", name="Start Interview").click(),
        ),
    }


@pytest.mark.parametrize("format_name", FORMATS)
def test_three_ways_lead_to_the_start_page_already_filled_in(
    chromium: Browser, server: Server, format_name: str
) -> None:
    with browsing(chromium, base_url=server.url, **FORMATS[format_name]) as (context, _):
        page = context.new_page()
        sign_in(page, server.url)
        for way, go in entry_points(page).items():
            go()
            assert page.url == f"{server.url}/ai-interview/start/", way
        expect(page.get_by_role("heading", level=1)).to_have_text("AI Coding Interview")
        expect(page.get_by_text("Welcome, Chandra.")).to_be_visible()
        promises = page.get_by_role("region", name="What you'll experience:")
        assert promises.get_by_role("listitem").all_inner_texts() == PROMISES
        expect(page.get_by_label("Role")).to_have_value("Backend engineer")
        expect(page.get_by_label("Kind")).to_have_value("technical")
        expect(page.get_by_label("Difficulty")).to_have_value("medium")
        expect(page.get_by_label("Length")).to_have_value("30")
        expect(page.get_by_label("Coding language")).to_have_value("python")
        expect(page.get_by_role("radio", name="Practice")).to_be_checked()
        assert overflow(page) <= 0


@pytest.mark.parametrize("format_name", FORMATS)
def test_the_journey_from_start_to_score(
    chromium: Browser, server: Server, newcomer: Newcomer, format_name: str
) -> None:
    with browsing(chromium, base_url=server.url, **FORMATS[format_name]) as (context, _):
        page = context.new_page()
        sign_up(page, server.url, newcomer)
        room = begin_by_one_click(page, server)
        talk_until_code(room)
        solve(room)
        room.complete()
        see_the_score(page, server, room_title(server))
        see_the_result(page)
        see_list_and_insights(page)


def begin_by_one_click(page: Page, server: Server) -> RoomPage:
    """The script is held back for a moment, so that the database shows what stands before the room begins."""
    held = []
    page.route("**/dist/room.js", lambda route: held.append(route))
    page.get_by_role("main").get_by_role("link", name="Start Interview").click()
    page.get_by_role("button", name="Start Interview").click(no_wait_after=True)
    expect(page.get_by_role("heading", level=1)).to_have_text("AI Interview Session")
    room = RoomPage(page)
    assert session(server, room) == ("preparing", None, "scheduled")
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()
    page.unroute("**/dist/room.js")
    room.wait_until_open()
    status, begun_at, interview = session(server, room)
    assert (status, interview) == ("in_progress", "in_progress")
    assert begun_at
    assert room.messages().first.get_attribute("data-speaker") == "interviewer"
    return room


def session(server: Server, room: RoomPage) -> tuple[str, str | None, str]:
    [row] = server.rows(
        "select s.status, s.begun_at, i.status from live_interviewsession s"
        " join interviews_interview i on i.id = s.interview_id where s.id = ?",
        room.session_id,
    )
    return row


def room_title(server: Server) -> str:
    [(title,)] = server.rows("select title from interviews_interview order by id desc limit 1")
    return title


def see_the_score(page: Page, server: Server, title: str) -> None:
    [row] = server.rows(
        "select overall_score, communication_score, problem_solving_score, code_quality_score, title, status,"
        " description, difficulty, started_at, ended_at from interviews_interview order by id desc limit 1"
    )
    [(hints,)] = server.rows(
        "select sum(hints_used) from interviews_interviewresponse"
        " where interview_id = (select max(id) from interviews_interview)"
    )
    overall, *others, stored_title, status, description, difficulty, started, ended = row
    score = f"{whole(overall)}/100"
    expect(page.get_by_text(f"Interview completed! Overall score: {score}")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ready for next?")
    recent = page.get_by_role("region", name="Recent interviews").get_by_role("listitem")
    expect(recent.first).to_contain_text(title)
    expect(recent.first).to_contain_text(f"({score})")
    assert all(0 <= value <= 100 for value in (overall, *others))
    assert (stored_title, status, hints) == (title, "completed", 1)
    assert title.startswith("AI Interview - ")
    assert title != "AI Interview - Practice"
    assert description
    assert difficulty in {"easy", "medium", "hard"}
    assert ended > started


def see_the_result(page: Page) -> None:
    page.get_by_role("region", name="Recent interviews").get_by_role("link").nth(1).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("AI Interview - ")
    assert page.get_by_role("mark").count() > 0
    expect(page.get_by_text("1 hint used")).to_be_visible()
    expect(page.get_by_text(re.compile(r"^(\d+) of \1 tests passed$"))).to_be_visible()
    assert page.get_by_text(re.compile(r"^Hidden test 1\b(?!\d)")).count() == 1
    page.get_by_text("A model answer").first.click()
    page.get_by_role("region", name="Transcript").get_by_text("Transcript").click()
    expect(page.get_by_text("Could you repeat the question, please?")).to_be_visible()
    expect(page.get_by_text("You submitted your code").first).to_be_visible()
    expect(page.get_by_role("heading", name="What to practise next")).to_be_visible()
    assert overflow(page) <= 0


def see_list_and_insights(page: Page) -> None:
    page.goto("/interviews/?status=completed&type=technical")
    expect(page.get_by_role("table").get_by_role("row")).to_have_count(2)
    page.goto("/interviews/?status=scheduled")
    expect(page.get_by_text("None fits these filters")).to_be_visible()
    page.goto("/insights/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Insights")
    expect(page.get_by_text("Average score")).to_be_visible()
    assert overflow(page) <= 0
