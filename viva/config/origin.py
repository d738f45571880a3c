"""Sockets open to pages of this site alone: a browser's `Origin` must be the host it connects to.

Cookies are sent to every port of a host, so the host alone would let any other local server's page in.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host

FORBIDDEN = 403
_DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}


class SameOrigin:
    """ASGI middleware: a handshake from another origin, or without one, is refused before it is accepted."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if is_same_origin(scope):
            await self.app(scope, receive, send)
        else:
            await receive()
            await send({"type": "websocket.close", "code": FORBIDDEN})


def is_same_origin(scope: dict[str, Any]) -> bool:
    """Whether the `Origin` header names the host and port of the `Host` header, and that host is ours."""
    headers = {name: value.decode("latin1") for name, value in scope["headers"]}
    host, origin = headers.get(b"host", "").lower(), headers.get(b"origin", "").lower()
    domain, _ = split_domain_port(host)
    if not domain or not validate_host(domain, settings.ALLOWED_HOSTS):
        return False
    try:
        parts = urlsplit(origin)
        return parts.scheme in _DEFAULT_PORTS and _with_port(parts.netloc, parts.scheme) == _with_port(
            host, parts.scheme
        )
    except ValueError:
        return False


def _with_port(netloc: str, scheme: str) -> tuple[str | None, int]:
    parts = urlsplit(f"//{netloc}")
    return parts.hostname, parts.port or _DEFAULT_PORTS[scheme]
