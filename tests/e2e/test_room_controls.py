"""What a candidate switches in the meeting room: mute, camera, captions, devices; each is remembered and told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.browsing import DESKTOP, PHONE, browsing, keep_picture, overflow
from tests.e2e.inviting import invited, link
from tests.e2e.recorded import (
    chunks,
    complete,
    enter,
    open_review,
    sound_of,
    wait_for,
    wait_until_made,
)
from tests.e2e.room_page import RoomPage
from tests.e2e.speaking import RATE, UNPROCESSED
from tests.server import Server

pytestmark = pytest.mark.e2e

SILENT = 0.003
LOUD = 0.05
SEEN = """() => {
  const video = document.querySelector("[data-meeting=own-picture]");
  return !video.hidden && video.videoWidth > 0 && video.currentTime > 0;
}"""
SHOWN = "() => document.querySelector('[data-heard-media]').videoWidth > 0"
LASTS = "() => document.querySelector('[data-heard-media]').duration"


def test_muted_by_key_the_recording_holds_silence_and_says_so(
    speaker: Browser, server: Server, tmp_path: Path
) -> None:
    interview = invited(server, seconds=-30, state="running", recorded="sound")
    with browsing(speaker, base_url=server.url, **DESKTOP) as (context, _):
        context.add_init_script(UNPROCESSED)
        page = context.new_page()
        room = enter(page, interview)
        mute = room.button("Mute")
        room.box.focus()
        page.keyboard.press("Alt+m")
        expect(mute).to_have_attribute("aria-pressed", "true")
        expect(page.get_by_role("button", name="Recording: you are muted")).to_be_visible()
        expect(page.get_by_text("You are muted: nothing is heard")).to_be_visible()
        keep_picture(page, "room-muted")
        page.reload()
        room.wait_until_open()
        expect(mute).to_have_attribute("aria-pressed", "true")
        expect(page.get_by_role("button", name="Recording: you are muted")).to_be_visible()
        page.wait_for_timeout(7_000)  # the words begin three seconds after the microphone is opened
        page.keyboard.press("Alt+m")
        expect(page.get_by_role("button", name="Recording sound")).to_be_visible()
        page.wait_for_timeout(5_000)
        complete(page)
    sound = sound_of(server, interview, tmp_path)[-1]
    assert len(sound) / RATE > 9
    assert np.abs(sound[: 6 * RATE]).max() < SILENT
    assert np.abs(sound[8 * RATE :]).max() > LOUD


def test_the_picture_is_seen_recorded_and_plays_back_and_the_camera_goes_off_and_on(
    speaker: Browser, server: Server
) -> None:
    interview = invited(server, seconds=-30, state="running", recorded="picture")
    with browsing(speaker, base_url=server.url, **DESKTOP) as (context, _):
        page = context.new_page()
        page.goto(link(interview))
        room = RoomPage(page)
        room.wait_until_open()
        expect(page.get_by_role("button", name="Recording sound and picture")).to_be_visible()
        page.wait_for_function(SEEN)
        keep_picture(page, "room-camera")
        wait_for(page, server, interview, 2)
        page.keyboard.press("Alt+v")
        expect(page.get_by_role("button", name="Recording sound", exact=False)).to_have_accessible_name(
            "Recording sound"
        )
        expect(room.button("Camera")).to_have_attribute("aria-pressed", "false")
        room.button("Camera").click()
        expect(page.get_by_role("button", name="Recording sound and picture")).to_be_visible()
        page.wait_for_function(SEEN)
        before = len(chunks(server, interview))
        wait_for(page, server, interview, before + 2)
        complete(page)
    wait_until_made(server, interview)
    with browsing(speaker, base_url=server.url, **DESKTOP) as (context, _):
        page = context.new_page()
        open_review(page, server, interview)
        page.wait_for_function(SHOWN)
        assert page.locator("[data-heard-media]").evaluate("(media) => media.localName") == "video"
        assert page.evaluate(LASTS) > 4


def test_devices_are_chosen_by_name_and_remembered(speaker: Browser, server: Server) -> None:
    interview = invited(server, seconds=-5, recorded="picture")
    with browsing(speaker, base_url=server.url, **DESKTOP) as (context, _):
        page = context.new_page()
        page.goto(link(interview))
        check = page.get_by_role("group", name="Your devices")
        expect(check.get_by_label("Camera").locator("option")).not_to_have_count(1)
        microphone = choose_second(check.get_by_label("Microphone"))
        keep_picture(page, "ready-devices")
        page.get_by_role("button", name="I agree, start the interview").click()
        room = RoomPage(page)
        room.wait_until_open()
        assert opened(page) == microphone
        wait_for(page, server, interview, 1)
        room.button("Settings").click()
        dialog = page.get_by_role("dialog", name="Sound and picture")
        expect(dialog.get_by_label("Microphone")).to_have_value(microphone)
        expect(dialog.get_by_label("Camera")).to_be_visible()
        keep_picture(page, "room-settings")
        dialog.get_by_label("Microphone").select_option(index=0)
        dialog.get_by_role("button", name="Done").click()
        expect(page.get_by_role("button", name="Recording sound and picture")).to_be_visible()
        before = len(chunks(server, interview))
        wait_for(page, server, interview, before + 2)
    assert len({part for part, *_rest in chunks(server, interview)}) == 2, "another device is another part"


def choose_second(menu: Locator) -> str:
    """The second of the devices that it names; its id."""
    value = menu.locator("option").nth(2).get_attribute("value")
    assert value
    menu.select_option(value)
    return value


def opened(page: Page) -> str:
    """The microphone that is recorded."""
    page.wait_for_function(SEEN)
    script = "(video) => video.srcObject.getAudioTracks()[0].getSettings().deviceId"
    return str(page.locator("[data-meeting=own-picture]").evaluate(script))


def test_on_a_phone_every_control_is_in_reach(speaker: Browser, server: Server) -> None:
    interview = invited(server, seconds=-30, state="running", recorded="picture")
    with browsing(speaker, base_url=server.url, **PHONE) as (context, _):
        page = context.new_page()
        page.goto(link(interview))
        RoomPage(page).wait_until_open()
        page.wait_for_function(SEEN)
        keep_picture(page, "room-camera-phone")
        assert overflow(page) <= 0
        for name in ("Mute", "Camera", "Settings", "Ask for a person", "Complete interview"):
            box = page.get_by_role("button", name=name, exact=True).bounding_box()
            assert box
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 390, name
            assert min(box["width"], box["height"]) >= 40, name
