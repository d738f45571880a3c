"""Middleware of the pages: database trouble told plainly, the viewer's time zone and language."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable

from django.db import DatabaseError, OperationalError, ProgrammingError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

Handler = Callable[[HttpRequest], HttpResponse]

_BEHIND = ("no such table", "no such column", "does not exist", "has no column")
_FULL = ("database or disk is full", "no space left", "disk full")
_LOCKED = ("database is locked", "database table is locked", "lock timeout")


def explain(error: DatabaseError) -> str | None:
    """`behind`, `full` or `locked` where the cause is known, else None."""
    text = str(error).lower()
    for cause, marks in {"behind": _BEHIND, "full": _FULL, "locked": _LOCKED}.items():
        if any(mark in text for mark in marks):
            return cause
    return None


class DatabaseErrorsMiddleware:
    """A database that is behind the code, full or locked gives a page that says so (503), not a 500."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        except (OperationalError, ProgrammingError) as error:
            return self._answer(error)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, (OperationalError, ProgrammingError)) and explain(error):
            return self._answer(error)
        return None

    def _answer(self, error: DatabaseError) -> HttpResponse:
        cause = explain(error)
        if cause is None:
            raise error
        return HttpResponse(render_to_string("errors/database.html", {"cause": cause}), status=503)


class ViewerPreferencesMiddleware:
    """Shows times in the zone of the viewer's profile."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        zone = request.session.get("time_zone") if hasattr(request, "session") else None
        if zone in zoneinfo.available_timezones():
            timezone.activate(zoneinfo.ZoneInfo(zone))
        else:
            timezone.deactivate()
        return self.get_response(request)
