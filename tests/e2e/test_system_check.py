"""The system check before a company's interview: what passes by itself, what is asked for, and the remedies."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.browsing import DESKTOP, browsing
from tests.e2e.inviting import invited, link
from tests.e2e.people import Newcomer
from tests.server import Server
from tests.waiting import wait_until

pytestmark = pytest.mark.e2e


def test_the_system_check_passes_and_says_what_to_do_where_it_does_not(
    candidate: Page, server: Server, newcomer: Newcomer
) -> None:
    interview = invited(server, seconds=3600, username=newcomer.username)
    candidate.add_init_script(REFUSED)
    candidate.goto(f"/interview/ready/{interview['uuid']}/")
    for name in ("Browser", "Connection"):
        expect(line(candidate, name)).to_contain_text("Works")
    expect(line(candidate, "Connection")).to_contain_text(re.compile(r"within \d+ ms; [\d.]+ megabits"))
    assert kept(server, interview) is None  # nobody has tried anything yet
    for name in DEVICE_NAMES:
        expect(line(candidate, name)).to_contain_text("Skipped")
    for name, remedy in (
        ("Microphone", "Allow the microphone: click the sign to the left"),
        ("Camera", "No camera was found"),
        ("Echo", "Allow it as said there"),
    ):
        line(candidate, name).get_by_role("button").click()
        expect(line(candidate, name)).to_contain_text(remedy)
        expect(line(candidate, name)).to_contain_text("Does not work")
    found = wait_for(server, interview, "echo")
    assert found["microphone"] == {"result": "failed", "cause": "denied"}
    assert found["camera"] == {"result": "failed", "cause": "missing"}
    assert found["speaker"] == {"result": "skipped"}
    assert (found["browser"]["result"], found["network"]["result"]) == ("passed", "passed")


def kept(server: Server, interview: dict[str, Any]) -> dict[str, Any] | None:
    """What is stored of the check."""
    rows = server.rows("select found from live_systemcheck where interview_id = ?", interview["id"])
    return json.loads(rows[0][0]) if rows else None


def wait_for(server: Server, interview: dict[str, Any], name: str) -> dict[str, Any]:
    """Until what was found of that device is stored."""

    def tried() -> dict[str, Any] | None:
        found = kept(server, interview) or {}
        return found if found.get(name, {}).get("result", "skipped") != "skipped" else None

    return wait_until(tried, seconds=15, told=lambda: kept(server, interview))


def line(page: Page, name: str) -> Locator:
    checks = page.get_by_role("region", name="System check").get_by_role("listitem")
    return checks.filter(has=page.get_by_text(re.compile(f"^{name}\\b")).first)


def test_with_devices_the_check_hears_sees_and_asks(chromium: Browser, server: Server) -> None:
    interview = invited(server, seconds=3600)
    with browsing(chromium, base_url=server.url, **DESKTOP) as (context, _):
        page = context.new_page()
        page.add_init_script(devices(loudness=0.3))
        page.goto(link(interview))
        for name in DEVICE_NAMES:
            line(page, name).get_by_role("button", name="Test").click()
            if name == "Speaker":
                line(page, "Speaker").get_by_role("button", name="Yes").click()
            expect(line(page, name)).to_contain_text("Works", timeout=15_000)
        found = wait_for(server, interview, "echo")
    assert {name: found[name.lower()]["result"] for name in DEVICE_NAMES} == dict.fromkeys(DEVICE_NAMES, "passed")
    assert -14 < found["microphone"]["level_db"] < -12  # of a sine of 0.3: 20 log10(0.3 / sqrt(2))
    assert (found["camera"]["width"], found["camera"]["height"]) == (300, 150)


@pytest.mark.parametrize(
    ("loudness", "echo", "name", "words", "cause"),
    [
        (0.001, 0.0, "Microphone", "We could not hear you", "silent"),
        (2.0, 0.0, "Microphone", "You are too loud", "clipping"),
        (0.05, 0.2, "Echo", "Use headphones", "echo"),
        (0.05, 0.0, "Speaker", "Turn up the volume", "unheard"),
    ],
)
def test_each_trouble_has_its_own_remedy_and_is_kept_for_support(
    chromium: Browser, server: Server, loudness: float, echo: float, name: str, words: str, cause: str
) -> None:
    interview = invited(server, seconds=3600)
    with browsing(chromium, base_url=server.url, **DESKTOP) as (context, _):
        page = context.new_page()
        page.add_init_script(devices(loudness=loudness, echo=echo))
        page.goto(link(interview))
        line(page, name).get_by_role("button", name="Test").click()
        if name == "Speaker":
            line(page, "Speaker").get_by_role("button", name="No").click()
        expect(line(page, name)).to_contain_text(words, timeout=20_000)
        found = wait_for(server, interview, name.lower())[name.lower()]
    assert (found["result"], found["cause"]) == ("failed", cause)


DEVICE_NAMES = ("Microphone", "Camera", "Speaker", "Echo")

# A browser that allows no microphone on a machine without a camera.
REFUSED = """
if (navigator.mediaDevices) navigator.mediaDevices.getUserMedia = async ({ audio }) => {
  throw new DOMException("", audio ? "NotAllowedError" : "NotFoundError");
};
"""


def devices(*, loudness: float, echo: float = 0.0) -> str:
    """A microphone that hums, and hears what the page plays by `echo`; a camera that sees a moving colour."""
    return DEVICES.replace("LOUDNESS", str(loudness)).replace("ECHO", str(echo))


DEVICES = """
let heard = () => {};
const begin = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...args) {
  heard(this.frequency.value);
  return begin.apply(this, args);
};
if (navigator.mediaDevices) navigator.mediaDevices.getUserMedia = async ({ audio }) => {
  if (audio) {
    const context = new AudioContext();
    const out = context.createMediaStreamDestination();
    const sound = (frequency, loudness) => {
      const [tone, volume] = [context.createOscillator(), context.createGain()];
      tone.frequency.value = frequency;
      volume.gain.value = loudness;
      tone.connect(volume).connect(out);
      begin.call(tone);
    };
    sound(300, LOUDNESS);
    heard = (frequency) => sound(frequency, ECHO);
    return out.stream;
  }
  const canvas = document.createElement("canvas");
  const ink = canvas.getContext("2d");
  setInterval(() => { ink.fillStyle = `hsl(${Date.now() % 360} 50% 50%)`; ink.fillRect(0, 0, 300, 150); }, 50);
  return canvas.captureStream(20);
};
"""
