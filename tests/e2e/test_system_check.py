"""The system check before a company's interview: what passes by itself, what is asked for, and the remedies."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.browsing import DESKTOP, browsing
from tests.e2e.inviting import invited, link
from tests.e2e.people import Newcomer
from tests.server import Server

pytestmark = pytest.mark.e2e


def test_the_system_check_passes_and_says_what_to_do_where_it_does_not(
    candidate: Page, server: Server, newcomer: Newcomer
) -> None:
    interview = invited(server, seconds=3600, username=newcomer.username)
    candidate.goto(f"/interview/ready/{interview['uuid']}/")
    for name in ("Browser", "Connection"):
        expect(line(candidate, name)).to_contain_text("Works")
    for name in ("Microphone", "Camera", "Speaker"):
        expect(line(candidate, name)).to_contain_text("Skipped")
    for name, remedy in (("Microphone", "Allow the microphone"), ("Camera", "Allow the camera")):
        line(candidate, name).get_by_role("button").click()
        expect(line(candidate, name)).to_contain_text(remedy)
        expect(line(candidate, name)).to_contain_text("Does not work")


def line(page: Page, name: str) -> Locator:
    checks = page.get_by_role("region", name="System check").get_by_role("listitem")
    return checks.filter(has=page.get_by_text(re.compile(f"^{name}\\b")).first)


def test_with_devices_the_check_hears_sees_and_asks(chromium: Browser, server: Server) -> None:
    interview = invited(server, seconds=3600)
    with browsing(chromium, base_url=server.url, **DESKTOP) as (context, _):
        page = context.new_page()
        page.add_init_script(DEVICES)
        page.goto(link(interview))
        for name in ("Microphone", "Camera", "Speaker"):
            line(page, name).get_by_role("button", name="Test").click()
        expect(line(page, "Microphone")).to_contain_text("Works", timeout=15_000)
        expect(line(page, "Camera")).to_contain_text("Works")
        line(page, "Speaker").get_by_role("button", name="Yes").click()
        expect(line(page, "Speaker")).to_contain_text("Works")


# A microphone that hums and a camera that sees a moving colour, as streams of the page's own making.
DEVICES = """
navigator.mediaDevices.getUserMedia = async ({ audio }) => {
  if (audio) {
    const context = new AudioContext();
    const tone = context.createOscillator();
    const out = context.createMediaStreamDestination();
    tone.connect(out);
    tone.start();
    return out.stream;
  }
  const canvas = document.createElement("canvas");
  const ink = canvas.getContext("2d");
  setInterval(() => { ink.fillStyle = `hsl(${Date.now() % 360} 50% 50%)`; ink.fillRect(0, 0, 300, 150); }, 50);
  return canvas.captureStream(20);
};
"""
