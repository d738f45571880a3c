"""A recorded interview as a test follows it: in the room, in the server's rows and files, before its recruiter."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e.inviting import link
from tests.e2e.people import come_in
from tests.e2e.room_page import RoomPage
from tests.e2e.speaking import decoded
from tests.factories.accounts import PASSWORD
from tests.server import Server
from tests.waiting import wait_until

STORED = (
    " from live_recordingchunk c join live_recordingpart p on p.id = c.part_id"
    " join live_recording r on r.id = p.recording_id join live_interviewsession s on s.id = r.session_id"
    " where s.interview_id = ? order by p.started_at, c.number"
)


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


def open_review(page: Page, server: Server, interview: dict[str, Any]) -> Locator:
    """The recording, as the interview's recruiter finds it."""
    [(username,)] = server.rows(
        "select u.username from accounts_user u join interviews_interview i on i.user_id = u.id where i.id = ?",
        interview["id"],
    )
    come_in(page, username, PASSWORD)
    page.goto(f"/dashboard/recruiter/interviews/{interview['id']}/")
    return page.get_by_role("region", name="Recording")


def wait_until_made(server: Server, interview: dict[str, Any]) -> None:
    """Until the recording is in one piece."""
    wait_until(
        lambda: any(file for (file,) in server.rows(f"select p.file {STORED}", interview["id"])),
        seconds=90,
        told=lambda: server.log.read_text()[-2000:],
    )


def incidents(server: Server, interview: dict[str, Any]) -> list[str]:
    rows = server.rows(
        "select i.kind from live_incident i join live_interviewsession s on s.id = i.session_id"
        " where s.interview_id = ? order by i.id",
        interview["id"],
    )
    return [kind for (kind,) in rows]
