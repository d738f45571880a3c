"""A recorded interview in a real browser that speaks: heard as it was spoken, whatever happened meanwhile."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.e2e.browsing import DESKTOP, browsing
from tests.e2e.inviting import invited
from tests.e2e.recorded import (
    chunks,
    complete,
    enter,
    incidents,
    open_review,
    sound_of,
    wait_for,
    wait_until_made,
)
from tests.e2e.room_page import RoomPage
from tests.e2e.speaking import RATE, UNPROCESSED, decoded, likeness, words_in
from tests.server import Server

pytestmark = pytest.mark.e2e

ALIKE = 0.95
CHUNK_MS = 20_000
PLAYED = "() => document.querySelector('[data-heard-media]').currentTime"
IS_PLAYING = """() => {
  const media = document.querySelector("[data-heard-media]");
  return !media.paused && media.currentTime > 0.5;
}"""
IS_BEYOND = "(seconds) => document.querySelector('[data-heard-media]').currentTime > seconds"


def test_what_was_spoken_is_what_is_heard(
    speaker: Browser, server: Server, microphone: Path, tmp_path: Path
) -> None:
    interview = invited(server, seconds=-30, state="running", recorded="sound")
    with browsing(speaker, base_url=server.url, **DESKTOP) as (context, _):
        context.add_init_script(UNPROCESSED)
        page = context.new_page()
        enter(page, interview)
        page.wait_for_timeout(16_000)
        complete(page)
    [sound] = sound_of(server, interview, tmp_path)
    alike, _later = likeness(words_in(microphone), sound)
    print(f"correlation {alike:.4f}")
    assert alike >= ALIKE
    [(total, stored)] = server.rows(
        "select p.total, count(c.id) from live_recordingpart p join live_recordingchunk c on c.part_id = p.id"
        " join live_recording r on r.id = p.recording_id join live_interviewsession s on s.id = r.session_id"
        " where s.interview_id = ? group by p.id",
        interview["id"],
    )
    assert total == stored


def test_the_recruiter_hears_it_in_step_with_the_conversation(
    speaker: Browser, server: Server, microphone: Path, tmp_path: Path
) -> None:
    interview = invited(server, seconds=-30, state="running", recorded="sound")
    with browsing(speaker, base_url=server.url, **DESKTOP) as (context, _):
        context.add_init_script(UNPROCESSED)
        page = context.new_page()
        room = enter(page, interview)
        page.wait_for_timeout(14_000)
        room.say("An index makes reads fast. It costs space and writes.")
        page.wait_for_timeout(3_000)
        complete(page)
    wait_until_made(server, interview)
    with browsing(speaker, base_url=server.url, **DESKTOP) as (context, _):
        page = context.new_page()
        recording = open_review(page, server, interview)
        expect(recording).to_contain_text("Click a sentence")
        expect(recording).to_contain_text("1 gap")  # the half minute before it was entered
        heard = page.request.get(page.locator("[data-heard-media]").get_attribute("src") or "")
        path = tmp_path / "heard.webm"
        path.write_bytes(heard.body())
        assert likeness(words_in(microphone), decoded(path))[0] >= ALIKE
        line = page.locator("[data-hear-from]").filter(has_text="An index makes reads fast")
        line.get_by_role("button", name="Hear").click()
        page.wait_for_function(IS_PLAYING)
        expect(line).to_have_attribute("aria-current", "true")
        begun = page.evaluate(PLAYED)
        words = line.locator("[data-hear-words]").bounding_box()
        assert words
        page.mouse.click(words["x"] + min(words["width"] * 0.5, 300), words["y"] + words["height"] / 2)
        page.wait_for_function(IS_BEYOND, arg=begun + 3, timeout=5_000)
        greeting = page.locator("[data-hear-from]").first
        greeting.evaluate("(line) => { line.dataset.hearFrom = line.dataset.hearUntil = '1'; }")
        greeting.get_by_role("button", name="Hear").click()
        expect(recording.get_by_role("status")).to_have_text("This was not recorded.")


def test_damaged_on_the_way_or_not_acknowledged_it_is_sent_again(
    speaker: Browser, server: Server, microphone: Path, tmp_path: Path
) -> None:
    interview = invited(server, seconds=-30, state="running", recorded="sound")
    did: list[str] = []

    def harm(route: Route) -> None:
        """The second is damaged, the third arrives and its acknowledgement does not."""
        if len(did) == 1:
            body = bytearray(route.request.post_data_buffer or b"")
            body[-3_000] ^= 0xFF
            did.append("damaged")
            route.continue_(post_data=bytes(body))
        elif len(did) == 3:
            route.fetch()
            did.append("not acknowledged")
            route.abort()
        else:
            did.append("let through")
            route.continue_()

    with browsing(speaker, base_url=server.url, expected=("422", "ERR_FAILED"), **DESKTOP) as (context, _):
        context.add_init_script(UNPROCESSED)
        context.route("**/interview/chunk/", harm)
        page = context.new_page()
        enter(page, interview)
        page.wait_for_timeout(16_000)
        complete(page)
    assert {"damaged", "not acknowledged"} <= set(did)
    [sound] = sound_of(server, interview, tmp_path)
    assert likeness(words_in(microphone), sound)[0] >= ALIKE
    assert incidents(server, interview) == []


def test_cut_off_and_reloaded_nothing_of_either_part_is_lost(
    speaker: Browser, server: Server, microphone: Path, tmp_path: Path
) -> None:
    interview = invited(server, seconds=-30, state="running", recorded="sound")
    with browsing(speaker, base_url=server.url, expected=("ERR_FAILED",), **DESKTOP) as (context, _):
        context.add_init_script(UNPROCESSED)
        page = context.new_page()
        enter(page, interview)
        wait_for(page, server, interview, 1)
        context.route("**/interview/chunk/", lambda route: route.abort())
        expect(page.get_by_text(re.compile(r"^\d+ kept on this device"))).to_be_visible(timeout=CHUNK_MS)
        page.wait_for_timeout(8_000)
        before = len(chunks(server, interview))
        page.reload()
        RoomPage(page).wait_until_open()
        context.unroute("**/interview/chunk/")
        expect(page.get_by_role("button", name="Recording sound")).to_be_visible()
        wait_for(page, server, interview, before + 3)
        page.wait_for_timeout(14_000)
        complete(page)
    stored = chunks(server, interview)
    for part in {part for part, *_rest in stored}:
        own = [chunk for chunk in stored if chunk[0] == part]
        assert [number for _part, number, _from, _to in own] == list(range(len(own)))
        assert all(before[3] == after[2] for before, after in itertools.pairwise(own))
    first, second = sound_of(server, interview, tmp_path)
    assert len(first) / RATE > 10
    assert likeness(words_in(microphone), second)[0] >= ALIKE
    assert incidents(server, interview) == []
