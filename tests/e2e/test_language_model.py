"""A language model behind the room and behind a company, in a real browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.browsing import DESKTOP, browsing, keep_picture
from tests.e2e.looking import too_wide, violations
from tests.e2e.people import come_in
from tests.e2e.room_page import REPLY_MS, RoomPage
from tests.model_server import ModelServer, Says, model_server
from tests.server import Server, serving

pytestmark = pytest.mark.e2e

SPOKEN = ("I hear ", "that you would ", "measure before you change anything.")
KEY = "sk-companys-own-0123456789"


@pytest.fixture(scope="module")
def model() -> Iterator[ModelServer]:
    with model_server() as server:
        yield server


@pytest.fixture(scope="module")
def server(chromium: Browser, model: ModelServer) -> Iterator[Server]:
    """As patient as the test, which holds the model's words back."""
    settings = {
        "VIVA_LLM_BASE_URL": model.url,
        "VIVA_LLM_MODEL": "wanted",
        "VIVA_LLM_SAY_SECONDS": "100",
        "VIVA_ENGINE_SECONDS": "110",
        "VIVA_LLM_COMPANY_BASE_URLS": model.url,
    }
    with serving(DJANGO_SETTINGS_MODULE="tests.e2e.settings", **settings) as running:
        yield running


@pytest.fixture
def visitor(chromium: Browser, server: Server) -> Iterator[Page]:
    with browsing(chromium, base_url=server.url, **DESKTOP) as (context, _):
        yield context.new_page()


def test_the_interviewers_words_appear_before_its_turn_is_over(
    visitor: Page, server: Server, model: ModelServer
) -> None:
    come_in(visitor, "candidate")
    visitor.goto("/ai-interview/start/")
    visitor.get_by_role("button", name="Start Interview").click()
    room = RoomPage(visitor)
    room.wait_until_open()
    before = room.messages("interviewer").count()
    gate = threading.Event()
    model.script("say", Says("", pieces=SPOKEN, gate=gate))
    try:
        room.box.fill("I would measure first, because without figures nobody knows what is slow.")
        room.button("Send").click()
        first = room.messages("interviewer").last.locator("[data-slot=body]")
        expect(first).to_have_text(SPOKEN[0].strip(), timeout=REPLY_MS)
        keep_picture(visitor, "saying")
        assert server.rows("select count(*) from live_chatmessage where text like 'I hear %'") == [(0,)]
        assert [*too_wide(visitor, "saying")] == []
    finally:
        gate.set()
    room.replies(since=before)
    said = room.said("interviewer")[before:]
    assert sum("".join(SPOKEN) in text for text in said) == 1
    assert server.rows("select count(*) from live_chatmessage where text like 'I hear %'") == [(1,)]
    assert not visitor.locator("[data-saying]").count()


def test_an_owner_brings_a_key_tries_it_and_deletes_it(visitor: Page, server: Server, model: ModelServer) -> None:
    come_in(visitor, "recruiter")
    visitor.goto("/dashboard/recruiter/company/")
    visitor.get_by_role("link", name="Language model").click()
    keep_picture(visitor, "own-model-none")
    visitor.get_by_label("Model", exact=True).fill("companys-model")
    visitor.get_by_label("Key", exact=True).fill(KEY)
    visitor.get_by_role("button", name="Save").click()
    expect(visitor.get_by_text("ends with 6789")).to_be_visible()
    visitor.get_by_role("button", name="Try it").click()
    expect(visitor.get_by_text("It said:")).to_be_visible(timeout=REPLY_MS)
    keep_picture(visitor, "own-model")
    assert KEY not in visitor.content()
    assert [*violations(visitor, "own-model"), *too_wide(visitor, "own-model")] == []
    delete = visitor.get_by_role("button", name="Delete for good")
    expect(delete).to_be_hidden()
    visitor.locator("summary", has_text="Delete the key").click()
    keep_picture(visitor, "own-model-delete")
    delete.click()
    expect(visitor.get_by_text("ends with 6789")).to_be_hidden()
    assert server.rows("select count(*) from accounts_companymodel") == [(0,)]
