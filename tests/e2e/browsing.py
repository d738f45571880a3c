"""Browser contexts of a desktop and of a phone that hear everything the browser complains of."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

Theme = Literal["light", "dark"]
DESKTOP: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
FORMATS: dict[str, dict[str, Any]] = {"desktop": DESKTOP, "phone": PHONE}
PATIENCE_MS = 15_000

_LISTEN = """
document.addEventListener("securitypolicyviolation", (event) =>
  window.hearViolation(`${event.violatedDirective}: ${event.blockedURI} ${event.sourceFile}`));
"""


@dataclass
class Complaints:
    """`expected`: parts of complaints that the test itself causes (a page that answers 404, a cut line)."""

    expected: tuple[str, ...] = ()
    heard: list[str] = field(default_factory=list)

    def console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.note(f"console: {message.text} ({message.location.get('url')})")

    def note(self, text: str) -> None:
        if not any(part in text for part in self.expected):
            self.heard.append(text)


@contextmanager
def browsing(
    chromium: Browser, *, expected: tuple[str, ...] = (), **options: Any
) -> Iterator[tuple[BrowserContext, Complaints]]:
    """A context of its own. Fails when console, page or content security policy complained meanwhile."""
    context = chromium.new_context(**options)
    context.set_default_timeout(PATIENCE_MS)
    complaints = Complaints(expected)
    listen(context, complaints)
    try:
        yield context, complaints
    except Exception:
        _keep_pictures(context)
        raise
    finally:
        context.close()
    assert complaints.heard == [], complaints.heard


def _keep_pictures(context: BrowserContext) -> None:
    """What a failing test last saw, in the folder that VIVA_E2E_PICTURES names."""
    if folder := os.environ.get("VIVA_E2E_PICTURES"):
        for page in context.pages:
            number = len(list(Path(folder).iterdir()))
            page.screenshot(path=Path(folder) / f"failed-{number}.png")


def listen(context: BrowserContext, complaints: Complaints) -> None:
    context.expose_binding("hearViolation", lambda _, text: complaints.note(f"policy: {text}"))
    context.add_init_script(_LISTEN)
    context.on("console", complaints.console)
    context.on("weberror", lambda error: complaints.note(f"page: {error.error}"))


def keep_picture(page: Page, name: str) -> None:
    """For people to look at, where they say so."""
    if folder := os.environ.get("VIVA_SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def overflow(page: Page) -> int:
    """By how many CSS pixels the page is wider than the window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
