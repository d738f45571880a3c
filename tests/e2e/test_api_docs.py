"""The API's documentation in a real browser: from this server alone, under the content security policy."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from tests.e2e.browsing import FORMATS, browsing, overflow
from tests.server import Server

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("options", FORMATS.values(), ids=FORMATS)
def test_a_call_can_be_read_and_tried_on_the_page(
    chromium: Browser, server: Server, options: dict[str, Any]
) -> None:
    with browsing(chromium, expected=("status of 400",), **options) as (context, _):
        page = context.new_page()
        hosts: set[str] = set()
        page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
        page.goto(f"{server.url}/api/docs/")
        call = page.locator("#operations-auth-login")
        call.locator(".opblock-summary-control").click()
        page.get_by_role("button", name="Try it out").click()
        call.locator("textarea").fill("{}")
        page.get_by_role("button", name="Execute").click()
        told = call.locator(".live-responses-table .response-col_description")
        told.get_by_text("This field is required.").first.wait_for()
        assert hosts <= {urlsplit(server.url).netloc, ""}
        assert overflow(page) == 0
