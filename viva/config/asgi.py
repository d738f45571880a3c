"""The ASGI application: health, sockets, and all other HTTP through WSGI with its body spooled before."""

from __future__ import annotations

import os
from typing import Any, cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "viva.config.settings.dev")

import django

django.setup()

from channels.routing import URLRouter
from django.conf import settings
from django.urls import path

from viva.config.lifespan import lifespan
from viva.config.origin import SameOrigin
from viva.config.pages import Pages
from viva.config.spool import SpoolBodies
from viva.config.wsgi import application as wsgi_application
from viva.live.consumers.room import RoomConsumer

_sockets = SameOrigin(URLRouter([path("ws/room/<int:session_id>/", RoomConsumer.as_asgi())]))
_pages = SpoolBodies(
    Pages(cast(Any, wsgi_application), workers=settings.VIVA_PAGE_THREADS),
    largest=settings.VIVA_MAX_BODY_BYTES,
    seconds=settings.VIVA_BODY_SECONDS,
)


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
    elif scope["type"] == "websocket":
        await _socket(scope, receive, send)
    elif scope["path"] == "/healthz":
        await _healthy(send)
    else:
        await _pages(scope, receive, send)


async def _socket(scope: dict[str, Any], receive: Any, send: Any) -> None:
    try:
        await _sockets(scope, receive, send)
    except ValueError as error:  # the router's word for a path that no socket has
        if "No route found" not in str(error):
            raise
        await receive()
        await send({"type": "websocket.close", "code": 4004})


async def _healthy(send: Any) -> None:
    """Answered here: a server whose threads are all busy is still a server that serves."""
    headers = [(b"content-type", b"text/plain"), (b"content-length", b"2"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"ok"})
