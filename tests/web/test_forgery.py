"""No form of a recruiter or a candidate can be sent from another site in their name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.factories.reviews import make_held
from tests.factories.sittings import make_sitting
from tests.web.meeting.asking import dump
from tests.web.recruiter.world import make_world

pytestmark = [pytest.mark.unit, pytest.mark.django_db]
EVIL = {"Origin": "https://evil.example", "Referer": "https://evil.example/page", "Sec-Fetch-Site": "cross-site"}
NAMESPACES = {"recruiter", "recruiter_mail", "review", "meeting", "candidate", "public", "accounts"}
STEPS = ("begin", "person", "times", "complete", "chunk", "part-end", "trouble", "check")
BY_KEY = {f"{step.replace('-', '_')}_by_link" for step in STEPS} | {"ai_start"}


def addresses() -> Iterator[tuple[str, str]]:
    """(name, path) of every page of these rooms, with ids that may or may not be there."""
    for found in get_resolver().url_patterns:
        if isinstance(found, URLResolver) and found.namespace in NAMESPACES:
            yield from _below(found, str(found.pattern))


def _below(resolver: URLResolver, before: str) -> Iterator[tuple[str, str]]:
    for found in resolver.url_patterns:
        path = before + str(found.pattern)
        if isinstance(found, URLResolver):
            yield from _below(found, path)
        elif isinstance(found, URLPattern):
            yield f"{resolver.namespace}:{found.name}", f"/{_filled(path)}"


def _filled(path: str) -> str:
    for kind, value in (
        ("<int:", "1"),
        ("<uuid:", str(UUID(int=1))),
        ("<str:", "x"),
        ("<path:", "x"),
        ("<slug:", "x"),
    ):
        while kind in path:
            start = path.index(kind)
            path = path[:start] + value + path[path.index(">", start) + 1 :]
    return path


PAGES = [(name, path) for name, path in addresses() if name.partition(":")[2] not in BY_KEY]


def victim() -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_world().owner)
    client.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
    return client


def test_the_table_has_every_room() -> None:
    assert {name.partition(":")[0] for name, _path in PAGES} == NAMESPACES
    assert len(PAGES) > 60


def test_a_form_of_another_site_changes_nothing_anywhere() -> None:
    client = victim()
    before = dump()
    words = {"csrfmiddlewaretoken": "a" * 32, "reason": "x", "text": "x", "title": "x", "name": "x"}
    answers = {name: client.post(path, words, headers=EVIL).status_code for name, path in PAGES}
    assert {name: code for name, code in answers.items() if code not in (403, 405)} == {}
    assert dump() == before


def test_a_form_without_a_token_is_refused_from_our_own_pages_too() -> None:
    client = victim()
    answers = {
        name: client.post(path, {}, headers={"Origin": "http://testserver"}).status_code for name, path in PAGES
    }
    assert {name: code for name, code in answers.items() if code not in (403, 405)} == {}


@pytest.mark.parametrize("step", STEPS)
def test_by_link_the_key_in_the_body_alone_opens(step: str) -> None:
    """Cookies and an address do not: another site has those sent, and may have seen a link's address."""
    held = make_held()
    interview = make_sitting(held.candidate)
    client = Client(enforce_csrf_checks=True)
    client.force_login(held.candidate)
    before = dump()
    for key in ({}, {"session_key": ""}, {"session_key": "x"}):
        path = f"/interview/{step}/?session_key={interview.session_key}"
        assert client.post(path, key, headers=EVIL).status_code == 404
    assert dump() == before


def test_by_account_the_candidates_forms_want_a_token() -> None:
    interview = make_sitting(candidate := make_held().candidate)
    client = Client(enforce_csrf_checks=True)
    client.force_login(candidate)
    before = dump()
    for step in STEPS:
        answer = client.post(f"/interview/{step}/{interview.uuid}/", {"note": "x"}, headers=EVIL)
        assert answer.status_code == 403, step
    assert dump() == before


def test_cookies_are_not_sent_along_by_other_sites() -> None:
    given: Any = (
        settings.SESSION_COOKIE_SAMESITE,
        settings.CSRF_COOKIE_SAMESITE,
        settings.SESSION_COOKIE_HTTPONLY,
    )
    assert given == ("Lax", "Lax", True)
