"""A server with people in every state that a page can show, made through the pages themselves."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.answers import problem_of, question_in
from tests.e2e.browsing import DESKTOP
from tests.e2e.hiring import hire
from tests.e2e.history import LONG_NAME, RTL_NAME
from tests.e2e.interviewing import has_editor, solve, talk_until_code
from tests.e2e.inviting import invite
from tests.e2e.people import Newcomer, sign_up
from tests.e2e.room_page import RoomPage
from tests.server import PASSWORD, ROOT, Server

DONT_KNOW = "I don't know."
REVIEWERS = ("rita", "rolf", "nora", "cara")


@dataclass
class World:
    """`people`: the signed-in state of each, for contexts of any size. `rooms`: paths of open rooms by state."""

    server: Server
    people: dict[str, Any] = field(default_factory=dict)
    rooms: dict[str, str] = field(default_factory=dict)
    results: dict[str, str] = field(default_factory=dict)
    reviews: dict[str, str] = field(default_factory=dict)
    reset_link: str = ""
    invited: dict[str, Any] = field(default_factory=dict)
    desk: dict[str, str] = field(default_factory=dict)  # addresses of the recruiter's pages


def make_world(chromium: Browser, server: Server, *, who: Iterable[str]) -> World:
    world = World(server)
    for username in who:
        if username in PEOPLE:
            _person(world, chromium, username)
    if reviewers := [username for username in who if username in REVIEWERS]:
        _reviewers(world, chromium, reviewers)
    if INVITED & set(who):
        _invite(world)
    if "veteran" in world.people:
        world.reset_link = _reset_link(chromium, server)
    return world


def _invite(world: World) -> None:
    """Companies' interviews in every state, each by its name."""
    samira = {"username": "samira"} if "samira" in world.people else {}
    wishes = {name: wish for name, wish in SITTINGS.items() if samira or not wish.get("username")}
    made = invite(world.server, *wishes.values())
    world.invited = dict(zip(wishes, made, strict=True))


def _person(world: World, chromium: Browser, username: str) -> None:
    name, does = PEOPLE[username]
    company = COMPANIES.get(username, "")
    context: BrowserContext = chromium.new_context(base_url=world.server.url, **DESKTOP)
    page = context.new_page()
    sign_up(page, world.server.url, Newcomer(name, username, f"{username}@viva.example", company=company))
    does(page, world)
    world.people[username] = context.storage_state()
    context.close()


def _reviewers(world: World, chromium: Browser, who: list[str]) -> None:
    """A company with interviews that were held: its people and a candidate, signed in."""
    command = [sys.executable, "-m", "tests.e2e.reviewing"]
    made = subprocess.run(
        command, cwd=ROOT, env=world.server.surroundings(), check=True, timeout=60, capture_output=True, text=True
    )
    world.reviews = json.loads(made.stdout.splitlines()[-1])
    for username in who:
        context = chromium.new_context(base_url=world.server.url, **DESKTOP)
        page = context.new_page()
        page.goto("/accounts/login/")
        page.get_by_label("Username or e-mail").fill(username)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url(lambda address: "/accounts/login/" not in address)
        world.people[username] = context.storage_state()
        context.close()


def _nothing(page: Page, world: World) -> None:
    pass


def _veteran(page: Page, world: World) -> None:
    _describe(page, role=LONG_NAME[:120])
    world.results["veteran"] = _practise(page, _talk_and_solve)
    _history(world, "veteran", "hard")


def _regular(page: Page, world: World) -> None:
    _describe(page, role="Backend engineer")
    world.results["regular"] = _practise(page, _talk_and_solve)
    _history(world, "regular")


def _unassessed(page: Page, world: World) -> None:
    world.results["unassessed"] = _practise(page, _leave_at_once)


def _describe(page: Page, *, role: str) -> None:
    page.goto("/profile/edit/")
    page.get_by_label("Target role").fill(role)
    page.get_by_label("Skills").fill("Python, Django, SQL")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/profile/")


def _history(world: World, *arguments: str) -> None:
    command = [sys.executable, "-m", "tests.e2e.history", *arguments]
    subprocess.run(command, cwd=ROOT, env=world.server.surroundings(), check=True, timeout=60)


def _practise(page: Page, gives: Callable[[RoomPage], None]) -> str:
    """An interview from start to score; the path of its result."""
    room = start(page)
    gives(room)
    room.complete()
    return page.get_by_role("link", name=re.compile("AI Interview - ")).first.get_attribute("href") or ""


def _rooms(page: Page, world: World) -> None:
    """Rooms left open, each in a state of its own."""
    for name, kind, does in (
        ("talk", "technical", _talk),
        ("code", "coding", _code),
        ("closed", "behavioral", _decline_all),
    ):
        room = start(page, kind)
        world.rooms[name] = page.url.removeprefix(world.server.url)
        does(room)


def start(page: Page, kind: str = "technical") -> RoomPage:
    page.goto("/ai-interview/start/")
    page.get_by_label("Kind").select_option(kind)
    page.get_by_role("button", name="Start Interview").click()
    page.wait_for_url("**/interview/*/")
    room = RoomPage(page)
    room.wait_until_open()
    return room


def _talk_and_solve(room: RoomPage) -> None:
    talk_until_code(room)
    solve(room)


def _leave_at_once(room: RoomPage) -> None:
    room.wait_until_quiet()


def _talk(room: RoomPage) -> None:
    room.ask_hint()
    room.say("First I would **measure**:\n\n```python\nassert slow(query)\n```")


def _code(room: RoomPage) -> None:
    while not has_editor(room):
        room.say(DONT_KNOW)
    problem = problem_of(question_in(room.question()))
    room.say("I would walk through the input once and keep what I need in a dictionary.")
    room.write_code(problem.wrong_solutions[0].source)
    room.judge("Run")
    room.judge("Submit")
    room.wait_until_quiet()


def _decline_all(room: RoomPage) -> None:
    over = room.page.get_by_role("heading", name="That was the interview")
    while not over.is_visible():
        asked = room.log.locator("[data-kind=question]")
        following = asked.nth(asked.count())
        room.say(DONT_KNOW)
        expect(over.or_(following)).to_be_visible()


def _hires(page: Page, world: World) -> None:
    world.desk = hire(page)


def _reset_link(chromium: Browser, server: Server) -> str:
    page = chromium.new_page(base_url=server.url)
    page.goto("/accounts/password-reset/")
    page.get_by_label("E-mail").fill("veteran@viva.example")
    page.get_by_role("main").get_by_role("button").click()
    page.wait_for_url("**/done/")
    page.close()
    return _newest_link(server.folder / "outbox")


def _newest_link(outbox: Path) -> str:
    """Once it is there: it is written beside the page, and other mails are on their way."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        for path in sorted(outbox.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True):
            if found := re.search(r"http://[^/\s]+(/accounts/password-reset/\S+)", path.read_text()):
                return found.group(1)
        time.sleep(0.1)
    raise AssertionError("no link in the mail")


HOUR = 3600
SITTINGS: dict[str, dict[str, Any]] = {
    "early": {"seconds": 50 * HOUR},
    "waiting": {"seconds": HOUR, "consent": True},
    "moved": {"seconds": 30 * HOUR, "state": "moved", "long": True},
    "open": {"seconds": -60},
    "expired": {"seconds": -HOUR},
    "unscheduled": {"state": "unscheduled", "slots": 24},
    "no-times": {"state": "unscheduled"},
    "cancelled": {"state": "cancelled"},
    "completed": {"seconds": -HOUR, "state": "completed"},
    "running": {"seconds": -60, "state": "running"},
    "running-code": {"seconds": -60, "state": "running", "code": True, "long": True},
    "recorded": {"seconds": 50 * HOUR, "recorded": "picture"},
    "recorded-running": {"seconds": -60, "state": "running", "recorded": "sound", "long": True},
    "own-recorded": {"seconds": 5 * HOUR, "username": "samira", "recorded": "picture"},
    "own-early": {"seconds": 5 * HOUR, "username": "samira"},
    "own-open": {"seconds": -60, "username": "samira"},
    "own-unscheduled": {"state": "unscheduled", "slots": 24, "username": "samira"},
    "own-completed": {"seconds": -HOUR, "state": "completed", "username": "samira"},
    "own-running": {"seconds": -60, "state": "running", "username": "samira", "long": True},
}
INVITED = {"link", "samira"}
PEOPLE: dict[str, tuple[str, Callable[[Page, World], None]]] = {
    "newcomer": ("Nadia Newcomer", _nothing),
    "rtl": (RTL_NAME, _unassessed),
    "veteran": (LONG_NAME.strip(), _veteran),
    "regular": ("Asha Menon", _regular),
    "chandra": ("Chandra Rao", _rooms),
    "samira": ("Samira Haddad", _nothing),
    "founder": ("Femi Founder", _nothing),
    "hirer": ("Rita Meyer", _hires),
}
COMPANIES = {"founder": "Fresh Fields", "hirer": "Brightwater Labs"}
