"""Who opens a socket: whom its ticket names, else whose cookie it brings; read on the room's database threads."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from viva.accounts.actors import Actor, UserActor
from viva.live.tickets import holder_of, ticket_in


def actor_of(scope: dict[str, Any], *, is_new: bool = True) -> Actor | None:
    """The link's holder, or the signed-in user behind the socket's cookie (session checked as for pages), or None.

    `is_new` at the door; later a ticket's age does not count any more.
    """
    if ticket := ticket_in(scope.get("query_string", b"")):
        session_id = scope["url_route"]["kwargs"]["session_id"]
        return holder_of(ticket, session_id=session_id, is_fresh=is_new)
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
