"""What a person sees when the server cannot: its own words and design, whatever is broken behind it."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.browsing import DESKTOP, browsing
from tests.e2e.looking import too_wide, violations
from tests.e2e.people import sign_in
from tests.server import Server, serving

pytestmark = pytest.mark.e2e


@pytest.fixture
def broken(chromium: Browser) -> Iterator[tuple[Server, Page]]:
    """A server of its own to break, and somebody signed in to it."""
    with (
        serving(DJANGO_SETTINGS_MODULE="tests.e2e.settings") as server,
        browsing(chromium, expected=("500", "503"), **DESKTOP) as (context, _),
    ):
        page = context.new_page()
        sign_in(page, server.url)
        yield server, page


def change(server: Server, statement: str) -> None:
    with contextlib.closing(sqlite3.connect(server.database, timeout=10)) as connection:
        connection.execute(statement)
        connection.commit()


def test_a_database_behind_the_code_names_the_command(broken: tuple[Server, Page]) -> None:
    server, page = broken
    change(server, "alter table interviews_interview rename to interviews_older")
    answer = page.goto(f"{server.url}/profile/")
    assert answer
    assert answer.status == 503
    expect(page.get_by_role("main")).to_contain_text("migrate")
    assert [*violations(page, "behind"), *too_wide(page, "behind")] == []


def test_an_unforeseen_error_has_a_page_and_a_way_back(broken: tuple[Server, Page]) -> None:
    server, page = broken
    change(server, "update accounts_profile set skills = 'true' where 1")
    answer = page.goto(f"{server.url}/profile/edit/")
    assert answer
    assert answer.status == 500
    expect(page.get_by_role("main").get_by_role("link").first).to_be_visible()
    assert [*violations(page, "500"), *too_wide(page, "500")] == []
