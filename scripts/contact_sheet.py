"""Pictures of the real product: `python -m scripts.contact_sheet [FOLDER]`.

Serves the demo, makes people and interviews through the pages, and writes
- docs/screens/contact-sheet.png: the main pages at three widths, light and dark, scaled down;
- docs/screens/room.png and viva/web/static/img/room-*.png: the room, for README and landing page.
With FOLDER, every page of the browser tests goes there in full length too, for people to look at.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Browser, Page

from scripts.sheet import compose
from tests.e2e.answers import full_answer, question_in
from tests.e2e.browsing import Theme
from tests.e2e.interviewing import has_editor
from tests.e2e.room_page import RoomPage
from tests.e2e.visits import VISITS, Visit, result, room
from tests.e2e.world import World, make_world, start
from tests.server import ROOT, serving
from tests.web.gallery.browser import SIZES, THEMES, browser

SCREENS = ROOT / "docs" / "screens"
LANDING = ROOT / "viva" / "web" / "static" / "img"
ROOM_SIZE = {"width": 1440, "height": 860}
BY_NAME = {visit.name: visit for visit in VISITS}
MAIN = [
    BY_NAME["landing"],
    BY_NAME["sign-in"],
    BY_NAME["sign-up"],
    BY_NAME["profile-empty"],
    replace(BY_NAME["profile"], who="regular"),
    BY_NAME["start"],
    BY_NAME["room-talk"],
    BY_NAME["room-code"],
    BY_NAME["room-complete"],
    BY_NAME["room-closed"],
    Visit("result", "regular", result("regular")),
    replace(BY_NAME["list"], who="regular"),
    BY_NAME["list-empty"],
    replace(BY_NAME["insights"], who="regular"),
    BY_NAME["profile-edit"],
    BY_NAME["not-found"],
]


def main(folder: Path | None) -> None:
    with serving() as server, browser() as chromium:
        picture_room(chromium, make_world(chromium, server, who=["regular"]))
    # A server knows the sizes of its static files from its start: the next one shows the new pictures.
    with serving() as server, browser() as chromium, tempfile.TemporaryDirectory() as scratch:
        shots = Path(folder or scratch)
        shots.mkdir(parents=True, exist_ok=True)
        visits = VISITS if folder else []
        who = dict.fromkeys(visit.who for visit in [*MAIN, *visits])
        world = make_world(chromium, server, who=who)
        for visit in MAIN:
            shoot(chromium, world, visit, shots, full=False)
        compose(chromium, [visit.name for visit in MAIN], shots, SCREENS / "contact-sheet.png")
        for visit in visits:
            shoot(chromium, world, visit, shots, full=True)


def shoot(chromium: Browser, world: World, visit: Visit, shots: Path, *, full: bool) -> None:
    for theme in THEMES:
        page = open_page(chromium, world, visit.who, theme)
        visit.go(page, world)
        for width, height in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            if visit.name == "room-code":
                RoomPage(page).tab("Code")
            page.evaluate("scrollTo(0, 0)")
            page.wait_for_timeout(200)
            kind = "full" if full else "top"
            page.screenshot(path=shots / f"{visit.name}-{width}-{theme}-{kind}.png", full_page=full)
        page.context.close()


def open_page(chromium: Browser, world: World, who: str, theme: Theme) -> Page:
    context = chromium.new_context(
        base_url=world.server.url,
        storage_state=world.people.get(who),
        color_scheme=theme,
        viewport=ROOM_SIZE,  # type: ignore[arg-type]
        reduced_motion="reduce",
    )
    return context.new_page()


def picture_room(chromium: Browser, world: World) -> None:
    """A conversation, code with a mistake in it, and its verdict, as they really come about."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    page = open_page(chromium, world, "regular", "light")
    make_room_worth_a_picture(start(page, "coding"))
    path = page.url.removeprefix(world.server.url)
    page.context.close()
    for theme in THEMES:
        page = open_page(chromium, world, "regular", theme)
        room_at = replace(BY_NAME["room-code"], go=room("picture"))
        world.rooms["picture"] = path
        room_at.go(page, world)
        page.wait_for_timeout(500)
        page.screenshot(path=LANDING / f"room-{theme}.png")
        page.context.close()
    (SCREENS / "room.png").write_bytes((LANDING / "room-light.png").read_bytes())


def make_room_worth_a_picture(room: RoomPage) -> None:
    while not has_editor(room):
        room.say(full_answer(question_in(room.question())))
    problem = question_in(room.question()).problem
    assert problem
    room.say("Let me take the example first, then go through the input once and keep only what I need.")
    room.write_code(problem.wrong_solutions[0].source)
    room.judge("Run")
    room.judge("Submit")
    room.wait_until_quiet()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
