"""What every answer carries, whatever the page: run over all the names of the URL map."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter, UUIDConverter

from tests.factories.accounts import UserFactory
from viva.api.v1.common.converters import IdConverter

pytestmark = [pytest.mark.integration, pytest.mark.tables, pytest.mark.django_db]

CSP = {
    "default-src": "'self'",
    "script-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
WITH_KEYS = {"accounts:invitation"}  # a secret stands in their addresses
METHODS = ["get", "head", "post", "put", "patch", "delete", "options", "trace"]


def _pages(resolver: URLResolver, names: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield ":".join((*names, entry.name or "unnamed")), entry
        elif entry.app_name != "admin":
            yield from _pages(entry, (*names, *filter(None, [entry.namespace])))


def _paths() -> dict[str, str]:
    """A path of every page, with a stand-in for each argument."""
    from django.urls import reverse

    paths = {}
    for name, pattern in _pages(get_resolver()):
        arguments = {
            key: 1
            if isinstance(converter, IntConverter | IdConverter)
            else "00000000-0000-4000-8000-000000000000"
            if isinstance(converter, UUIDConverter)
            else "x"
            for key, converter in pattern.pattern.converters.items()
        }
        if pattern.name:
            paths[name] = reverse(name, kwargs=arguments)
    return paths


PATHS = {**_paths(), "nowhere": "/no/such/page/", "admin": "/admin/", "odd bytes": "/%ff%00/"}


@pytest.mark.parametrize("signed_in", [False, True])
@pytest.mark.parametrize("name", PATHS)
def test_every_answer_has_a_strict_policy_and_secure_headers(name: str, signed_in: bool) -> None:
    client = Client()
    if signed_in:
        client.force_login(UserFactory())
    response = client.get(PATHS[name])
    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    assert {key: policy[key] for key in CSP} == CSP
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == ("no-referrer" if name in WITH_KEYS else "same-origin")
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response.status_code < 500
    if signed_in:
        assert "no-store" in response["Cache-Control"]


def answers(name: str, methods: list[str]) -> dict[str, int]:
    """The status of each method, each asked by somebody signed in."""
    client, user, found = Client(), UserFactory(), {}
    for method in methods:
        client.force_login(user)  # the one before may have signed them out
        found[method] = getattr(client, method)(PATHS[name]).status_code
    return found


@pytest.mark.parametrize("name", PATHS)
def test_no_method_is_a_server_error(name: str) -> None:
    found = answers(name, METHODS)
    assert {method: status for method, status in found.items() if status >= 500} == {}


@pytest.mark.parametrize("name", [name for name in PATHS if name.split(":")[0] in {"accounts", "public"}])
def test_a_wrong_method_is_405(name: str) -> None:
    wrong = ["put", "patch", "delete", "trace"]
    assert answers(name, wrong) == dict.fromkeys(wrong, 405)


def test_a_stranger_may_keep_the_landing_page(client: Client) -> None:
    assert "no-store" not in client.get("/").get("Cache-Control", "")
