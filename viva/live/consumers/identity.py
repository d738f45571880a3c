"""Who opens a socket, from its cookie: Django's session, read on the room's database threads."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from viva.accounts.actors import Actor, UserActor


def actor_of(scope: dict[str, Any]) -> Actor | None:
    """The signed-in user behind the socket's cookie (session checked as for pages), or None."""
    key = _session_key(scope)
    if not key:
        return None
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    user = get_user(request)
    return UserActor(user) if user.is_authenticated else None


def _session_key(scope: dict[str, Any]) -> str | None:
    for name, value in scope.get("headers", ()):
        if name == b"cookie":
            try:
                cookies = SimpleCookie(value.decode("latin1"))
            except CookieError:
                return None
            morsel = cookies.get(settings.SESSION_COOKIE_NAME)
            return morsel.value if morsel else None
    return None
