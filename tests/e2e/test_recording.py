"""A recorded interview in a real browser that speaks: heard as it was spoken, whatever happened meanwhile."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.browsing import DESKTOP, browsing
from tests.e2e.inviting import invited, link
from tests.e2e.room_page import RoomPage
from tests.e2e.speaking import RATE, UNPROCESSED, decoded, likeness, speak, speaking_browser, words_in
from tests.factories.accounts import PASSWORD
from tests.server import Server

pytestmark = pytest.mark.e2e

ALIKE = 0.95
CHUNK_MS = 20_000


@pytest.fixture(scope="module")
def microphone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return speak(tmp_path_factory.mktemp("microphone"))


@pytest.fixture(scope="module")
def speaker(chromium: Browser, microphone: Path) -> Iterator[Browser]:
    with speaking_browser(chromium, microphone) as running:
        yield running


def enter(page: Page, interview: dict[str, Any]) -> RoomPage:
    page.goto(link(interview))
    room = RoomPage(page)
    room.wait_until_open()
    expect(page.get_by_role("button", name="Recording sound")).to_be_visible()
    return room


def complete(page: Page) -> None:
    page.get_by_role("button", name="Complete interview").click()
    page.get_by_role("dialog", name="Complete the interview?").get_by_role(
        "button", name="Complete interview"
    ).click()
    expect(page.get_by_role("heading", name="Thank you. Your interview is completed")).to_be_visible(
        timeout=60_000
    )


STORED = (
    " from live_recordingchunk c join live_recordingpart p on p.id = c.part_id"
    " join live_recording r on r.id = p.recording_id join live_interviewsession s on s.id = r.session_id"
    " where s.interview_id = ? order by p.started_at, c.number"
)


def chunks(server: Server, interview: dict[str, Any]) -> list[tuple[int, int, int, int]]:
    """(part, number, from, to) of all that is stored, in order."""
    return server.rows(f"select p.id, c.number, c.from_ms, c.to_ms {STORED}", interview["id"])


def wait_for(page: Page, server: Server, interview: dict[str, Any], number: int, *, seconds: float = 40) -> None:
    """Until so many chunks are stored; meanwhile the page's requests are looked after."""
    deadline = time.monotonic() + seconds
    while len(chunks(server, interview)) < number:
        assert time.monotonic() < deadline, server.log.read_text()[-2000:]
        page.wait_for_timeout(100)


def sound_of(server: Server, interview: dict[str, Any], folder: Path) -> list[Any]:
    """What each part sounds like, of its stored chunks in order."""
    uploads = server.folder / "uploads"
    rows = server.rows(f"select p.id, c.file {STORED}", interview["id"])
    found = []
    for part in dict.fromkeys(part for part, _file in rows):
        path = folder / f"part-{part}.webm"
        path.write_bytes(b"".join((uploads / file).read_bytes() for each, file in rows if each == part))
        found.append(decoded(path))
    return found


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


def incidents(server: Server, interview: dict[str, Any]) -> list[str]:
    rows = server.rows(
        "select i.kind from live_incident i join live_interviewsession s on s.id = i.session_id"
        " where s.interview_id = ? order by i.id",
        interview["id"],
    )
    return [kind for (kind,) in rows]


def sign_in_as_its_recruiter(page: Page, server: Server, interview: dict[str, Any]) -> None:
    [(username,)] = server.rows(
        "select u.username from accounts_user u join interviews_interview i on i.user_id = u.id where i.id = ?",
        interview["id"],
    )
    page.goto("/accounts/login/")
    page.get_by_label("Username or e-mail").fill(username)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/dashboard/recruiter/**")


def wait_until_made(server: Server, interview: dict[str, Any]) -> None:
    """Until the recording is in one piece."""
    deadline = time.monotonic() + 90
    while not any(file for (file,) in server.rows(f"select p.file {STORED}", interview["id"])):
        assert time.monotonic() < deadline, server.log.read_text()[-2000:]
        time.sleep(0.5)


PLAYED = "() => document.querySelector('[data-heard-media]').currentTime"
IS_PLAYING = """() => {
  const media = document.querySelector("[data-heard-media]");
  return !media.paused && media.currentTime > 0.5;
}"""
IS_BEYOND = "(seconds) => document.querySelector('[data-heard-media]').currentTime > seconds"


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
        sign_in_as_its_recruiter(page, server, interview)
        page.goto(f"/dashboard/recruiter/interviews/{interview['id']}/")
        recording = page.get_by_role("region", name="Recording")
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
        expect(page.get_by_text("kept on this device")).to_be_visible(timeout=CHUNK_MS)
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
        sign_in_as_its_recruiter(page, server, interview)
        page.goto(f"/dashboard/recruiter/interviews/{interview['id']}/")
        recording = page.get_by_role("region", name="Recording")
        recording.get_by_text("2 gaps").click()
        expect(recording.get_by_text("4 seconds are not recorded")).to_be_visible()
        expect(page.get_by_text("A piece of the recording was lost")).to_be_visible()
        page.wait_for_function("() => document.querySelector('[data-heard-media]').duration > 0")
        seconds = page.evaluate("document.querySelector('[data-heard-media]').duration")
        assert abs(seconds - stored[-1][3] / 1000) < 1


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
