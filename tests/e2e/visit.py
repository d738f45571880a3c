"""One page in one state: who goes there and how."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.e2e.world import World

Way = Callable[[Page, World], None]


@dataclass(frozen=True)
class Visit:
    """`causes`: parts of complaints that the visit itself causes, as a status of 404."""

    name: str
    who: str
    go: Way
    causes: tuple[str, ...] = ()


def at(path: str) -> Way:
    def go(page: Page, world: World) -> None:
        page.goto(path)

    return go
