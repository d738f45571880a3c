"""The start page offers what can be judged here, and tells administrators alone what cannot."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from django.test import Client

from tests.factories.accounts import UserFactory
from viva.accounts.models import User
from viva.live.languages import known
from viva.live.providers import use
from viva.web.room.forms import StartForm

pytestmark = [pytest.mark.unit, pytest.mark.django_db]

MISSING = "Only administrators see this"


class TellingJudge:
    async def status(self) -> dict:
        return {"languages": [{"name": name, "title": name, "version": "1"} for name in ("python", "javascript")]}

    async def judge(self, submission, *, waiting=None):
        raise AssertionError


@pytest.fixture(autouse=True)
def two_languages() -> Iterator[None]:
    known.forget()
    use(judge=TellingJudge())
    asyncio.run(known.refresh())
    yield
    known.forget()
    use()


def page(client: Client, user: User) -> str:
    client.force_login(user)
    return client.get("/ai-interview/start/").content.decode()


def test_only_what_can_be_judged_is_offered(client: Client) -> None:
    text = page(client, UserFactory())
    assert '<option value="javascript">JavaScript</option>' in text
    assert "Java</option>" not in text
    assert MISSING not in text


def test_administrators_are_told_what_is_missing_and_why(client: Client) -> None:
    text = page(client, UserFactory(is_staff=True))
    assert "Java: its tools are not installed on this server" in text
    assert MISSING in text


def test_a_language_that_is_not_there_is_refused_and_one_wished_for_gives_way(client: Client) -> None:
    client.force_login(UserFactory())
    assert client.post("/ai-interview/start/", {"language": "java"}).status_code == 400
    assert StartForm(initial={"language": "java"}).initial["language"] == "python"
    assert StartForm(initial={"language": "javascript"}).initial["language"] == "javascript"
