"""What goes wrong with a recording harms neither the interview nor the rest of it, and the company is told."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.e2e.browsing import DESKTOP, browsing
from tests.e2e.inviting import invited, link
from tests.e2e.recorded import (
    STORED,
    chunks,
    complete,
    enter,
    incidents,
    open_review,
    wait_for,
    wait_until_made,
)
from tests.e2e.room_page import RoomPage
from tests.server import Server

pytestmark = pytest.mark.e2e

CHUNK_MS = 20_000
TROUBLES = {
    "microphone_denied": (
        "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', 'NotAllowedError'); };",
        "does not let this page use the microphone",
    ),
    "microphone_missing": (
        "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', 'NotFoundError'); };",
        "No microphone was found",
    ),
    "recorder_unsupported": ("delete window.MediaRecorder;", "This browser cannot record"),
}


def test_a_second_tab_goes_on_with_a_part_of_its_own(speaker: Browser, server: Server) -> None:
    interview = invited(server, seconds=-30, state="running", recorded="sound")
    with browsing(speaker, base_url=server.url, **DESKTOP) as (context, _):
        page = context.new_page()
        enter(page, interview)
        wait_for(page, server, interview, 1)
        other = context.new_page()
        enter(other, interview)
        expect(page.get_by_role("heading", name="The interview is open in another tab")).to_be_visible()
        wait_for(page, server, interview, 3)
        complete(other)
    parts = {part for part, *_rest in chunks(server, interview)}
    ended = server.rows(
        f"select distinct p.id {STORED.replace('where', 'where p.total is not null and')}", interview["id"]
    )
    assert len(parts) == len(ended) == 2


def test_a_piece_that_is_lost_is_a_gap_and_the_rest_stays_in_its_place(speaker: Browser, server: Server) -> None:
    interview = invited(server, seconds=-30, state="running", recorded="sound")
    told = {"code": "conflict", "detail": "No.", "retry": False}
    did: list[bool] = []

    def lose_the_third(route: Route) -> None:
        did.append(True)
        if len(did) == 3:
            route.fulfill(status=409, json=told)
        else:
            route.continue_()

    with browsing(speaker, base_url=server.url, expected=("409",), **DESKTOP) as (context, _):
        context.route("**/interview/chunk/", lose_the_third)
        page = context.new_page()
        enter(page, interview)
        wait_for(page, server, interview, 4)
        complete(page)
    assert incidents(server, interview) == ["chunk_lost"]
    stored = chunks(server, interview)
    assert [number for _part, number, _from, _to in stored][:4] == [0, 1, 3, 4]
    wait_until_made(server, interview)
    with browsing(speaker, base_url=server.url, **DESKTOP) as (context, _):
        page = context.new_page()
        recording = open_review(page, server, interview)
        recording.get_by_text("2 gaps").click()
        lost = round((stored[2][2] - stored[1][3]) / 1000)
        expect(recording.get_by_text(f"{lost} seconds are not recorded", exact=True).last).to_be_visible()
        expect(page.get_by_text("A piece of the recording was lost")).to_be_visible()
        page.wait_for_function("() => document.querySelector('[data-heard-media]').duration > 0")
        seconds = page.evaluate("document.querySelector('[data-heard-media]').duration")
        assert abs(seconds - stored[-1][3] / 1000) < 1


@pytest.mark.parametrize("kind", TROUBLES)
def test_without_a_microphone_the_interview_goes_on_and_the_company_is_told(
    speaker: Browser, server: Server, kind: str
) -> None:
    script, words = TROUBLES[kind]
    interview = invited(server, seconds=-30, state="running", recorded="sound")
    with browsing(speaker, base_url=server.url, **DESKTOP) as (context, _):
        context.add_init_script(f"if (navigator.mediaDevices) {{ {script} }}")
        page = context.new_page()
        page.goto(link(interview))
        room = RoomPage(page)
        expect(page.get_by_text(words)).to_be_visible()
        expect(page.get_by_role("button", name="Not recording")).to_be_visible()
        room.wait_until_open()
        assert room.say("Could you repeat the question, please?")
    assert incidents(server, interview) == [kind]


def test_where_there_is_no_room_the_recording_ends_and_the_interview_does_not(
    speaker: Browser, server: Server
) -> None:
    interview = invited(server, seconds=-30, state="running", recorded="sound")
    told = {"code": "quota", "detail": "Full.", "retry": False}
    with browsing(speaker, base_url=server.url, expected=("507",), **DESKTOP) as (context, _):
        context.route("**/interview/chunk/", lambda route: route.fulfill(status=507, json=told))
        page = context.new_page()
        room = enter(page, interview)
        expect(page.get_by_text("no room for the recording")).to_be_visible(timeout=CHUNK_MS)
        assert room.say("Could you repeat the question, please?")
        complete(page)
    assert incidents(server, interview) == ["storage_full"]


def test_what_is_recorded_is_told_and_who_does_not_agree_is_not_recorded(speaker: Browser, server: Server) -> None:
    interview = invited(server, seconds=-5, recorded="sound")
    with browsing(speaker, base_url=server.url, **DESKTOP) as (context, _):
        page = context.new_page()
        page.goto(link(interview))
        expect(page.get_by_text("if you agree to it, your voice")).to_be_visible()
        page.get_by_role("button", name="I agree, but not to my voice").click()
        RoomPage(page).wait_until_open()
        expect(page.get_by_role("button", name="Recording")).to_have_count(0)
    other = invited(server, seconds=-5, recorded="sound")
    with browsing(speaker, base_url=server.url, **DESKTOP) as (context, _):
        page = context.new_page()
        page.goto(link(other))
        page.get_by_role("button", name="I agree, start the interview").click()
        page.get_by_role("button", name="Recording sound").click()
        told = page.get_by_role("dialog", name="What is recorded")
        expect(told).to_contain_text("It is kept for 365 days")
