"""Calls of the API pass by what looks after pages; the API's own pages do not."""

from __future__ import annotations

import io
from typing import Any

import pytest

from viva.config.wsgi import application

pytestmark = [pytest.mark.unit, pytest.mark.django_db]


def headers_of(path: str, **more: str) -> tuple[str, dict[str, str]]:
    """Status and headers of a GET."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        **more,
    }
    found: list[Any] = []
    answer = application(environ, lambda status, headers: found.extend((status, dict(headers))))
    answer.close()
    return found[0], found[1]


def test_a_call_is_answered_without_what_belongs_to_pages() -> None:
    status, headers = headers_of("/api/v1/interviews/")
    assert status.startswith("401")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers.keys().isdisjoint({"Content-Security-Policy", "X-Frame-Options", "Set-Cookie"})


@pytest.mark.parametrize("path", ["/api/docs/", "/"])
def test_a_page_has_its_policy(path: str) -> None:
    status, headers = headers_of(path)
    assert status.startswith("200")
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"


def test_an_origin_that_is_allowed_hears_so(settings: Any) -> None:
    settings.CORS_ALLOWED_ORIGINS = ["https://app.example.org"]
    _status, headers = headers_of("/api/v1/interviews/", HTTP_ORIGIN="https://app.example.org")
    assert headers["access-control-allow-origin"] == "https://app.example.org"


def test_a_cookie_signs_nobody_in_to_the_api(client: Any, django_user_model: Any) -> None:
    client.force_login(django_user_model.objects.create_user("somebody"))
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    assert headers_of("/api/v1/interviews/", HTTP_COOKIE=cookie)[0].startswith("401")
