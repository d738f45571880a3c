"""Every page in every state, light and dark, at three widths: accessible, within the window, nothing refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.e2e.browsing import Complaints, Theme, listen
from tests.e2e.looking import too_wide, violations
from tests.e2e.visits import VISITS, Visit
from tests.e2e.world import World, make_world
from tests.server import serving
from tests.web.gallery.browser import SIZES

pytestmark = pytest.mark.e2e

# Both widths are examined by axe, each in one theme; sideways scrolling is looked for at all of them.
AXE_WIDTHS: dict[Theme, int] = {"light": 1440, "dark": 390}
WHO = list(dict.fromkeys(visit.who for visit in VISITS))


@pytest.fixture(scope="module")
def world(chromium: Browser) -> Iterator[World]:
    with serving(DJANGO_SETTINGS_MODULE="tests.e2e.settings") as server:
        yield make_world(chromium, server, who=WHO)


@pytest.mark.parametrize("theme", AXE_WIDTHS)
@pytest.mark.parametrize("who", WHO)
def test_every_page_fits_is_accessible_and_has_no_complaint(
    chromium: Browser, world: World, who: str, theme: Theme
) -> None:
    problems: list[object] = []
    width = AXE_WIDTHS[theme]
    for visit in VISITS:
        if visit.who == who:
            problems += look_at(chromium, world, visit, theme, width)
    assert problems == [], problems


def look_at(chromium: Browser, world: World, visit: Visit, theme: Theme, width: int) -> list[object]:
    context = chromium.new_context(
        base_url=world.server.url,
        storage_state=world.people.get(visit.who),
        color_scheme=theme,
        viewport={"width": width, "height": SIZES[width]},
    )
    complaints = Complaints(visit.causes)
    listen(context, complaints)
    page = context.new_page()
    visit.go(page, world)
    found = [
        *violations(page, visit.name),
        *too_wide(page, visit.name),
        *((visit.name, text) for text in complaints.heard),
    ]
    context.close()
    return found
