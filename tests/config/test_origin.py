"""Sockets open to this site's pages alone."""

from __future__ import annotations

import pytest

from viva.config.origin import is_same_origin

pytestmark = pytest.mark.unit


def handshake(host: str, origin: str | None) -> dict:
    headers = [(b"host", host.encode())]
    if origin is not None:
        headers.append((b"origin", origin.encode()))
    return {"type": "websocket", "headers": headers}


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("localhost:8000", "http://LOCALHOST:8000"),
        ("localhost", "https://localhost"),
        ("localhost:443", "https://localhost"),
    ],
)
def test_a_page_of_this_site_may_connect(host, origin):
    assert is_same_origin(handshake(host, origin))


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("127.0.0.1:8000", "http://127.0.0.1:9000"),
        ("127.0.0.1:8000", "http://localhost:8000"),
        ("127.0.0.1:8000", "http://evil.example"),
        ("evil.example", "http://evil.example"),
        ("127.0.0.1:8000", "null"),
        ("127.0.0.1:8000", "file://127.0.0.1:8000"),
        ("127.0.0.1:8000", "http://127.0.0.1:8000.evil.example"),
        ("127.0.0.1:8000", "http://127.0.0.1:99999"),
        ("127.0.0.1:8000", None),
        ("", "http://127.0.0.1:8000"),
    ],
)
def test_any_other_page_may_not(host, origin):
    assert not is_same_origin(handshake(host, origin))
